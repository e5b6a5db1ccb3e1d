"""What real pages do when somebody has two of them, when somebody is gone, and when far too much is written."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.people import Attendee, Moderator
from tests.browser.reaching import SEEN, Evening, call, mark, open_call, quiet, stands
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

ELSEWHERE = "You are in the room somewhere else"
HALF = "Half a thought"
# Presses what may have gone a moment ago, and notes every screen that comes.
COME_AGAIN = """
() => {
  const room = document.getElementById("room");
  globalThis.screens = [];
  const note = () => screens.push(room.dataset.state);
  new MutationObserver(note).observe(room, { attributes: true, attributeFilter: ["data-state"] });
  document.querySelector('[data-act="door-again"]').click();
}
"""
FAR_TOO_MUCH = "word " * 20_000


@pytest.fixture
def evening(opened: Servers, open_context: OpenContext) -> Evening:
    return Evening(opened, open_context)


def another_page(somebody: Attendee, evening: Evening) -> Attendee:
    """The room once more, in the same browser and without a card."""
    other = Attendee(somebody.page.context.new_page(), somebody.watch, somebody.door)
    other.go(f"/en/session/{evening.session}/room")
    return other


def is_elsewhere(page: Page, *texts: str) -> None:
    """Waits until a page says that another one sits here; nothing that was said is left on it."""
    expect(page.get_by_role("heading", name=ELSEWHERE)).to_be_visible()
    assert [text for text in texts if text in page.content()] == []


def test_of_two_pages_of_one_seat_the_one_that_asked_last_has_it_and_nothing_is_lost(evening: Evening) -> None:
    desk, first, reader = evening.desk(open_room=True), evening.come(), evening.come()
    first.begin_to_speak()
    first.write("Said on the first page.")
    first.say_quietly("Quietly, on the first page.")
    first.fill("Your words", HALF)
    said = ("Said on the first page.", "Quietly, on the first page.")
    second = another_page(first, evening)
    second.sees(said[0])
    is_elsewhere(first.page, *said)
    second.write("Said on the second page.")
    reader.sees("Said on the first page.", "Said on the second page.")
    first.press("Sit here instead")
    first.sees("Said on the first page.", "Said on the second page.")
    first.sees_quietly(said[1])
    is_elsewhere(second.page, *said, "Said on the second page.")
    expect(first.page.get_by_label("Your words")).to_have_value(HALF)
    first.write("Said on the first page again.")
    for one in (reader, desk, first):
        one.sees("Said on the first page.", "Said on the second page.", "Said on the first page again.")
        expect(one.log.locator("li[data-id]")).to_have_count(3)


def test_whoever_comes_in_again_on_a_line_that_is_back_is_never_told_of_another_page(evening: Evening) -> None:
    desk, somebody = evening.desk(open_room=True), evening.come()
    with somebody.page.expect_response("**/seat") as answer:
        somebody.page.evaluate(COME_AGAIN)
    assert answer.value.ok
    desk.write("Still here.")
    somebody.sees("Still here.")
    somebody.begin_to_speak()
    somebody.write("So am I.")
    desk.sees("So am I.")
    assert somebody.page.evaluate("screens") == []


def test_an_answer_to_somebody_gone_waits_for_them(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.say_quietly("Are you there?")
    talk = open_call(desk)
    stands(somebody, SEEN)
    somebody.page.close()
    expect(mark(desk, "down")).to_be_visible()
    expect(mark(desk, "down")).to_have_text("not connected", use_inner_text=True)
    desk.fill("Your quiet answer", "Come back when you can.", talk)
    desk.press("Send quietly", talk)
    expect(talk.locator("[data-thread]").get_by_text("Come back when you can.", exact=True)).to_be_visible()
    expect(mark(desk, "down")).to_be_visible()
    again = another_page(somebody, evening)
    again.sees_quietly("Come back when you can.")
    expect(quiet(again, "Are you there?")).to_be_visible()
    expect(mark(desk, "up")).to_be_visible()
    expect(call(desk).locator("[data-thread] > li")).to_have_count(2)


def writes_too_much(desk: Moderator) -> None:
    """Far too many closing words: all are kept, and nothing has begun to close."""
    field = desk.page.get_by_label("Closing words")
    field.evaluate("(field, text) => { field.value = text; }", FAR_TOO_MUCH)
    desk.press("Say them and start closing")
    desk.reads("This is too long, so nothing was sent.")
    desk.reads_no_more("in parts")
    assert field.input_value() == FAR_TOO_MUCH


def test_far_too_many_closing_words_close_nothing(evening: Evening) -> None:
    desk, somebody = evening.desk(open_room=True), evening.come()
    desk.unfold("End the session")
    writes_too_much(desk)
    expect(desk.page.get_by_role("button", name="Stop everything")).to_be_visible()
    desk.say_goodbye("Goodbye, all of you.")
    somebody.sees("Goodbye, all of you.")
