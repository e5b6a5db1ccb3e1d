"""What an attendee can do beside speaking: with one message, quietly with a moderator, and for themselves."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.person import Person

TRIES = 100


class Speaking(Person):
    """What can be done with words, one's own and those of others."""

    def acts(self, text: str) -> Locator:
        """What can be done about a message."""
        return self.open(self.message(text).locator("details.acts"))

    def answer(self, text: str, words: str) -> None:
        """Answers a message."""
        self.press("Answer", self.acts(text))
        expect(self.page.get_by_label("Your words")).to_be_focused()
        self.write(words)

    def write_with_note(self, text: str, note: str, own: str = "") -> None:
        """Says something with a note about what is in it."""
        part = self.unfold("Add a note")
        self.choose(note, part)
        if own:
            self.fill("In your own words, if you like", own, part)
        self.write(text)

    def finds_closed(self, text: str, label: str) -> None:
        """Waits for a message whose words are closed behind this label."""
        expect(self.cover_of(text, label)).to_have_attribute("aria-expanded", "false")
        expect(self.message(text).locator("[data-words]")).to_be_hidden()

    def cover_of(self, text: str, label: str) -> Locator:
        """The button that opens the words of a message."""
        return self.message(text).get_by_role("button", name=label)

    def open_words(self, text: str, label: str) -> None:
        """Opens the closed words of a message."""
        self.hands.press(self.cover_of(text, label))
        expect(self.message(text).locator("[data-words]")).to_be_visible()

    def support(self, text: str, kind: str) -> None:
        """Sends a few kind words about a message."""
        self.press(kind, self.acts(text))
        self.sees_reply(text, kind)
        self.finds_menu_closed(text)

    def finds_menu_closed(self, text: str) -> None:
        """Waits until what can be done about a message is folded away: the room has answered."""
        expect(self.message(text).locator("details.acts:not([open])")).to_have_count(1)

    def flag(self, text: str) -> None:
        """Tells a moderator about a message."""
        self.press("Tell a moderator about these words", self.unfold("Tell a moderator", self.acts(text)))
        self.finds_menu_closed(text)
        self.acts(text)
        self.reads("You have told a moderator about these words.")

    def take_back(self, text: str) -> None:
        """Takes one of one's own messages back."""
        self.press("Take these words back", self.unfold("Take back", self.acts(text)))
        self.sees_no_more(text)

    def hide_voice(self, text: str) -> None:
        """Hides whoever said this, on this page."""
        self.press("Hide this voice here", self.unfold("Hide this voice", self.acts(text)))
        expect(self.message(text)).to_have_count(0)

    def mute_word(self, word: str) -> None:
        """Mutes a word on this page."""
        part = self.muted
        self.fill("A word that you would rather not meet", word, part)
        self.press("Mute it", part)
        expect(part.locator("li").filter(has_text=word)).to_be_visible()

    def unmute_word(self, word: str) -> None:
        """Takes a word off one's list."""
        self.press("Take off the list", self.muted.locator("li").filter(has_text=word))

    def bring_voices_back(self) -> None:
        """Hears again whom one had hidden."""
        self.press("Bring back", self.muted)

    @property
    def muted(self) -> Locator:
        """The panel of muted words, opened."""
        settings = self.page.locator("#comfort")
        if settings.count():
            self.open(settings)
        return self.open(self.page.locator("#muted"))


