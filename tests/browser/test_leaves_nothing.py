"""A room that is over leaves nothing of a seat, and nothing that its reader chose, on their page."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenContext
from tests.browser.people import Attendee
from tests.browser.stand_in import StandIn, said
from tests.browser.states import phase
from tests.clients import desk_line
from tests.servers import Servers

pytestmark = pytest.mark.browser

OVER = "This session has ended"


def six(somebody: Attendee) -> Locator:
    """All that is there of the six words, and of the same as digits."""
    return somebody.page.locator("#my-words :is([data-six], [data-digits]) > *")


def test_six_words_that_are_open_go_with_the_room(open_context: OpenContext, opened: Servers) -> None:
    desk = opened.sign_in()
    session, (code,) = desk.open_session(cards=1)
    context, watch = open_context()
    somebody = Attendee(context.new_page(), watch, opened.door)
    somebody.sit_down(session, code)
    somebody.unfold("My seat")
    somebody.unfold("Show my six words")
    expect(six(somebody)).not_to_have_count(0)
    assert desk_line(desk.visitor, session).do("room:close", confirm=True) is None
    somebody.reads(OVER)
    expect(six(somebody)).to_have_count(0)


def test_a_name_hidden_voices_and_muted_words_go_with_the_room(open_context: OpenContext, opened: Servers) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    stand = StandIn(context, opened.door).enter(session, said("m1", "One thing."), said("m2", "Another.", h=2))
    somebody = Attendee(stand.page, watch, opened.door)
    page = stand.page
    somebody.hide_voice("Another.")
    somebody.mute_word("thing")
    somebody.fill("A word that you would rather not meet", "half a wo")
    lists = page.locator("#muted li")
    expect(lists).to_have_count(2)
    expect(page.locator("[data-my-name]").first).not_to_be_empty()
    stand.tells(phase("closed"))
    somebody.reads(OVER)
    expect(lists).to_have_count(0)
    expect(page.locator("#mute-word")).to_have_value("")
    for name in page.locator("[data-my-name]").all():
        expect(name).to_be_empty()
