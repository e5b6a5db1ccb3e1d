"""The people of the stories: what they do, in their words, on real pages."""

from pathlib import Path

from playwright.sync_api import Locator, expect

from forum.web.identity import SEAT_COOKIE
from tests.browser.acts import AtEase, Reaching, Speaking
from tests.browser.hosting import Hosting
from tests.browser.person import Person
from tests.running import wait_until

__all__ = ["Attendee", "Moderator", "Person"]


class Attendee(Speaking, Reaching, AtEase):
    """Somebody who comes with a card."""

    seated_at = 0

    def arrive(self, name: str) -> None:
        """From the first page to the place for the code."""
        self.go("/")
        self.look_around("landing")
        self.hands.press(self.page.locator("main li").filter(has_text=name).get_by_role("link", name="Read this first"))
        expect(self.page).to_have_title("Before you come in · The Quiet Room")
        self.look_around("six things")
        self.follow("I understand")

    def type_code(self, code: str) -> None:
        """Types the code of the card."""
        self.fill("The code on your card", code)
        self.press("Come in to listen")

    def sit_down(self, session: str, code: str) -> None:
        """Straight to the room with a card, and waits until it is there."""
        self.go(f"/en/session/{session}/room")
        self.type_code(code)
        self.is_seated()

    def collect(self, code: str) -> None:
        """Collects a ticket before the doors are open."""
        self.fill("The code on your card", code)
        self.press("Collect my ticket")
        expect(self.page.get_by_role("heading", name="You have a ticket")).to_be_focused()

    def write_down(self) -> list[str]:
        """Chooses to carry six words; returns them."""
        self.press("Six words")
        words = self.page.locator("#carry ol[data-six] li:visible")
        expect(words).to_have_count(6)
        return words.all_inner_texts()

    def type_back(self, typed: str) -> None:
        """Types what was written down, to have it checked."""
        form = self.page.locator("#ask-form")
        if not form.is_visible():
            self.press("Check what I wrote")
        form.get_by_label("Your six words, or the 24 digits").fill(typed)
        self.press("Check", form)

    def put_away(self) -> None:
        """Has the box put into the locker without waiting."""
        self.press("Finish now")
        expect(self.page.get_by_text("Done. You can close this page now.")).to_be_visible()

    def find(self, typed: str) -> None:
        """Comes with words or digits."""
        part = self.unfold("I have six words")
        self.fill("Your six words, or the 24 digits", typed, part)
        self.press("Find my ticket", part)

    def come_by_link(self, link: str) -> None:
        """Opens the link on a card: the code is there already, and gone from the address."""
        self.page.goto(link)
        expect(self.page.get_by_label("The code on your card")).to_have_value(link.partition("#")[2])
        assert "#" not in self.page.url
        self.press("Come in to listen")

    def is_seated(self) -> None:
        """Waits until the room is there; from now on the page must ask for nothing."""
        expect(self.page.get_by_text("You are listening. Nobody sees that.")).to_be_visible()
        self.seated_at = self.watch.mark()

    def asked_for_nothing(self) -> None:
        """Nothing was asked for since the seat was taken: no page, no file, no answer from anywhere."""
        assert self.watch.since(self.seated_at) == []

    def begin_to_speak(self) -> None:
        """Chooses to speak, and reads what comes before that."""
        self.press("Speak")
        self.press("I understand, let me speak")
        expect(self.page.get_by_label("Your words")).to_be_visible()

    def pause(self) -> None:
        """Takes a pause: no words are there any more."""
        self.press("Pause")
        expect(self.page.get_by_role("heading", name="You are on a pause")).to_be_visible()
        expect(self.log).to_be_hidden()

    def come_back(self) -> None:
        """Comes back from a pause."""
        self.press("Come back")
        expect(self.log).to_be_visible()

    @property
    def name(self) -> str:
        """My name for tonight."""
        words = self.unfold("My seat").locator("strong[data-my-name]")
        expect(words).not_to_be_empty()
        return words.inner_text()

    def take_everything_back(self) -> None:
        """Withdraws all that I said."""
        self.unfold("My seat")
        self.press("Take everything back", self.unfold("Take back everything I said"))

    def keep_ticket(self, folder: Path) -> Path:
        """Saves what the page holds, from the room."""
        return self.save(folder, self.unfold("My seat"))

    def save(self, folder: Path, within: Locator | None = None) -> Path:
        """Saves the tickets to a file."""
        with self.page.expect_download() as kept:
            self.press("Save to a file", within)
        assert kept.value.suggested_filename == "tickets.txt"
        kept.value.save_as(folder / "tickets.txt")
        return folder / "tickets.txt"

    def leave(self, destination: str) -> None:
        """Leaves by the red link."""
        self.follow("Leave this page")
        self.page.wait_for_url(destination)
        self.has_left()

    def has_left(self) -> None:
        """Waits until the server has heard of it, for which the browser itself does not wait."""
        wait_until(lambda: SEAT_COOKIE not in {cookie.get("name") for cookie in self.page.context.cookies()})

    def show_ticket(self, ticket: Path) -> None:
        """Comes back with the ticket that was kept."""
        part = self.unfold("I have a file")
        part.get_by_label("The file that you kept").set_input_files(ticket)
        self.press("Come in with it", part)


