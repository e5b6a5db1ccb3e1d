"""A real browser, and contexts in it that are watched."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

from tests.browser.engines import engine_path, running_chromium
from tests.browser.watch import AXE, Watch
from tests.servers import Servers

EXIT = "https://weather.example/"
VRG = "https://vrg.example/"

PATIENCE = 30_000
"""Milliseconds that a test waits at most for what must come to a page."""
expect.set_options(timeout=PATIENCE)

OpenContext = Callable[[], tuple[BrowserContext, Watch]]


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


@pytest.fixture
def opened(start_servers: Callable[..., Servers]) -> Servers:
    """Both programs, with places outside that the tests answer for."""
    return start_servers(exit_url=EXIT, vrg_url=VRG)


@pytest.fixture
def open_context(chromium: Browser, opened: Servers) -> Iterator[OpenContext]:
    """Opens contexts that know nothing of each other; at the end none may have complained."""
    contexts: list[tuple[BrowserContext, Watch]] = []

    def one() -> tuple[BrowserContext, Watch]:
        context = chromium.new_context(accept_downloads=True, locale="en-GB", reduced_motion="reduce")
        context.set_default_timeout(PATIENCE)
        watch = Watch((opened.door, opened.issuer), (EXIT, VRG)).over(context)
        contexts.append((context, watch))
        return context, watch

    yield one
    for context, _ in contexts:
        context.close()
    assert [fault for _, watch in contexts for fault in watch.faults] == []
