"""One browser for all tests, in whichever package: two at work at once would be one too many for Playwright."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.browser.engines import engine_path, running_chromium
from tests.browser.watch import AXE


def missing(what: str) -> None:
    """Skips on a bare machine, and fails where everything must be there."""
    if os.environ.get("CI"):
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture(scope="session")
def engines() -> Iterator[Playwright]:
    """What starts browsers."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(engines: Playwright) -> Iterator[Browser]:
    """One browser for all tests."""
    path = engine_path("FORUM_CHROMIUM")
    if not path:
        missing("there is no Chromium on the PATH, and FORUM_CHROMIUM names none")
    if not AXE.is_file():
        missing("axe-core is not there; `npm ci` fetches it")
    assert path
    with running_chromium(engines, path) as browser:
        yield browser
