"""The room for everybody: parts by keyboard, larger text, more room, more contrast; and nothing of it is kept."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.people import Attendee
from tests.browser.watch import look_over
from tests.clients import desk_line
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

SIZES = {"320": {"width": 320, "height": 640}, "1280": {"width": 1280, "height": 800}}
KEPT = "JSON.stringify([localStorage.length, sessionStorage.length, document.cookie])"


@pytest.fixture
def somebody(open_context: OpenContext, opened: Servers) -> Attendee:
    desk = opened.sign_in()
    session, (code,) = desk.open_session(cards=1)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    assert board.do("message:say", "Good evening.", lang="en") is None
    board.close()
    context, watch = open_context()
    one = Attendee(context.new_page(), watch, opened.door)
    one.sit_down(session, code)
    one.sees("Good evening.")
    return one


def here(page: Page) -> str:
    """Where the focus is, in a word."""
    found: str = page.evaluate("document.activeElement.id || document.activeElement.textContent.trim().slice(0, 5)")
    return found


def test_from_part_to_part(somebody: Attendee) -> None:
    page = somebody.page
    somebody.begin_to_speak()
    page.locator("#room-title").focus()
    seen = []
    for _ in range(4):
        page.keyboard.press("F6")
        seen.append(here(page))
    first_help = page.locator(".panels > details > summary:visible").first
    assert seen[:2] == ["log", "words"]
    assert first_help.inner_text().startswith(seen[2])
    assert seen[3] == "leave"
    page.keyboard.press("Shift+F6")
    expect(first_help).to_be_focused()
    page.keyboard.press("Shift+F6")
    expect(page.get_by_label("Your words")).to_be_focused()


def test_after_the_last_part_the_key_is_the_browsers_own(somebody: Attendee) -> None:
    page = somebody.page
    page.evaluate("window.taken = []; addEventListener('keydown', (event) => taken.push(event.defaultPrevented))")
    page.locator("#leave").focus()
    page.keyboard.press("F6")
    page.keyboard.press("Shift+F6")
    assert page.evaluate("window.taken.filter((_, place) => place !== 1)") == [False, True]


def test_the_focus_stays_where_it_is_while_words_come(somebody: Attendee) -> None:
    page = somebody.page
    somebody.begin_to_speak()
    somebody.write("One thing.")
    somebody.unfold("Settings").locator("summary").first.focus()
    before = here(page)
    somebody.sees("One thing.")
    assert here(page) == before


@pytest.mark.parametrize("width", SIZES)
def test_larger_text_more_room_and_more_contrast(somebody: Attendee, width: str) -> None:
    page = somebody.page
    kept = page.evaluate(KEPT)
    page.set_viewport_size(SIZES[width])  # type: ignore[arg-type]
    plain = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    somebody.unfold("Settings")
    looks = somebody.unfold("Text size, spacing, contrast")
    for size, times in (("200 %", 2), ("150 %", 1.5), ("100 %", 1)):
        looks.get_by_label(size).check()
        now = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert abs(now - times * plain) < 0.1
        assert page.evaluate("document.documentElement.scrollWidth") == SIZES[width]["width"]
    looks.get_by_role("group", name="Room between lines and letters").get_by_label("More").check()
    spacing = page.evaluate("getComputedStyle(document.querySelector('[data-words]')).letterSpacing")
    assert float(spacing.removesuffix("px")) > 0.1 * plain
    contrast = looks.get_by_role("group", name="Contrast")
    for choice in ("Less", "More"):
        contrast.get_by_label(choice).check()
        assert page.evaluate("document.documentElement.scrollWidth") == SIZES[width]["width"]
    assert look_over(page, "more contrast") == []
    assert page.evaluate(KEPT) == kept
    somebody.asked_for_nothing()
    page.reload()
    expect(page.get_by_text("You are listening.")).to_be_visible()
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == plain


def test_what_is_pressed_can_be_read_where_colours_are_forced(somebody: Attendee) -> None:
    page = somebody.page
    page.emulate_media(forced_colors="active")
    pair = page.evaluate(
        "(style => [style.color, style.backgroundColor])(getComputedStyle(document.querySelector('[data-speak=en]')))"
    )
    asked = page.evaluate("""() => {
      const probe = document.body.appendChild(document.createElement("p"));
      Object.assign(probe.style, { color: "HighlightText", background: "Highlight", forcedColorAdjust: "none" });
      const { color, backgroundColor } = getComputedStyle(probe);
      probe.remove();
      return [color, backgroundColor];
    }""")
    assert pair == asked
