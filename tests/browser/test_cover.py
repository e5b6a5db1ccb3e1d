"""Cover: a dull page for whoever passes by, and the room as it was afterwards."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import EXIT, OpenContext
from tests.browser.lines import Tap, tap
from tests.browser.people import Attendee
from tests.browser.watch import Watch
from tests.clients import Line, desk_line
from tests.servers import Servers

__all__ = ["tap"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

WORDS = "Something that must not be read over a shoulder."
TITLE = "Evening · The Quiet Room"
TWICE = """
() => {
  for (const _ of [1, 2]) dispatchEvent(new KeyboardEvent("keydown", { key: "F2" }));
  return document.documentElement.classList.contains("covered");
}
"""
HIDE = """
event => {
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  if (event === "pagehide") dispatchEvent(new PageTransitionEvent("pagehide"));
  else document.dispatchEvent(new Event("visibilitychange"));
}
"""
# Whatever a screen reader could be told of, in this very task, after the button was pressed.
HEARD = """
() => {
  document.getElementById("cover-now").click();
  const live = [...document.querySelectorAll("[aria-live], [role=status], [role=alert], [role=log]")];
  const room = document.getElementById("room");
  return {
    told: live.filter((node) => node.checkVisibility() && node.textContent.trim()).length,
    inert: room.inert && !room.checkVisibility(),
    words: document.getElementById("log").textContent + document.getElementById("spoken").textContent,
  };
}
"""
# After every task that changes the page: what it holds of these words, and what could be read out.
LOOK_ALWAYS = """
words => {
  globalThis.looks = [];
  const text = (id) => document.getElementById(id).textContent.trim();
  const look = () => {
    const there = words.filter((one) => document.documentElement.outerHTML.includes(one)).length;
    looks.push({ inert: document.getElementById("room").inert, log: text("log"), spoken: text("spoken"), there });
  };
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver(look).observe(document.documentElement, all);
}
"""
UNFOLD = "part => { for (; part; part = part.parentElement?.closest('details')) part.open = true; }"
# Every word that the page holds, also in fields, which no copy of its elements would tell.
HELD = """
() => [...document.querySelectorAll("input, textarea")].map((field) => field.value).join() + document.body.textContent
"""
FINISH_IN = """
minutes => {
  const due = new Date(Date.now() + minutes * 60000);
  return [due.getHours(), due.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}
"""


def seated(page: Page, watch: Watch, servers: Servers, session: str, code: str) -> Attendee:
    somebody = Attendee(page, watch, servers.door)
    somebody.sit_down(session, code)
    return somebody


@pytest.fixture
def evening(open_context: OpenContext, opened: Servers) -> Iterator[tuple[Attendee, Line]]:
    """Somebody in an open room, and the moderator's line to it."""
    desk = opened.sign_in()
    session, (code,) = desk.open_session(cards=1)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    context, watch = open_context()
    somebody = seated(context.new_page(), watch, opened, session, code)
    expect(somebody.page.get_by_text("The room is open.")).to_be_attached()
    yield somebody, board
    board.close()


def covered(page: Page) -> None:
    expect(page.get_by_role("heading", name="Leek and potato soup")).to_be_visible()
    expect(page.locator("#room")).to_be_hidden()


def settings(somebody: Attendee) -> Locator:
    """What can be chosen about the cover."""
    somebody.unfold("Settings").locator("#covering > summary").click()
    return somebody.page.locator("#covering")


def has_come(page: Page, fact: str) -> None:
    """Waits until the page knows something, seen or not."""
    expect(page.locator(f'#room [data-if="{fact}"]').first).not_to_have_attribute("hidden", "")


def test_what_is_told_and_what_is_not(evening: tuple[Attendee, Line]) -> None:
    somebody, board = evening
    page, spoken = somebody.page, somebody.page.locator("#spoken")
    assert board.do("message:say", "Words before.", lang="en") is None
    somebody.sees("Words before.")
    expect(spoken).to_contain_text("Words before.")
    assert page.evaluate(HEARD) == {"told": 0, "inert": True, "words": ""}
    covered(page)
    expect(page).to_have_title(TITLE)
    for text in (WORDS, "And more of it."):
        assert board.do("message:say", text, lang="en") is None
    assert board.do("room:stop") is None
    has_come(page, "why-stop")
    assert WORDS not in page.content()
    expect(spoken).to_be_empty()
    tree = page.locator("body").aria_snapshot()
    assert "soup" in tree
    assert "moderator" not in tree.lower()
    somebody.uncover()
    expect(spoken).to_have_text("2 new messages", use_inner_text=True)
    somebody.sees("Words before.", WORDS, "And more of it.")
    somebody.asked_for_nothing()


def test_no_words_of_ones_own_are_left_on_a_covered_page(evening: tuple[Attendee, Line]) -> None:
    somebody, _board = evening
    page = somebody.page
    somebody.begin_to_speak()
    drafts = {"#words": "draft to all", "#note-own": "draft of a note", "#mute-word": "half a word"}
    drafts |= {'[data-letter="quiet"] textarea': "draft to one", '[data-letter="contact"] textarea': "another place"}
    somebody.give_contact("flat 2")
    somebody.mute_word("absinthe")
    for field, words in drafts.items():
        page.locator(field).evaluate(UNFOLD)
        page.locator(field).fill(words)
    name = page.locator("strong[data-my-name]").text_content() or ""
    words = [*drafts.values(), "flat 2", "absinthe", name]
    shown: list[list[str]] = []
    for act in (lambda: None, somebody.cover, somebody.uncover):
        act()
        held = page.evaluate(HELD)
        shown.append([one for one in words if one in held])
    assert shown == [words, [], words]
    assert {field: page.locator(field).input_value() for field in drafts} == drafts


def test_the_key_works_but_not_while_somebody_writes(evening: tuple[Attendee, Line]) -> None:
    somebody, _board = evening
    page, words = somebody.page, somebody.page.get_by_label("Your words")
    somebody.begin_to_speak()
    words.fill("Half a thou")
    words.press("F2")
    expect(words).to_be_visible()
    page.keyboard.press("Tab")
    before = page.evaluate("document.activeElement.outerHTML")
    page.keyboard.press("F2")
    covered(page)
    while page.locator("#cover-back").is_visible():
        page.keyboard.press("F2")
        page.wait_for_timeout(100)
    expect(words).to_have_value("Half a thou")
    assert page.evaluate("document.activeElement.outerHTML") == before


def test_another_key_or_none(evening: tuple[Attendee, Line]) -> None:
    somebody, _board = evening
    page = somebody.page
    part = settings(somebody)
    choice = part.get_by_label("The key that covers")
    expect(part.locator("kbd").first).to_have_text("F2")
    choice.select_option("F8")
    expect(part.locator("kbd").first).to_have_text("F8")
    page.get_by_role("button", name="Speak").focus()
    for key in ("F2", "Shift+F8", "Control+F8"):
        page.keyboard.press(key)
        expect(page.locator("#room")).to_be_visible()
    page.keyboard.press("F8")
    covered(page)
    somebody.uncover()
    choice.select_option("none")
    page.get_by_role("button", name="Speak").focus()
    page.keyboard.press("F8")
    expect(page.locator("#room")).to_be_visible()


def test_two_presses_in_haste_leave_it_covered(evening: tuple[Attendee, Line]) -> None:
    somebody, _board = evening
    assert somebody.page.evaluate(TWICE) is True
    covered(somebody.page)


@pytest.mark.parametrize("event", ["visibilitychange", "pagehide"])
def test_it_covers_by_itself_when_it_is_out_of_sight(evening: tuple[Attendee, Line], event: str) -> None:
    somebody, _board = evening
    somebody.page.evaluate(HIDE, event)
    covered(somebody.page)
    expect(somebody.page.get_by_role("button", name="Back")).to_be_visible()


def test_loaded_again_while_covered_it_is_covered(evening: tuple[Attendee, Line]) -> None:
    somebody, _board = evening
    somebody.cover()
    somebody.page.reload()
    covered(somebody.page)
    somebody.uncover()
    expect(somebody.page.get_by_text("You are listening.")).to_be_visible()
    somebody.page.reload()
    expect(somebody.page.get_by_text("You are listening.")).to_be_visible()


def test_it_covers_at_the_time_that_somebody_set(open_context: OpenContext, opened: Servers) -> None:
    session, (code,) = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    page = context.new_page()
    page.clock.install()
    somebody = seated(page, watch, opened, session, code)
    field = settings(somebody).get_by_label("I must finish by")
    field.fill(page.evaluate(FINISH_IN, 12 * 60 + 30))
    expect(page.get_by_text("That time has passed")).to_be_visible()
    field.fill(page.evaluate(FINISH_IN, 20))
    expect(page.get_by_text("That time has passed")).to_be_hidden()
    page.clock.fast_forward("16:00")
    expect(page.get_by_text("It is nearly the time that you set.")).to_be_visible()
    somebody.press("Ten minutes more")
    expect(page.get_by_text("It is nearly the time that you set.")).to_be_hidden()
    expect(page.locator("#room")).to_be_visible()
    page.clock.fast_forward("15:00")
    covered(page)
    page.clock.fast_forward("00:02")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_text("The time that you set has come:")).to_be_visible()
    somebody.page.locator("button[data-finish=never]:visible").first.click()
    expect(page.get_by_text("The time that you set has come:")).to_be_hidden()


