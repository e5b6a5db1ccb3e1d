"""An evening in which somebody needs a moderator: how people come, and what both sides are told."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.hands import Keys
from tests.browser.people import Attendee, Moderator
from tests.servers import Servers

UNSEEN = "Sent, not seen yet"
SEEN = "A moderator has seen this"
NOBODY = "Nobody is here to read this now. In danger, call 999."
LATE = "Sent more than a minute ago, not seen yet. In danger, call 999."
WAITED = "Somebody has waited for you for more than a minute."
WIDE = {"width": 1280, "height": 800}


class Evening:
    """A room with its doors open, a moderator who has signed in, and people who come by keyboard alone."""

    def __init__(self, servers: Servers, open_context: OpenContext) -> None:
        self.servers, self._open_context = servers, open_context
        self.session, self._codes = servers.sign_in("sam").open_session(cards=4)
        context, watch = open_context()
        self.moderator = Moderator(context.new_page(), watch, servers.door)
        self.moderator.sign_in("robin", servers.add_moderator("robin"), look=False)

    def desk(self, open_room: bool = False) -> Moderator:
        """The moderator goes to the room."""
        self.moderator.go(f"/en/moderation/sessions/{self.session}/room")
        expect(self.moderator.page.get_by_text("Connected", exact=True)).to_be_visible()
        if open_room:
            self.moderator.open_the_room()
        return self.moderator

    def come(self, **options: Any) -> Attendee:
        """Somebody comes in, and listens."""
        context, watch = self._open_context()
        page = context.new_page()
        page.set_viewport_size(options.get("size", WIDE))
        somebody = Attendee(page, watch, self.servers.door, Keys(page))
        somebody.go(f"/en/session/{self.session}/room")
        somebody.type_code(self._codes.pop())
        somebody.is_seated()
        return somebody


def stands(somebody: Attendee, words: str) -> None:
    """Waits until the panel says so, and a screen reader was told."""
    expect(somebody.page.locator("#aside").get_by_text(words, exact=True).locator("visible=true").first).to_be_visible()
    hears(somebody, words)


def hears(somebody: Attendee | Moderator, words: str) -> None:
    """Waits until a screen reader was told so."""
    place = somebody.page.locator("#aside-told, #desk-told")
    expect(place.get_by_text(words).locator("visible=true").first).to_be_attached()


def call(desk: Moderator) -> Locator:
    """The first talk at the desk."""
    return desk.page.locator("#talks > li").first


def mark(desk: Moderator, name: str) -> Locator:
    """A mark on the first talk."""
    return call(desk).locator(f'[data-mark="{name}"]')


def open_call(desk: Moderator) -> Locator:
    """The first talk, opened."""
    return desk.open(call(desk).locator("> details"))


def quiet(somebody: Attendee, text: str) -> Locator:
    """A quiet message with exactly these words, on a member's page."""
    return somebody.page.locator("#quiet-words > li").filter(has=somebody.page.get_by_text(text, exact=True))


def is_where(page: Page) -> str:
    """What has the focus, in a few words."""
    return str(page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.textContent.trim()"))
