"""What a moderator can do at the desk, beside opening and closing."""

from playwright.sync_api import Locator, expect

from tests.browser.person import Person


class Hosting(Person):
    """Everything about one message, one seat, one talk or one hand."""

    def care_for(self, text: str) -> Locator:
        """What can be done about a message."""
        return self.open(self.message(text).locator("details.acts"))

    def hide(self, text: str) -> None:
        """Hides a message."""
        self.press("Hide these words", self.care_for(text))
        expect(self.message(text).locator("[data-hidden]")).to_be_visible()

    def show_again(self, text: str) -> None:
        """Shows a hidden message again."""
        self.press("Show them again", self.care_for(text))
        expect(self.message(text).locator("[data-hidden]")).to_be_hidden()

    def mute(self, text: str) -> None:
        """Asks the writer of a message to listen."""
        self.press("Ask this seat to listen", self.care_for(text))
        expect(self.care_for(text).get_by_role("button", name="Let this seat speak")).to_be_visible()

    def unmute(self, text: str) -> None:
        """Lets the writer of a message speak again."""
        self.press("Let this seat speak", self.care_for(text))
        expect(self.care_for(text).get_by_role("button", name="Ask this seat to listen")).to_be_visible()

    def remove(self, text: str) -> None:
        """Closes the seat of the writer of a message."""
        part = self.open(self.care_for(text).locator("details.removing"))
        self.press("Close this seat for tonight", part)

    def settle(self, text: str) -> None:
        """Says that a flagged message has been looked at."""
        self.press("Looked at it", self.message(text))

    def grant_a_name(self, handle: str) -> None:
        """Lets somebody draw another name."""
        seat = self.page.locator("#seats > li").filter(has_text=handle)
        self.press("Let them draw another name, once", self.open(seat.locator("details.acts")))
        expect(seat.locator("[data-granted]")).to_be_visible()

    def talk_of(self, handle: str) -> Locator:
        """The quiet talk with one seat, opened."""
        return self.open(self.page.locator("#talks > li").filter(has_text=handle).locator("> details"))

    def answer_quietly(self, handle: str, words: str) -> None:
        """Answers somebody in their quiet talk."""
        talk = self.talk_of(handle)
        self.fill("Your quiet answer", words, talk)
        self.press("Send quietly", talk)
        expect(talk.locator("[data-thread]").get_by_text(words, exact=True)).to_be_visible()

    def sees_contact(self, handle: str, words: str) -> None:
        """Waits for a place or a number that somebody gave."""
        expect(self.talk_of(handle).locator("[data-contact-words]")).to_have_text(words)

    def settle_contact(self, handle: str, how: str) -> None:
        """Says what became of it: "Passed on" or "Not needed"."""
        self.press(how, self.talk_of(handle))

    def end_talk_with(self, handle: str) -> None:
        """Ends a quiet talk; its words are gone."""
        talk = self.talk_of(handle)
        self.press("End it and erase the words", self.unfold("End this talk", talk))
        expect(self.page.locator("#talks > li").filter(has_text=handle)).to_have_count(0)

    def hand_of(self, handle: str) -> Locator:
        """A hand that is up."""
        return self.page.locator("#hands > li").filter(has_text=handle)

    def lower_hand_of(self, handle: str) -> None:
        """Lowers somebody's hand."""
        self.press("Lower", self.hand_of(handle))
        expect(self.hand_of(handle)).to_have_count(0)

    def one_voice(self) -> None:
        """From now on one voice at a time."""
        self.press("One voice at a time")
        expect(self.page.get_by_role("button", name="Let everybody speak again")).to_be_visible()

    def all_voices(self) -> None:
        """Everybody can speak again."""
        self.press("Let everybody speak again")
        expect(self.page.get_by_role("button", name="One voice at a time")).to_be_visible()

    def give_a_turn(self, handle: str) -> None:
        """Gives a turn to somebody whose hand is up."""
        self.press("Give a turn", self.hand_of(handle))
        self.reads("has a turn to speak.")

    def end_turn(self) -> None:
        """Ends their turn."""
        self.press("End their turn")
        self.reads_no_more("has a turn to speak.")

    def stop_everything(self) -> None:
        """Stops everything."""
        self.press("Stop everything")
        self.reads("Everything is stopped")
