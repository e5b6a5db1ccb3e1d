"""Everything four times as large (a screen of 1280 by 1024 at 400 %): no sideways scrolling, and nothing is covered."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.people import Attendee, Moderator
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]

LARGE = {"width": 320, "height": 256}
SHORT = {"width": 480, "height": 320}
COVERED = """
() => {
  const covered = [];
  const shows = (node, x, y) => {
    const there = document.elementFromPoint(x, y);
    return there !== null && (node.contains(there) || node.labels?.[0]?.contains(there));
  };
  for (const node of document.querySelectorAll("a[href], button, input, select, textarea, summary, #log")) {
    if (!node.checkVisibility()) continue;
    node.focus();
    const { left, right, top, bottom } = node.getClientRects()[0];
    const across = [0.1, 0.5, 0.9].map((part) => left + part * (right - left));
    const down = [0.2, 0.5, 0.8].map((part) => top + part * (bottom - top));
    if (!across.every((x) => down.every((y) => shows(node, x, y)))) {
      covered.push(node.id || node.textContent.trim().slice(0, 40) || node.outerHTML.slice(0, 60));
    }
  }
  return covered;
}
"""
COVER = """
() => {
  const cover = document.createElement("div");
  Object.assign(cover.style, {position: "fixed", inset: "50% 0 0 0", background: "#000", zIndex: 50});
  document.body.append(cover);
}
"""


def wanting(page: Page, size: dict[str, int] = LARGE) -> dict[str, Any]:
    """What is covered, and how much too wide the page is."""
    page.set_viewport_size(size)  # type: ignore[arg-type]
    width = page.evaluate("document.documentElement.scrollWidth")
    return {"covered": page.evaluate(COVERED), "sideways": width - size["width"]}


NOTHING: dict[str, Any] = {"covered": [], "sideways": 0}


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_pages_four_times_as_large(open_context: OpenContext, opened: Servers, lang: str) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    context, _ = open_context()
    page = context.new_page()
    for path in ("", "support", "leaving", f"session/{session}/", f"session/{session}/room", "moderation/sign-in"):
        page.goto(f"{opened.door}/{lang}/{path}")
        for size in (LARGE, SHORT):
            assert (path, wanting(page, size)) == (path, NOTHING)


def test_the_room_and_the_desk_four_times_as_large(open_context: OpenContext, opened: Servers) -> None:
    desk, watch = open_context()
    moderator = Moderator(desk.new_page(), watch, opened.door)
    moderator.sign_in("robin", opened.add_moderator("robin"), look=False)
    servers_desk = opened.sign_in("sam")
    session, (code,) = servers_desk.open_session(cards=1)
    moderator.go(f"/en/moderation/sessions/{session}/room")
    moderator.open_the_room()
    context, watch = open_context()
    somebody = Attendee(context.new_page(), watch, opened.door)
    somebody.sit_down(session, code)
    assert wanting(somebody.page) == NOTHING
    somebody.begin_to_speak()
    for text in ("One thing.", "w" * 300, "A few more words, so that there is something to scroll. " * 4):
        somebody.write(text)
        moderator.sees(text)
    somebody.page.get_by_label("Your words").fill("x" * 900)
    for part in ("My seat", "Who to talk to. In danger: 999"):
        somebody.unfold(part)
    moderator.care_for("One thing.")
    moderator.unfold("End the session")
    for one in (somebody, moderator):
        for size in (LARGE, SHORT):
            assert wanting(one.page, size) == NOTHING
    somebody.pause()
    assert wanting(somebody.page) == NOTHING


def test_the_ways_to_carry_a_ticket_four_times_as_large(open_context: OpenContext, opened: Servers) -> None:
    desk = opened.sign_in()
    session = desk.plan()
    (code,) = desk.cards(session, 1)
    context, watch = open_context()
    somebody = Attendee(context.new_page(), watch, opened.door)
    somebody.go(f"/en/session/{session}/room")
    somebody.unfold("I have six words")
    somebody.unfold("I have a file")
    assert wanting(somebody.page) == NOTHING
    somebody.collect(code)
    assert wanting(somebody.page) == NOTHING
    words = somebody.write_down()
    for summary in somebody.page.locator("#carry summary:visible").all():
        summary.click()
    for size in (LARGE, SHORT):
        assert wanting(somebody.page, size) == NOTHING
    somebody.type_back("none of these")
    expect(somebody.page.locator("#ask-fault")).not_to_be_empty()
    assert wanting(somebody.page) == NOTHING
    somebody.type_back(" ".join(words))
    expect(somebody.page.get_by_role("heading", name="You have your words")).to_be_visible()
    assert wanting(somebody.page) == NOTHING


def test_the_look_finds_what_is_covered_and_what_is_too_wide(open_context: OpenContext, opened: Servers) -> None:
    context, _ = open_context()
    page = context.new_page()
    page.goto(f"{opened.door}/en/")
    page.evaluate(COVER)
    page.evaluate("document.querySelector('h1').style.inlineSize = '400px'")
    found = wanting(page)
    assert found["covered"]
    assert found["sideways"] > 0
    expect(page.get_by_role("heading", level=1)).to_be_visible()