class Moderator(Hosting):
    """Somebody who holds the room."""

    def sign_in(self, name: str, passphrase: str, look: bool = True) -> None:
        """Signs in through the page."""
        self.go("/en/moderation/sign-in")
        if look:
            self.look_around("sign-in")
        self.page.locator("input[name=name]").fill(name)
        self.page.locator("input[name=passphrase]").fill(passphrase)
        self.press("Sign in")
        self.page.wait_for_url("**/en/moderation/")

    def plan(self, name: str) -> None:
        """Plans a session."""
        self.look_around("sessions")
        self.follow("Plan a session")
        self.look_around("planning")
        self.page.get_by_label("A neutral name").fill(name)
        self.press("Plan this session")
        expect(self.page.get_by_role("heading", name=name)).to_be_visible()
        self.look_around("planned session")

    def make_cards(self, count: int) -> tuple[list[str], list[str]]:
        """Makes cards; returns their codes and their links."""
        self.page.get_by_label("How many cards").fill(str(count))
        self.press("Make cards")
        cards = self.page.locator(".cards li")
        expect(cards).to_have_count(count)
        self.look_around("cards")
        links = [link.get_attribute("href") or "" for link in cards.get_by_role("link").all()]
        codes = cards.locator("strong").all_inner_texts()
        self.follow("Back to the session")
        return codes, links

    def open_the_doors(self) -> None:
        """Lets people in, and goes to the room."""
        self.press("Open the doors")
        self.look_around("session with open doors")
        self.follow("Go to the room")
        expect(self.page.get_by_text("People are arriving.")).to_be_visible()
        self.look_around("desk, arriving")

    def open_the_room(self) -> None:
        """Lets people speak."""
        self.press("Open the room")
        expect(self.page.get_by_role("button", name="Stop everything")).to_be_visible()

    def stay(self) -> None:
        """Stays for talks one to one, after the room's words are forgotten."""
        self.press("Stay for 20 minutes", self.unfold("End the session"))
        self.reads("You stay for talks one to one.")

    def say_goodbye(self, words: str) -> None:
        """Begins to close the room."""
        self.unfold("End the session")
        self.fill("Closing words", words)
        self.press("Say them and start closing")
        expect(self.page.get_by_text("The room is closing: people say their last words.")).to_be_visible()

    def close(self) -> None:
        """Closes the room, which forgets everything."""
        self.press("Close and forget", self.unfold("End the session"))
        expect(self.page.get_by_text("The room is closed.").locator("xpath=..")).to_be_focused()
