"""Browsers as people have them: with a folder of their own, in a normal or in a private window."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser.conftest import PATIENCE, missing
from tests.browser.engines import ARGUMENTS, AS_IT_IS, engine_path

PROFILES = ("chromium", "chromium-private", "firefox", "firefox-private")
PRIVATE = {"browser.privatebrowsing.autostart": True}


def _started(playwright: Playwright, profile: str, folder: Path) -> BrowserContext:
    engine, _, private = profile.partition("-")
    path = engine_path(f"FORUM_{engine.upper()}")
    if not path:
        missing(f"there is no {engine} on the PATH")
    if engine == "chromium":
        arguments = [*ARGUMENTS, *(["--incognito"] if private else [])]
        return playwright.chromium.launch_persistent_context(folder, executable_path=path, args=arguments)
    chosen: dict[str, Any] = {**AS_IT_IS, "firefox_user_prefs": PRIVATE if private else {}}
    return playwright.firefox.launch_persistent_context(folder, executable_path=path, channel="moz-firefox", **chosen)


@contextmanager
def window(playwright: Playwright, profile: str, folder: Path) -> Iterator[Page]:
    """The first window of a browser that is closed at the end, as one closes a browser."""
    context = _started(playwright, profile, folder)
    context.set_default_timeout(PATIENCE)
    try:
        # Only the window with which a browser starts is certain to be private.
        yield context.pages[0]
    finally:
        context.close()


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    """Each engine, normal and private."""
    return str(request.param)
