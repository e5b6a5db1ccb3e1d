"""Words that are hidden from the room are blurred at the desk, and sharp for whoever is on them."""

import pytest
from playwright.sync_api import expect

from tests.browser import desk_states
from tests.browser.conftest import OpenContext
from tests.browser.hands import Keys
from tests.servers import Servers

pytestmark = pytest.mark.browser

BLUR = "blur(5px)"


def test_hidden_words_can_be_read_by_pointer_and_by_keyboard(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    desk_states.hold(stand, moderator, session, desk_states.DeskState())
    page, message = moderator.page, moderator.message("Flagged words, taken back.")
    words, keys = message.locator("[data-words]"), Keys(moderator.page)
    expect(words).to_have_css("filter", BLUR)
    words.hover()
    expect(words).to_have_css("filter", "none")
    page.mouse.move(0, 0)
    expect(words).to_have_css("filter", BLUR)
    for place in (message, message.get_by_role("button", name="Looked at it")):
        keys.reach(place)
        expect(words).to_have_css("filter", "none")
        expect(moderator.message("Hidden words.").locator("[data-words]")).to_have_css("filter", BLUR)
        keys.reach(page.locator("#words"))
        expect(words).to_have_css("filter", BLUR)
