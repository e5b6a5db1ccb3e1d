"""Pages that the room cannot reach: what was said goes off them, and what is being written stays."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import desk_states
from tests.browser.conftest import OpenContext
from tests.browser.lines import Tap, Tapped, tap
from tests.browser.people import Attendee, Moderator
from tests.browser.reaching import Evening
from tests.browser.stand_in import SPEAKING, StandIn, said
from tests.browser.states import CONTACT, QUIET, State, enter
from tests.browser.watch import Watch
from tests.clients import Line, desk_line
from tests.servers import Servers

__all__ = ["tap"]

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

SHORT, REST = 19_000, 2_000
"""Milliseconds for which a page out of reach shows what was said, and more after which it does not."""
AWAY = "What was said is not on this page for now."
FIRST, BACK = "I was not sure that I would come.", "Taken back meanwhile."
CALL, ANSWER, PLACE = "Are you there?", "I am here.", "12 Some Street"
TALK = (said("m1", FIRST), said("m2", BACK), said("m3", "What happened that night.", h=2, note="violence"))
HELD = "document.body.textContent"
FIELDS = "[...document.querySelectorAll('textarea')].map((field) => field.value).filter(Boolean)"


def held(page: Page, *texts: str) -> list[str]:
    """Those of these words that are anywhere on a page, but for what is being written."""
    there = page.evaluate(HELD)
    return [text for text in texts if text in there]


@pytest.fixture
def unwatched(chromium: Browser) -> Iterator[OpenContext]:
    """Opens contexts that may complain, for when a line is refused or cut on purpose."""
    opened = []

    def one():  # type: ignore[no-untyped-def]
        opened.append(chromium.new_context(locale="en-GB", reduced_motion="reduce"))
        return opened[-1], Watch((), ())

    yield one
    for context in opened:
        context.close()


def draft(fields: dict[str, Locator]) -> None:
    """Begins to write in each of these."""
    for text, field in fields.items():
        field.evaluate("part => { for (; part; part = part.parentElement?.closest('details')) part.open = true; }")
        field.fill(text)


def test_a_line_that_is_broken_for_long_leaves_no_words_but_those_of_drafts(
    open_context: OpenContext, opened: Servers
) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    state = State(records=TALK, own={"aside": "seen", "contact": "given"}, more=QUIET + CONTACT)
    stand = StandIn(open_context()[0], opened.door)
    somebody = enter(stand, session, state)
    page = somebody.page
    page.clock.install()
    somebody.open_words("What happened that night.", "Note: Violence")
    somebody.press("Answer", somebody.acts(FIRST))
    quiet, place = (page.locator(f'[data-letter="{name}"] textarea') for name in ("quiet", "contact"))
    drafts = {"Half a thought": page.locator("#words"), "Half a call": quiet, "Half a place": place}
    draft(drafts)
    words = (FIRST, BACK, "What happened that night.", CALL, ANSWER, PLACE)
    stand.loses_the_line()
    somebody.reads("The line is broken.")
    page.clock.fast_forward(SHORT)
    assert held(page, *words) == list(words)
    page.clock.fast_forward(REST)
    somebody.reads(AWAY)
    assert held(page, *words) == []
    assert page.evaluate(FIELDS) == list(drafts)
    stand.burst(TALK[0], TALK[2], said("m4", "And on."), own=[SPEAKING | state.own, *QUIET, *CONTACT])
    somebody.reads_no_more(AWAY, "The line is broken.")
    somebody.sees(FIRST, "What happened that night.", "And on.")
    assert held(page, *words) == [word for word in words if word != BACK]
    assert stand.spoken == ["One new message"]
    assert page.evaluate(FIELDS) == list(drafts)
    expect(page.get_by_text("You answer")).to_be_visible()


def test_a_desk_without_its_line_keeps_nothing_but_drafts(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    records = (*desk_states.TALK, *desk_states.CALL, desk_states.GIVEN)
    words = ("I was not sure that I would come.", "Hidden words.", CALL, PLACE)
    for lost, told in ((stand.loses_the_line, AWAY), (stand.taken_over, "in another tab or window.")):
        desk_states.hold(stand, moderator, session, desk_states.DeskState(records, desk_states.every_talk))
        page = moderator.page
        page.clock.install()
        drafts = {"Half a thought": page.locator("#words"), "Half an answer": page.locator("#talks textarea")}
        drafts |= {"Half a farewell": page.locator("#closing-words")}
        draft(drafts)
        assert held(page, *words) == list(words)
        lost()
        page.clock.fast_forward(SHORT + REST)
        moderator.reads(told)
        assert held(page, *words) == []
        assert sorted(page.evaluate(FIELDS)) == sorted(drafts)
        stand.burst(*records)
        moderator.sees(words[0])
        moderator.reads_no_more(AWAY)
        assert held(page, *words) == list(words)
        assert sorted(page.evaluate(FIELDS)) == sorted(drafts)


Ends = tuple[Callable[[Line], None], str]
ENDS: dict[str, Ends] = {
    "closed": (lambda board: board.do("room:close", confirm=True) and None, "This session has ended"),
    "removed": (
        lambda board: board.do("seat:remove", seat=board.page["seats"][0]["seat"]) and None,
        "The moderator has closed your seat for tonight",
    ),
}


@pytest.mark.parametrize("end", list(ENDS))
def test_what_ends_while_the_line_is_cut_stays_on_no_page(tap: Tap, unwatched: OpenContext, end: str) -> None:
    tapped: Tapped = tap()
    desk = tapped.servers.sign_in()
    session, (code,) = desk.open_session(cards=1)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    others = len(tapped.door.plain)
    context, watch = unwatched()
    somebody = Attendee(context.new_page(), watch, tapped.servers.door)
    page = somebody.page
    page.clock.install()
    somebody.sit_down(session, code)
    somebody.begin_to_speak()
    somebody.write(FIRST)
    somebody.say_quietly(CALL)
    somebody.give_contact(PLACE)
    somebody.sees(FIRST)
    draft({"Half a thought": page.locator("#words")})
    tapped.cut(others)
    somebody.reads("The line is broken.")
    ends, told = ENDS[end]
    ends(board)
    page.clock.fast_forward(SHORT + REST)
    somebody.reads(AWAY)
    assert held(page, FIRST, CALL, PLACE) == []
    assert page.evaluate(FIELDS) == ["Half a thought"]
    tapped.mend()
    somebody.press("Come in again")
    somebody.reads(told)
    board.close()


def test_a_line_that_dies_without_a_word_is_noticed_and_made_anew(tap: Tap, unwatched: OpenContext) -> None:
    tapped: Tapped = tap()
    evening = Evening(tapped.servers, unwatched)
    desk = evening.desk(open_room=True)
    somebody = evening.come()
    desk.write(FIRST)
    somebody.sees(FIRST)
    tapped.fall_silent()
    for page in (somebody.page, desk.page):
        expect(page.get_by_text("The line is broken").first).to_be_visible(timeout=30_000)
    tapped.speak_again()
    for page in (somebody.page, desk.page):
        expect(page.get_by_text("The line is broken").first).to_be_hidden(timeout=60_000)
    desk.write("And on.")
    somebody.sees(FIRST, "And on.")


def test_a_desk_that_is_signed_out_keeps_no_words(unwatched: OpenContext, opened: Servers) -> None:
    evening = Evening(opened, unwatched)
    desk = evening.desk(open_room=True)
    page = desk.page
    page.clock.install()
    somebody = evening.come()
    somebody.say_quietly(CALL)
    desk.write(FIRST)
    expect(page.locator("#talks").get_by_text(CALL, exact=True)).to_be_attached()
    other = Moderator(page.context.new_page(), desk.watch, opened.door)
    other.go("/en/moderation")
    other.press("Sign out")
    desk.reads("The line is broken")
    page.clock.fast_forward(SHORT + REST)
    desk.reads(AWAY)
    assert held(page, FIRST, CALL) == []


def test_a_desk_that_is_taken_over_keeps_no_words_and_has_them_again(unwatched: OpenContext, opened: Servers) -> None:
    evening = Evening(opened, unwatched)
    desk = evening.desk(open_room=True)
    desk.write(FIRST)
    desk.sees(FIRST)
    other = Moderator(desk.page.context.new_page(), desk.watch, opened.door)
    other.go(f"/en/moderation/sessions/{evening.session}/room")
    other.sees(FIRST)
    desk.reads("The desk is open in another tab or window.")
    assert held(desk.page, FIRST) == []
    desk.press("Use the desk here")
    desk.sees(FIRST)
    other.reads("The desk is open in another tab or window.")
    assert held(other.page, FIRST) == []
