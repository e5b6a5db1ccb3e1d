"""Where the room cannot be reached, rests or has forgotten, its page says so and shows who else there is."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenContext
from tests.browser.stand_in import StandIn, said
from tests.browser.states import STATES, TALK, blocked, enter, long_lost, phase, reader_of
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

VOICE = "I was not sure that I would come."
NOW = "#now-title"


@pytest.fixture
def session(opened: Servers) -> str:
    return opened.sign_in().open_session(cards=1)[0]


@pytest.fixture
def stand(open_context: OpenContext, opened: Servers) -> StandIn:
    return StandIn(open_context()[0], opened.door)


def test_a_network_that_blocks_the_room_brings_support_to_the_front(stand: StandIn, session: str) -> None:
    somebody = blocked(stand, session)
    expect(somebody.page.locator("#support")).to_have_attribute("open", "")
    somebody.reads("Try your own phone with mobile data.")


def test_so_does_a_line_that_stays_broken(stand: StandIn, session: str) -> None:
    somebody = enter(stand, session, STATES["speaking"])
    expect(somebody.page.locator("#support")).not_to_have_attribute("open", "")
    long_lost(somebody, stand)
    expect(somebody.page.locator("#support")).to_have_attribute("open", "")


def test_a_room_that_rests_shows_the_next_evening_until_it_goes_on(stand: StandIn, session: str) -> None:
    somebody = reader_of(stand.enter(session, *TALK))
    now = somebody.page.locator(NOW)
    for record, there in ((phase("pause", "stop"), False), (phase("pause", "resting"), True), (phase("open"), False)):
        stand.tells(record)
        expect(now).to_be_visible(visible=there)
    stand.tells(phase("pause", "resting"))
    somebody.reads("Nothing is planned just now. You can talk to somebody all the same.")
    stand.tells(own=[{"k": "self:changed", "removed": True}])
    somebody.reads("The moderator has closed your seat for tonight")
    expect(now).to_be_hidden()


def test_after_a_fresh_start_nobody_is_hidden_under_a_name_that_somebody_else_has(stand: StandIn, session: str) -> None:
    somebody = reader_of(stand.enter(session, *TALK))
    somebody.hide_voice(VOICE)
    stand.starts_afresh()
    somebody.reads("The names are new, so no voice is hidden on your page now.")
    stand.tells(said("n1", "Somebody else has this name now."))
    somebody.sees("Somebody else has this name now.")
    expect(somebody.muted.get_by_role("button", name="Bring back")).to_have_count(0)
