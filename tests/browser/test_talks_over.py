"""What stays of a quiet talk that is over: nothing that was said, and all that a moderator was about to say."""

import pytest
from playwright.sync_api import expect

from tests.browser import desk_states
from tests.browser.conftest import OpenContext
from tests.browser.desk_states import ANSWER, CALL, SEATS, DeskState, of_seat, over_while_answering
from tests.browser.people import Attendee
from tests.browser.stand_in import Record, StandIn
from tests.browser.states import phase, quiet
from tests.servers import Servers

pytestmark = pytest.mark.browser

OVER: Record = {"k": "aside:changed", "seat": "s1", "open": False}
KEPT = "What you were writing is still here: copy it or clear it."
NOTHING_GOES_BY_ITSELF = "globalThis.setTimeout = () => 0"
REMEMBER = "window.once = new WeakRef(document.querySelector('#talks > li'))"


def test_a_talk_that_is_over_is_nowhere_in_the_desks_memory(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    desk_states.hold(stand, moderator, session, DeskState((*SEATS, *CALL)))
    moderator.page.evaluate(REMEMBER)
    moderator.page.request_gc()
    assert moderator.page.evaluate("once.deref() !== undefined")
    stand.tells(OVER)
    expect(moderator.page.locator("#talks > li")).to_have_count(0)
    moderator.page.request_gc()
    assert moderator.page.evaluate("once.deref() === undefined")


def test_what_is_taken_back_is_not_quoted_any_longer_at_the_desk(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    desk_states.hold(stand, moderator, session, DeskState((*SEATS, *CALL), desk_states.every_talk))
    moderator.page.evaluate(NOTHING_GOES_BY_ITSELF)
    stand.tells(of_seat(quiet("q7", "seat", "One thing."), "s1"), of_seat(quiet("q8", "seat", "Another."), "s1"))
    told = moderator.page.locator("#desk-told")
    expect(told).to_contain_text("Another.")
    stand.tells({"k": "aside:removed", "seat": "s1", "ids": ["q7"]})
    expect(moderator.page.locator("[data-thread]").get_by_text("One thing.")).to_have_count(0)
    expect(told).to_contain_text("Another.")
    stand.tells({"k": "aside:removed", "seat": "s1", "ids": ["q8"]})
    expect(told).not_to_contain_text("Another.")


def test_what_a_moderator_said_is_not_quoted_when_the_talk_is_over(open_context: OpenContext, opened: Servers) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    stand = StandIn(context, opened.door).enter(session)
    somebody = Attendee(stand.page, watch, opened.door)
    somebody.unfold("Reach a moderator")
    stand.page.evaluate(NOTHING_GOES_BY_ITSELF)
    stand.tells(own=[{"k": "self:changed", "aside": "seen"}, quiet("q1", "desk", "Are you safe now?")])
    told = stand.page.locator("#aside-told")
    expect(told).to_contain_text("Are you safe now?")
    stand.tells(own=[{"k": "self:changed", "aside": ""}, {"k": "aside:ended"}])
    expect(told).to_contain_text("This talk is over.")
    expect(told).not_to_contain_text("Are you safe now?")


def test_an_answer_that_was_begun_stays_until_it_is_cleared(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    desk_states.hold(stand, moderator, session, DeskState((*SEATS, *CALL), over_while_answering))
    talk = moderator.page.locator("#talks > li")
    expect(talk.get_by_text("this talk is over", exact=True)).to_be_visible()
    expect(moderator.page.locator("#desk-told")).to_contain_text(KEPT)
    expect(moderator.page.get_by_text("Are you there?")).to_have_count(0)
    answer = talk.get_by_label("Your quiet answer")
    expect(answer).to_be_focused()
    expect(answer).to_have_value(ANSWER)
    sent = len(stand.heard())
    moderator.press("Send quietly", talk)
    expect(talk.get_by_role("alert").get_by_text(KEPT)).to_be_visible()
    assert len(stand.heard()) == sent
    moderator.press("Clear my words", talk)
    stand.tells()
    expect(talk).to_have_count(0)
    expect(moderator.page.get_by_role("heading", name="Who needs you")).to_be_focused()


def test_an_answer_that_was_begun_goes_out_when_they_begin_again(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    desk_states.hold(stand, moderator, session, DeskState((*SEATS, *CALL), over_while_answering))
    stand.tells(*CALL)
    moderator.reads_no_more(KEPT)
    moderator.press("Send quietly", moderator.page.locator("#talks"))
    stand.page.wait_for_function("() => standIn.heard.some(({ json }) => json?.k === 'aside:say')")
    assert [order["text"] for order in stand.heard() if order["json"]["k"] == "aside:say"] == [ANSWER]


def test_no_answer_outlives_the_room(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    desk_states.hold(stand, moderator, session, DeskState((*SEATS, *CALL), over_while_answering))
    stand.tells(phase("closed"))
    moderator.reads("The room is closed.")
    expect(moderator.page.locator("#talks > li")).to_have_count(0)
