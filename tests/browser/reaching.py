"""What people do to reach one another, on real pages: a member's panel and the desk."""

from playwright.sync_api import Locator, expect

from tests.browser.people import Attendee, Moderator

PANEL = "Reach a moderator"
UNSEEN = "Sent, not seen yet"
SEEN = "A moderator has seen this"
NOBODY = "Nobody is here to read this now. In danger, call 999."
LATE = "Sent more than a minute ago, not seen yet. In danger, call 999."


class Seeker:
    """Somebody who needs a moderator."""

    def __init__(self, attendee: Attendee) -> None:
        self.attendee, self.page = attendee, attendee.page
        self.panel = self.page.locator("#aside")

    def tab_to(self, target: Locator, most: int = 60) -> None:
        """Goes there with the keyboard alone."""
        for _ in range(most):
            if target.evaluate("node => node === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError("the keyboard does not come there")

    def press_key_on(self, target: Locator, key: str = "Enter") -> None:
        """Goes there with the keyboard, and presses a key."""
        self.tab_to(target)
        self.page.keyboard.press(key)

    def open_panel(self) -> None:
        """Opens the panel by keyboard."""
        self.press_key_on(self.panel.locator("> summary"))
        expect(self.panel.get_by_text("Only tonight's moderators read what you send here.")).to_be_visible()

    def need(self) -> None:
        """One press, by keyboard."""
        self.press_key_on(self.panel.get_by_role("button", name="I need you", exact=True))

    def reads(self, words: str) -> None:
        """Waits until the panel says so."""
        expect(self.panel.get_by_text(words, exact=True).locator("visible=true").first).to_be_visible()

    def hears(self, words: str) -> None:
        """Waits until a screen reader was told so."""
        expect(self.page.locator("#aside-told").get_by_text(words)).not_to_have_count(0)

    def write(self, text: str) -> None:
        """Writes quietly, by keyboard."""
        form = self.panel.locator('[data-letter="quiet"]')
        self.tab_to(form.locator("textarea"))
        self.page.keyboard.type(text)
        self.page.keyboard.press("Control+Enter")
        expect(form.locator("textarea")).to_have_value("")

    def unfold(self, summary: str) -> Locator:
        """Opens a part of the panel by keyboard; returns it."""
        part = self.panel.locator(f'details:has(> summary:has-text("{summary}"))')
        if part.get_attribute("open") is None:
            self.press_key_on(part.locator("> summary"))
        return part

    def give(self, place: str) -> None:
        """Gives a place or a number."""
        part = self.unfold("Say where you are, or give a number")
        self.tab_to(part.locator("textarea"))
        self.page.keyboard.type(place)
        self.page.keyboard.press("Control+Enter")
        expect(part.get_by_text("It is at the moderators' desk:")).to_be_visible()

    def word(self, text: str) -> Locator:
        """A quiet message with exactly these words."""
        return self.panel.locator("#quiet-words > li").filter(has=self.page.get_by_text(text, exact=True))


class Holder:
    """A moderator who answers quietly."""

    def __init__(self, moderator: Moderator) -> None:
        self.moderator, self.page = moderator, moderator.page
        self.calls = self.page.locator("#talks > li")

    def call(self, name: str = "") -> Locator:
        """The talk with somebody of this name, or the first."""
        found = self.calls.filter(has=self.page.locator("summary").get_by_text(name)) if name else self.calls
        return found.first

    def unseen(self, name: str = "") -> Locator:
        """The mark that nobody has read it yet."""
        return self.call(name).locator('[data-mark="unseen"]')

    def open(self, name: str = "") -> Locator:
        """Opens a talk by keyboard; returns it."""
        call = self.call(name)
        call.locator("summary").first.press("Enter")
        expect(call.locator("form")).to_be_visible()
        return call

    def answer(self, text: str, name: str = "") -> None:
        """Answers quietly."""
        form = self.call(name).locator("form")
        form.locator("textarea").fill(text)
        self.moderator.press("Send quietly", form)
        expect(form.locator("textarea")).to_have_value("")

    def settle(self, how: str, name: str = "") -> None:
        """Says what became of a contact."""
        self.moderator.press(how, self.call(name))
        expect(self.call(name).locator('[data-part="contact"]')).to_be_hidden()
