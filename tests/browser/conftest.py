"""A real browser, and contexts in it that are watched."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, expect

from tests.browser.engines import engine_path, running_firefox
from tests.browser.shared import missing
from tests.browser.watch import Watch
from tests.servers import Servers

__all__ = ["missing"]

EXIT = "https://weather.example/"
VRG = "https://vrg.example/"

PATIENCE = 30_000
"""Milliseconds that a test waits at most for what must come to a page."""
expect.set_options(timeout=PATIENCE)

OpenContext = Callable[[], tuple[BrowserContext, Watch]]


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


@pytest.fixture
def firefox(engines: Playwright) -> Iterator[Browser]:
    """A Firefox for one test."""
    path = engine_path("FORUM_FIREFOX")
    if not path:
        missing("there is no Firefox on the PATH, and FORUM_FIREFOX names none")
    assert path
    with running_firefox(engines, path) as browser:
        yield browser