class Reaching(Person):
    """What goes to the moderators alone."""

    @property
    def panel(self) -> Locator:
        """The panel for it, opened."""
        return self.open(self.page.locator("#aside"))

    def need(self) -> None:
        """Says "I need you"."""
        self.press("I need you", self.panel)

    def say_quietly(self, text: str) -> None:
        """Writes to the moderators."""
        form = self.panel.locator('[data-letter="quiet"]')
        self.fill("Quiet words to a moderator", text, form)
        self.press("Send quietly", form)
        self.sees_quietly(text)
        expect(form.locator("textarea")).to_have_value("")

    def sees_quietly(self, text: str) -> None:
        """Waits for these words in the quiet talk."""
        expect(self.panel.locator("#quiet-words").get_by_text(text, exact=True).locator("visible=true")).to_be_visible()

    def think_someone_is_here(self) -> None:
        """Says that somebody here may be the person who hurt me."""
        part = self.unfold("I think someone here may be the person who hurt me", self.panel)
        self.press("Tell the moderators", part)

    def give_contact(self, text: str) -> None:
        """Gives a place or a number."""
        part = self.open(self.panel.locator("#contact"))
        self.fill("A place, or a number", text, part)
        self.press("Give it to the moderators", part)
        expect(part.locator("[data-contact-words]")).to_have_text(text)
        expect(part.locator("textarea")).to_have_value("")

    def take_contact(self) -> None:
        """Takes it back."""
        part = self.open(self.panel.locator("#contact"))
        self.press("Take it back", part)
        expect(part.locator("[data-contact-words]")).to_be_hidden()

    def raise_hand(self) -> None:
        """Raises a hand."""
        self.press("Raise my hand", self.open(self.panel.locator("#hand")))
        expect(self.panel.locator("#hand").get_by_role("button", name="Lower my hand")).to_be_visible()

    def lower_hand(self) -> None:
        """Lowers it."""
        self.press("Lower my hand", self.open(self.panel.locator("#hand")))
        expect(self.panel.locator("#hand").get_by_role("button", name="Raise my hand")).to_be_visible()

    def end_talk(self) -> None:
        """Ends the quiet talk; its words are gone."""
        self.press("End it and erase the words", self.unfold("End this talk", self.panel))
        self.reads("This talk is over.")


class AtEase(Person):
    """What makes the page easier to be on."""

    def cover(self) -> None:
        """Makes the page dull."""
        self.press("Cover")
        expect(self.dull).to_be_visible()
        expect(self.log).to_be_hidden()

    def uncover(self) -> None:
        """Brings the room back; what comes in the same moment as the cover does nothing yet."""
        self._until_back(lambda: self.hands.press(self.page.locator("#cover-back")))

    def cover_by_key(self, key: str = "F2") -> None:
        """Makes the page dull with one key."""
        self.page.keyboard.press(key)
        expect(self.dull).to_be_visible()

    def uncover_by_key(self, key: str = "F2") -> None:
        """Brings the room back with it."""
        self._until_back(lambda: self.page.keyboard.press(key))

    @property
    def dull(self) -> Locator:
        """The heading of the dull page."""
        return self.page.get_by_role("heading", name="Leek and potato soup")

    def _until_back(self, act: Callable[[], None]) -> None:
        for _ in range(TRIES):
            if not self.dull.is_visible():
                break
            act()
            self.page.wait_for_timeout(100)
        expect(self.page.locator("#room")).to_be_visible()

    @property
    def settings(self) -> Locator:
        """The settings, opened."""
        return self.open(self.page.locator("#comfort"))

    def choose_looks(self, *choices: str) -> None:
        """Chooses how the page looks."""
        part = self.open(self.settings.locator("#looks"))
        for choice in choices:
            name, value = choice.split("=")
            self.hands.choose(part.locator(f'input[name="look-{name}"][value="{value}"]'))

    def set_finish(self) -> None:
        """Sets a time, two hours ahead, by which one must have finished, and takes it back."""
        time = self.page.evaluate("new Date(Date.now() + 7_200_000).toTimeString().slice(0, 5)")
        part = self.open(self.settings.locator("#covering"))
        self.hands.set_time(part.get_by_label("I must finish by"), time)
        self.press("No finish time", part)

    def breathe(self) -> None:
        """Begins to breathe with the page, and stops again."""
        part = self.open(self.page.locator("#quiet"))
        self.press("Begin", part)
        expect(
            part.get_by_text("Breathe in").or_(part.get_by_text("Breathe out")).locator("visible=true")
        ).to_be_visible()
        self.press("Stop", part)
