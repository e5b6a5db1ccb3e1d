"""Where a button goes with what it did, whoever was on it by keyboard is sent on; nobody falls off the page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import desk_states, states
from tests.browser.conftest import OpenContext
from tests.browser.desk_states import DeskState
from tests.browser.people import Attendee
from tests.browser.stand_in import SPEAKING, StandIn
from tests.browser.states import State, enter, phase
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(240)]

Case = tuple[State, str, Callable[[StandIn], object], str]


def nothing(stand: StandIn) -> None:
    """The press was enough."""


def back(stand: StandIn) -> None:
    stand.burst(own=[SPEAKING])


def removed(stand: StandIn) -> None:
    stand.tells(own=[{"k": "self:changed", "removed": True}])


def closed(stand: StandIn) -> None:
    stand.tells(phase("closed"))


LOST = State(act=states.long_lost)
FLOOR: dict[str, Case] = {
    "another page took over": (State(), "#words", StandIn.taken_over, "#elsewhere-title"),
    "sit here instead": (State(act=states.elsewhere), "#here-again", nothing, "#room-title"),
    "the line is back": (LOST, "[data-act=door-again]", back, "#room-title"),
    "ten minutes more": (State(act=states.finish_near), "[data-finish=more]", nothing, "#room-title"),
    "no time any more": (State(act=states.finish_near), ".row > [data-finish=never]", nothing, "#room-title"),
    "no time in the settings": (State(act=states.finish_near), "#covering [data-finish=never]", nothing, "#finish-by"),
    "a seat that is closed": (State(), "#words", removed, "#closed-title"),
    "a session that has ended": (State(), "#log li", closed, "#ended-title"),
}


def press(page: Page, place: str) -> None:
    """Goes to what stands there, by keyboard, and presses it if it is a button."""
    part = page.locator(place).first
    part.focus()
    expect(part).to_be_focused()
    if part.evaluate("part => part.matches('button')"):
        page.keyboard.press("Enter")


def is_on(page: Page, place: str) -> None:
    expect(page.locator(place)).to_be_focused()


@pytest.mark.parametrize("case", FLOOR)
def test_in_the_room_the_focus_goes_on(open_context: OpenContext, opened: Servers, case: str) -> None:
    state, place, then, goes_to = FLOOR[case]
    session, _ = opened.sign_in().open_session(cards=1)
    stand = StandIn(open_context()[0], opened.door)
    enter(stand, session, state)
    if place != "[data-act=door-again]":
        press(stand.page, place)
    else:
        stand.page.locator(place).focus()
    then(stand)
    is_on(stand.page, goes_to)


@pytest.mark.parametrize("left", ["a place", "nothing"])
def test_whoever_takes_everything_back_hears_of_it(open_context: OpenContext, opened: Servers, left: str) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    stand = StandIn(open_context()[0], opened.door)
    more = states.QUIET[:1] + (states.CONTACT if left == "a place" else ())
    somebody: Attendee = enter(stand, session, State(own={"known": True, "aside": "seen"}, more=more))
    somebody.unfold("Take back everything I said", somebody.unfold("My seat"))
    press(stand.page, "[data-act=take-all]")
    gone = [{"k": "aside:removed", "ids": ["q1"]}]
    stand.tells(own=gone)
    stand.answers(stand.next_command(1))
    part = "#my-seat details:has([data-act=take-all])" if left == "a place" else "#my-seat"
    is_on(stand.page, f"{part} > summary")
    assert stand.spoken == ["Everything that you said is taken back."]


ONE_TURN = (*desk_states.TALK, desk_states.ONE_VOICE, desk_states.seat("s1", 1, turn=True))
CLOSING = DeskState((*desk_states.TALK, phase("closing")), desk_states.ending)
DESK: dict[str, tuple[DeskState, str, tuple[dict[str, object], ...], str]] = {
    "opening": (DeskState((phase("arriving"),)), "[data-act=open]", (phase("open"),), "#desk-title"),
    "stopping": (DeskState(), "[data-act=stop]", (phase("pause", "stop"),), "#desk-title"),
    "the desk is here again": (DeskState(act=desk_states.elsewhere), "[data-act=again]", (), "#desk-title"),
    "the end of a turn": (DeskState(ONE_TURN), "[data-act=end-turn]", (desk_states.seat("s1", 1),), "#hands-title"),
    "last words": (DeskState(act=desk_states.ending), "#closing-words", (phase("closing"),), "#ending > summary"),
    "staying": (CLOSING, "[data-act=stay]", (phase("staying", left=20),), "#calls-title"),
    "the end": (CLOSING, "[data-act=close]", (phase("closed"),), "#closed"),
}


@pytest.mark.parametrize("case", DESK)
def test_at_the_desk_the_focus_goes_on(open_context: OpenContext, opened: Servers, case: str) -> None:
    state, place, records, goes_to = DESK[case]
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    desk_states.hold(stand, moderator, session, state)
    press(stand.page, place)
    if records:
        stand.tells(*records)
    is_on(stand.page, goes_to)
