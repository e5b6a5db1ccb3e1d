"""Leaving quickly, in a real browser: by the link, by the key, without scripts, and when the server is gone."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import EXIT, OpenContext
from tests.browser.watch import Watch
from tests.servers import Servers

pytestmark = pytest.mark.browser


@pytest.fixture
def watched(open_context: OpenContext) -> tuple[BrowserContext, Watch]:
    return open_context()


@pytest.fixture
def page(watched: tuple[BrowserContext, Watch], opened: Servers) -> Page:
    page = watched[0].new_page()
    page.goto(f"{opened.door}/en/privacy")
    page.goto(f"{opened.door}/en/leaving")
    return page


def dots(page: Page) -> str:
    """What is drawn below the link, for the eye only."""
    drawn: str = page.evaluate("getComputedStyle(document.getElementById('leave'), '::after').content")
    return drawn.partition("/")[0].strip(' "')


def test_the_link_replaces_the_page_in_the_history(page: Page, opened: Servers) -> None:
    before = page.evaluate("history.length")
    page.click("#leave")
    page.wait_for_url(EXIT)
    assert page.evaluate("history.length") == before
    page.go_back()
    expect(page).to_have_url(f"{opened.door}/en/privacy")
    expect(page.locator("main")).to_be_visible()


def test_leaving_is_the_first_thing_after_the_skip_link(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "leave"


def test_the_key_speaks_and_then_leaves(page: Page) -> None:
    # Its five seconds are the page's: they do not go by while a slow machine presses keys.
    page.clock.install(time=0)
    page.reload()
    page.clock.pause_at(3_600_000)
    status = page.locator("#leave-status")
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift: press 2 more times to leave.")
    assert dots(page) == "●○○"
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift: press 1 more time to leave.")
    page.keyboard.press("Shift")
    page.wait_for_url(EXIT)


def test_five_seconds_run_from_the_first_press(page: Page) -> None:
    page.clock.install(time=0)
    page.reload()
    page.clock.pause_at(3_600_000)
    status = page.locator("#leave-status")
    page.keyboard.press("Shift")
    page.clock.fast_forward(4000)
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift: press 1 more time to leave.")
    page.clock.fast_forward(1001)
    expect(status).to_have_text("You are still on this page.")
    assert dots(page) == "none"
    page.clock.fast_forward(5001)
    expect(status).to_be_empty()
    page.keyboard.press("Shift")
    expect(status).to_have_text("Shift: press 2 more times to leave.")


def test_a_page_that_is_shown_again_can_be_used_again(page: Page) -> None:
    page.evaluate("document.documentElement.classList.add('leaving')")
    expect(page.locator("main")).to_be_hidden()
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(page.locator("main")).to_be_visible()
    expect(page.locator(".leave-cover")).to_be_empty()


def test_typing_capitals_does_not_leave(page: Page) -> None:
    for letter in "ABCDE":
        page.keyboard.press(f"Shift+{letter}")
    expect(page.locator("#leave-status")).to_have_text("")
    expect(page.locator("main")).to_be_visible()


@pytest.mark.parametrize("held", ["Alt", "Control", "Meta"])
def test_changing_the_keyboard_does_not_leave(page: Page, held: str) -> None:
    page.keyboard.down(held)
    for _ in range(3):
        page.keyboard.press("Shift")
    page.keyboard.up(held)
    expect(page.locator("#leave-status")).to_have_text("")
    expect(page.locator("main")).to_be_visible()


def test_the_page_is_hidden_in_the_same_task(page: Page) -> None:
    hidden = page.evaluate("""() => {
      document.getElementById("leave").click();
      const cover = document.querySelector(".leave-cover");
      return [getComputedStyle(document.querySelector("main")).display, cover.innerText];
    }""")
    assert hidden == ["none", "Loading."]
    page.wait_for_url(EXIT)


def test_it_works_when_the_server_is_gone(watched: tuple[BrowserContext, Watch], page: Page, opened: Servers) -> None:
    watched[1].refusals.append("/leave")
    opened.stop("door")
    page.click("#leave")
    page.wait_for_url(EXIT)


def test_it_works_without_scripts(chromium: Browser, opened: Servers) -> None:
    context = chromium.new_context(java_script_enabled=False)
    Watch((opened.door,), (EXIT,)).over(context)
    try:
        page = context.new_page()
        page.goto(f"{opened.door}/cy/")
        page.click("#leave")
        page.wait_for_url(EXIT)
    finally:
        context.close()
