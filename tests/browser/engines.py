"""Finds and starts the browsers that the tests use."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Playwright's own ways of setting these do not reach Debian's Firefox.
AS_IT_IS = {"color_scheme": "null", "reduced_motion": "null", "forced_colors": "null", "contrast": "null"}
NAMES = {
    "FORUM_CHROMIUM": ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    "FORUM_FIREFOX": ("firefox-esr", "firefox"),
}


def engine_path(variable: str) -> str | None:
    """The browser that this variable of the environment names, or the first on the PATH."""
    return os.environ.get(variable) or next(filter(None, map(shutil.which, NAMES[variable])), None)


@contextmanager
def running_chromium(playwright: Playwright, path: str, *more: str) -> Iterator[Browser]:
    """A Chromium that asks nobody for anything by itself."""
    browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def running_firefox(playwright: Playwright, path: str) -> Iterator[Browser]:
    """A Firefox as the distribution ships it."""
    browser = playwright.firefox.launch(executable_path=path, channel="moz-firefox")
    try:
        yield browser
    finally:
        browser.close()
