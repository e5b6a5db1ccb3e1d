"""Leaving the room quickly: at once, whatever the network does; and nothing of it is found afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.conftest import EXIT
from tests.browser.engines import AS_IT_IS
from tests.browser.people import Attendee
from tests.browser.watch import PLAIN_PAGE, Watch
from tests.clients import desk_line
from tests.running import wait_until
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

WORDS = "Words that nobody may find afterwards."
TOUCH: dict[str, Any] = {"viewport": {"width": 390, "height": 740}, "is_mobile": True, "has_touch": True}
THREE = 3
# In the task of the click: what is seen, and what a screen reader could still be told of.
AT_ONCE = """
() => {
  document.getElementById("leave").click();
  const seen = [...document.body.children].filter((node) => node.checkVisibility()).map((node) => node.className);
  return { seen, words: document.getElementById("log").textContent + document.getElementById("spoken").textContent };
}
"""
GONE: dict[str, Any] = {"seen": ["leave-cover"], "words": ""}
SHIFT_ON_A_SCREEN = """
() => {
  for (const type of ["keydown", "keyup", "keydown", "keyup", "keydown", "keyup"]) {
    document.activeElement.dispatchEvent(new KeyboardEvent(type, { key: "Shift", code: "", bubbles: true }));
  }
}
"""


def come_in(context: BrowserContext, servers: Servers) -> Attendee:
    """Somebody who speaks in an open room that holds words."""
    desk = servers.sign_in()
    session, (code,) = desk.open_session(cards=1)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    assert board.do("message:say", WORDS, lang="en") is None
    somebody = Attendee(context.new_page(), Watch((), (EXIT,)).over(context), servers.door)
    somebody.go(f"/en/session/{session}/")
    somebody.follow("I understand")
    somebody.type_code(code)
    somebody.is_seated()
    somebody.sees(WORDS)
    somebody.begin_to_speak()
    board.close()
    return somebody


@pytest.fixture
def somebody(chromium: Browser, opened: Servers) -> Iterator[Attendee]:
    context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
    yield come_in(context, opened)
    context.close()


def test_it_waits_for_no_answer(somebody: Attendee) -> None:
    page = somebody.page
    held: list[Route] = []
    page.route("**/leave", lambda route: held.append(route))
    assert page.evaluate(AT_ONCE) == GONE
    page.wait_for_url(EXIT)
    expect(page.get_by_role("heading", name="Dry at first")).to_be_visible()
    # Nobody has answered, and the other page is there all the same.
    wait_until(lambda: len(held) == 1)


def test_the_line_ends_before_anything_answers(somebody: Attendee) -> None:
    page = somebody.page
    held: list[Route] = []
    page.context.unroute(f"{EXIT}**")
    page.context.route(f"{EXIT}**", lambda route: held.append(route))
    assert len(page.workers) == 1
    page.evaluate(AT_ONCE)
    while page.workers or not held:
        page.wait_for_timeout(50)
    held[0].fulfill(status=200, content_type="text/html", body=PLAIN_PAGE)
    page.wait_for_url(EXIT)


def test_it_works_with_our_server_down(somebody: Attendee, opened: Servers) -> None:
    opened.stop("door")
    assert somebody.page.evaluate(AT_ONCE) == GONE
    somebody.page.wait_for_url(EXIT)


def test_back_shows_nothing_of_the_room(somebody: Attendee) -> None:
    page = somebody.page
    room, before = page.url, page.evaluate("history.length")
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#room")).to_be_focused()
    somebody.unfold("My seat")
    assert (page.url, page.evaluate("history.length")) == (room, before)
    page.click("#leave")
    page.wait_for_url(EXIT)
    page.go_back()
    expect(page.get_by_role("heading", name="Six things")).to_be_visible()
    assert WORDS not in page.content()
    somebody.has_left()
    page.goto(room)
    expect(page.get_by_label("The code on your card")).to_be_visible()
    assert WORDS not in page.content()


def capitals_do_not_leave(somebody: Attendee) -> None:
    words = somebody.page.get_by_label("Your words")
    words.focus()
    for letter in "ABCDE":
        somebody.page.keyboard.press(f"Shift+{letter}")
    expect(words).to_have_value("ABCDE")
    expect(somebody.page.locator("#leave-status")).to_be_empty()


def three_presses_leave(page: Page) -> None:
    # Either key, and where somebody writes too.
    for key in ("ShiftLeft", "ShiftRight", "ShiftLeft"):
        page.keyboard.press(key)
    page.wait_for_url(EXIT)


def test_shift_while_somebody_types_and_shift_alone(somebody: Attendee) -> None:
    capitals_do_not_leave(somebody)
    three_presses_leave(somebody.page)


def test_shift_in_firefox(firefox: Browser, opened: Servers) -> None:
    context = firefox.new_context(**AS_IT_IS)  # type: ignore[arg-type]
    somebody = come_in(context, opened)
    capitals_do_not_leave(somebody)
    three_presses_leave(somebody.page)
    context.close()


def test_a_keyboard_on_the_screen_never_leaves(chromium: Browser, opened: Servers, somebody: Attendee) -> None:
    context = chromium.new_context(locale="en-GB", **TOUCH)
    page = context.new_page()
    Watch((), (EXIT,)).over(context)
    page.goto(f"{opened.door}/en/leaving")
    for _ in range(THREE):
        page.keyboard.press("Shift")
    expect(page.locator("#leave-status")).to_be_empty()
    context.close()
    # A tablet with a keyboard in front of it, whose own one is up all the same.
    somebody.page.get_by_label("Your words").focus()
    somebody.page.evaluate(SHIFT_ON_A_SCREEN)
    expect(somebody.page.locator("#leave-status")).to_be_empty()
    three_presses_leave(somebody.page)
