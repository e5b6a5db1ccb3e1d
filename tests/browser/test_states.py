"""axe finds nothing in any state of the room or the desk, light and dark, wide and narrow, in both languages."""

import pytest

from tests.browser import desk_states
from tests.browser.conftest import OpenContext
from tests.browser.people import Person
from tests.browser.stand_in import StandIn
from tests.browser.states import STATES, enter, turn_welsh
from tests.browser.watch import axe
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]


def looked_over(somebody: Person, name: str) -> list[str]:
    """What is left to be desired, in both languages."""
    somebody.look_around(name)
    turn_welsh(somebody.page)
    return [*somebody.desired, *(f"{name}, Welsh: {fault}" for fault in axe(somebody.page))]


def test_every_state_of_the_room_is_clean(open_context: OpenContext, opened: Servers) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    found = []
    for name, state in STATES.items():
        context, _ = open_context()
        found += looked_over(enter(StandIn(context, opened.door), session, state), name)
        context.close()
    assert found == []


def test_every_state_of_the_desk_is_clean(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    found = []
    for name, state in desk_states.STATES.items():
        desk_states.hold(stand, moderator, session, state)
        found += looked_over(moderator, f"desk, {name}")
        moderator.desired.clear()
    assert found == []