def test_leaving_from_a_covered_page(evening: tuple[Attendee, Line]) -> None:
    somebody, _board = evening
    page = somebody.page
    room = page.url
    somebody.cover()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Leave this page")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(EXIT)
    somebody.has_left()
    page.goto(room)
    expect(page.get_by_label("The code on your card")).to_be_visible()


def test_what_ends_meanwhile_is_told_afterwards(evening: tuple[Attendee, Line]) -> None:
    somebody, board = evening
    somebody.begin_to_speak()
    somebody.page.locator("#words").fill("Half a thought")
    somebody.cover()
    assert board.do("room:close") is None
    has_come(somebody.page, "screen-ended")
    covered(somebody.page)
    somebody.uncover()
    expect(somebody.page.get_by_role("heading", name="This session has ended")).to_be_visible()
    assert somebody.page.locator("#words").input_value() == ""


def test_covered_while_the_line_is_broken(chromium: Browser, tap: Tap) -> None:
    tapped = tap()
    desk = tapped.servers.sign_in()
    session, (code,) = desk.open_session(cards=1)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    others = len(tapped.door.plain)
    context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
    somebody = seated(context.new_page(), Watch((), ()), tapped.servers, session, code)
    page = somebody.page
    assert board.do("message:say", "Words before.", lang="en") is None
    somebody.sees("Words before.")
    tapped.cut(others)
    expect(page.get_by_text("The line is broken.")).to_be_visible()
    somebody.cover()
    page.evaluate(LOOK_ALWAYS, ["Words before.", WORDS, "And more of it."])
    for text in (WORDS, "And more of it."):
        assert board.do("message:say", text, lang="en") is None
    tapped.mend()
    assert board.do("room:stop") is None
    # Told with the burst or after it: all the words have come by then.
    has_come(page, "why-stop")
    covered(page)
    looks = page.evaluate("looks")
    assert looks
    assert {tuple(look.values()) for look in looks} == {(True, "", "", 0)}
    somebody.uncover()
    somebody.sees("Words before.", WORDS, "And more of it.")
    expect(page.locator("#spoken")).to_have_text("2 new messages", use_inner_text=True)
    expect(page.get_by_text("The line is broken.")).to_be_hidden()
    board.close()
    context.close()


