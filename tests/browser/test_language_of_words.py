"""What somebody has begun to write keeps its language, whichever language they then read the page in."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import desk_states
from tests.browser.conftest import OpenContext
from tests.browser.person import Person
from tests.browser.stand_in import StandIn
from tests.browser.states import State, enter
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]


def begins_in_welsh(form: Locator) -> None:
    """Chooses Welsh, and writes half a sentence."""
    form.evaluate("part => { for (; part; part = part.parentElement?.closest('details')) part.open = true; }")
    form.get_by_label("Cymraeg").check()
    form.locator("textarea").first.fill("Diolch am")


def is_in(form: Locator, lang: str) -> None:
    """What is written here is in this language."""
    expect(form.locator(f'input[name="lang"][value="{lang}"]')).to_be_checked()
    expect(form.locator("textarea").first).to_have_attribute("lang", lang)


def reads_both(somebody: Person) -> None:
    """Turns the page to Welsh and back."""
    somebody.press("Cymraeg")
    somebody.press("English")


def test_words_in_the_room_keep_their_language(open_context: OpenContext, opened: Servers) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    stand = StandIn(open_context()[0], opened.door)
    somebody = enter(stand, session, State())
    forms = ("#say", '[data-letter="quiet"]', '[data-letter="contact"]')
    say, quiet, place = (stand.page.locator(form) for form in forms)
    for form in (say, quiet):
        begins_in_welsh(form)
    reads_both(somebody)
    is_in(say, "cy")
    is_in(quiet, "cy")
    is_in(place, "en")
    somebody.press("Say it")
    assert stand.next_command(1)["json"]["lang"] == "cy"


def test_words_at_the_desk_keep_their_language(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    desk_states.hold(stand, moderator, session, desk_states.DeskState((*desk_states.TALK, *desk_states.CALL)))
    say, answer = stand.page.locator("#say"), stand.page.locator("#talks form")
    begins_in_welsh(answer)
    reads_both(moderator)
    is_in(answer, "cy")
    is_in(say, "en")
