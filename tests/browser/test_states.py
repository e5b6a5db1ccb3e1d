"""axe finds nothing in any state of the room, light and dark, wide and narrow, in both languages."""

import pytest

from tests.browser.conftest import OpenContext
from tests.browser.stand_in import StandIn
from tests.browser.states import STATES, enter, turn_welsh
from tests.browser.watch import axe
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]


def test_every_state_of_the_room_is_clean(open_context: OpenContext, opened: Servers) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    found = []
    for name, state in STATES.items():
        context, _ = open_context()
        somebody = enter(StandIn(context, opened.door), session, state)
        somebody.look_around(name)
        turn_welsh(somebody.page)
        found += [*somebody.desired, *(f"{name}, Welsh: {fault}" for fault in axe(somebody.page))]
        context.close()
    assert found == []