def test_a_room_that_starts_afresh_while_covered(chromium: Browser, opened: Servers) -> None:
    session, (code,) = opened.sign_in().open_session(cards=1)
    context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
    somebody = seated(context.new_page(), Watch((), ()), opened, session, code)
    page = somebody.page
    opened.stop("door")
    expect(page.get_by_text("The line is broken.")).to_be_visible()
    somebody.cover()
    opened.launch("door")
    expect(page.locator('.here [data-if="lost"]')).to_have_attribute("hidden", "")
    covered(page)
    somebody.uncover()
    expect(page.get_by_text("The line is broken.")).to_be_hidden()
    expect(page.get_by_text("The room had to start afresh.")).to_be_visible()
    context.close()


def test_it_is_explained_before_it_is_needed_and_once(evening: tuple[Attendee, Line]) -> None:
    somebody, _board = evening
    page = somebody.page
    part = somebody.unfold("puts a recipe over this room")
    expect(part.get_by_text("Neither of them clears the history of your browser.")).to_be_visible()
    somebody.press("Good to know")
    expect(part).to_be_hidden()
    expect(page.get_by_role("heading", name="Tuesday evening")).to_be_focused()
    page.reload()
    expect(page.get_by_text("You are listening.")).to_be_visible()
    expect(part).to_be_hidden()
