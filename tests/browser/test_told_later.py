"""What moderators did while the page was covered: a screen reader hears of it once the room is shown again."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenContext
from tests.browser.stand_in import StandIn
from tests.browser.states import QUIET, State, enter
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]


def test_what_came_of_a_call_is_told_after_the_cover_once_and_without_its_words(
    open_context: OpenContext, opened: Servers
) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    stand = StandIn(open_context()[0], opened.door)
    somebody = enter(stand, session, State(own={"aside": "sent"}, more=QUIET[:2]))
    somebody.unfold("Reach a moderator")
    told = stand.page.locator("#aside-told")
    somebody.cover()
    stand.tells(own=[{"k": "self:changed", "aside": "seen", "hand": True}, QUIET[2]])
    stand.tells(own=[{"k": "self:changed", "aside": "seen", "hand": False, "contact": "passed"}])
    expect(stand.page.locator('[data-if="contact-passed"]').first).not_to_have_attribute("hidden", "")
    expect(told).to_be_empty()
    somebody.uncover()
    came = ("A moderator has seen this", "A moderator has passed it on.", "A moderator has written to you.")
    for words in came:
        expect(told.get_by_text(words).locator("visible=true")).to_have_count(1)
    expect(told.locator("> p")).to_have_count(len(came))
    expect(told).not_to_contain_text("I am here.")
