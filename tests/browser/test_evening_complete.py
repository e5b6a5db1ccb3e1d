"""One evening with every act there is: three attendees, one in Firefox; with a pointer, and by keyboard alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import EXIT, PATIENCE, VRG, OpenContext
from tests.browser.engines import AS_IT_IS
from tests.browser.hands import NO_POINTER, Keys
from tests.browser.people import Attendee, Moderator, Person
from tests.browser.watch import Watch
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(900)]

FIRST = "I took the train here, and nearly went back."
HARD = "What happened that night."
NOTE = "Note: Violence “a fight at home”"
LONG = " ".join(f"Sentence number {number} of a long thought." for number in range(40))
GONE = "Words that I would rather not have said."
PLACE = "12 Some Street, the back door"
SOMEONE_HERE = "I think someone here may be the person who hurt me"
LISTEN_TO = """
() => {
  globalThis.heard = [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const one of addedNodes) heard.push([one.innerText.trim(), one.querySelector("[data-words]")?.lang ?? ""]);
  }).observe(document.querySelector("#spoken"), { childList: true });
}
"""


@dataclass
class Evening:
    """Who is there."""

    moderator: Moderator
    first: Attendee
    second: Attendee
    third: Attendee
    folder: Path

    @property
    def attendees(self) -> tuple[Attendee, Attendee, Attendee]:
        return self.first, self.second, self.third

    @property
    def all(self) -> tuple[Person, ...]:
        return self.moderator, *self.attendees


@contextmanager
def firefox_context(firefox: Browser, opened: Servers) -> Iterator[tuple[BrowserContext, Watch]]:
    """A watched context in Firefox; at the end it may not have complained."""
    context = firefox.new_context(accept_downloads=True, locale="en-GB", **AS_IT_IS)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    watch = Watch((opened.door, opened.issuer), (EXIT, VRG)).over(context)
    yield context, watch
    context.close()
    assert watch.faults == []


@pytest.fixture(params=["pointer", "keys"])
def evening(
    request: pytest.FixtureRequest, open_context: OpenContext, firefox: Browser, opened: Servers, tmp_path: Path
) -> Iterator[Evening]:
    """People with a pointer, or without one; a room whose doors are open, and all of them in it."""
    session, codes = opened.sign_in("sam").open_session(cards=3)
    with firefox_context(firefox, opened) as elsewhere:
        contexts = [open_context(), open_context(), elsewhere, open_context()]
        kinds = (Moderator, Attendee, Attendee, Attendee)
        people = [arrive(kind, *one, opened, request.param) for kind, one in zip(kinds, contexts, strict=True)]
        moderator, *attendees = people
        hold(moderator, opened, session)
        for one, code in zip(attendees, codes, strict=True):
            sit(one, session, code)
        yield Evening(moderator, *attendees, tmp_path)  # type: ignore[arg-type]


def arrive(kind: type[Person], context: BrowserContext, watch: Watch, opened: Servers, hands: str) -> Person:
    if hands == "keys":
        context.add_init_script(NO_POINTER)
    page = context.new_page()
    return kind(page, watch, opened.door, Keys(page) if hands == "keys" else None)


def hold(moderator: Person, opened: Servers, session: str) -> None:
    assert isinstance(moderator, Moderator)
    moderator.sign_in("robin", opened.add_moderator("robin"), look=False)
    moderator.go(f"/en/moderation/sessions/{session}/room")
    moderator.reads("People are arriving.")


def sit(somebody: Person, session: str, code: str) -> None:
    assert isinstance(somebody, Attendee)
    somebody.sit_down(session, code)
    somebody.reads("We are arriving.")
    part = somebody.open(somebody.page.locator("#explain"))
    somebody.press("Good to know", part)
    expect(part).to_be_hidden()


def test_everything_that_can_be_done_in_an_evening(evening: Evening) -> None:
    begin(evening)
    speak(evening)
    answer_and_reply(evening)
    keep_away(evening)
    take_back_and_flag(evening)
    hands_and_turns(evening)
    reach(evening)
    rest_and_cover(evening)
    names(evening)
    leave_and_return(evening)
    hold_the_room(evening)
    stay_and_close(evening)


def begin(evening: Evening) -> None:
    first_name = evening.third.name
    evening.third.press("Draw another name", evening.third.unfold("My seat"))
    expect(evening.third.page.locator("#my-seat strong[data-my-name]")).not_to_have_text(first_name)
    evening.moderator.open_the_room()
    evening.moderator.write("Welcome, all of you.")
    for one in evening.attendees:
        one.sees("Welcome, all of you.")
        one.begin_to_speak()
    evening.third.page.evaluate(LISTEN_TO)


def speak(evening: Evening) -> None:
    evening.first.write(FIRST)
    evening.second.write_with_note(HARD, "Violence", "a fight at home")
    for one in (evening.first, evening.third):
        one.finds_closed(HARD, NOTE)
    evening.moderator.sees(FIRST, HARD)
    evening.first.open_words(HARD, NOTE)
    evening.first.choose("Cymraeg", evening.first.page.locator("#say"))
    evening.first.write("Diolch am ddweud hynny.")
    for one in evening.all:
        expect(one.message("Diolch am ddweud hynny.").locator("[data-words]")).to_have_attribute("lang", "cy")
    evening.first.choose("English", evening.first.page.locator("#say"))
    evening.first.fill("Your words", LONG)
    evening.first.press("Say it")
    evening.first.press("Send it in parts")
    expect(evening.first.page.get_by_label("Your words")).to_have_value("")
    for one in evening.all:
        expect(one.log.get_by_text("Sentence number 39 of a long thought.")).to_be_visible()


def answer_and_reply(evening: Evening) -> None:
    evening.second.answer(FIRST, "I am glad that you stayed.")
    answer = evening.third.message("I am glad that you stayed.")
    expect(answer.get_by_role("button", name=f"answers {evening.first.name}")).to_be_visible()
    everything_was_heard_once(evening)
    evening.third.hands.press(answer.get_by_role("button", name=f"answers {evening.first.name}"))
    expect(evening.third.message(FIRST)).to_be_focused()
    evening.third.support(FIRST, "I am with you")
    evening.second.support(FIRST, "I am with you")
    evening.second.support(FIRST, "I wish you strength")
    for one in evening.all:
        one.sees_reply(FIRST, "I am with you")
        one.sees_reply(FIRST, "I wish you strength")


def everything_was_heard_once(evening: Evening) -> None:
    """A screen reader was told of each message in order, with who, whom they answer, the note, and its language."""
    heard = evening.third.page.evaluate("heard")
    name = evening.first.name
    assert heard[0] == [f"{name}: {FIRST}", "en"]
    assert heard[1] == [f"{evening.second.name}: {NOTE}.", "en"]
    assert heard[2] == [f"{name}: Diolch am ddweud hynny.", "cy"]
    assert heard[-1][0] == f"{evening.second.name}: answers {name}. I am glad that you stayed."
    assert len({line for line, _ in heard}) == len(heard)


def keep_away(evening: Evening) -> None:
    third = evening.third
    third.mute_word("train")
    expect(third.cover_of(FIRST, "A message with a word you muted")).to_be_visible()
    third.unmute_word("train")
    expect(third.cover_of(FIRST, "A message with a word you muted")).to_have_count(0)
    third.hide_voice(FIRST)
    evening.second.sees(FIRST)
    third.bring_voices_back()
    third.sees(FIRST)


def take_back_and_flag(evening: Evening) -> None:
    first, second, moderator = evening.first, evening.second, evening.moderator
    first.write("One thing too many.")
    second.sees("One thing too many.")
    first.take_back("One thing too many.")
    second.sees_no_more("One thing too many.")
    first.write(GONE)
    second.flag(GONE)
    expect(moderator.message(GONE).get_by_text("flagged", exact=True)).to_be_visible()
    first.take_back(GONE)
    second.sees_no_more(GONE)
    expect(moderator.message(GONE).get_by_text("Taken back by whoever said it.")).to_be_visible()
    moderator.press("Look at them")
    moderator.settle(GONE)
    moderator.sees_no_more(GONE)


def hands_and_turns(evening: Evening) -> None:
    first, second, moderator = evening.first, evening.second, evening.moderator
    for one in (first, second):
        one.raise_hand()
        expect(moderator.hand_of(one.name)).to_be_visible()
    moderator.one_voice()
    second.reads("One voice at a time")
    moderator.give_a_turn(first.name)
    first.reads("It is your turn to speak.")
    second.fill("Your words", "Out of turn.")
    second.page.keyboard.press("Control+Enter")
    expect(second.page.get_by_role("alert").get_by_text("Your words wait here until your turn comes.")).to_be_visible()
    first.write("In my turn.")
    second.sees("In my turn.")
    moderator.end_turn()
    moderator.lower_hand_of(second.name)
    second.raise_hand()
    second.lower_hand()
    moderator.all_voices()
    second.press("Say it")
    first.sees("Out of turn.")


def reach(evening: Evening) -> None:
    first, third, moderator = evening.first, evening.third, evening.moderator
    first.need()
    first.reads("Sent, not seen yet")
    moderator.talk_of(first.name)
    first.reads("A moderator has seen this")
    first.say_quietly("Can you read this? CF10 1AA")
    moderator.answer_quietly(first.name, "I am here, and I have read this.")
    first.sees_quietly("I am here, and I have read this.")
    first.think_someone_is_here()
    first.sees_quietly(SOMEONE_HERE)
    moderator.reads("Do not confront anybody")
    first.give_contact(PLACE)
    moderator.sees_contact(first.name, PLACE)
    first.take_contact()
    expect(moderator.talk_of(first.name).locator("[data-contact-words]")).to_be_hidden()
    first.give_contact(PLACE)
    moderator.settle_contact(first.name, "Passed on")
    first.reads("A moderator has passed it on. It is erased here.")
    moderator.end_talk_with(first.name)
    first.reads("This talk is over.")
    third.say_quietly("Only a question.")
    moderator.talk_of(third.name)
    third.end_talk()
    expect(moderator.page.get_by_text("Only a question.")).to_have_count(0)


def rest_and_cover(evening: Evening) -> None:
    for one in evening.attendees:
        one.pause()
        one.come_back()
        one.cover()
        one.uncover()
        one.cover_by_key()
        one.uncover_by_key()
        one.choose_looks("size=150", "room=more", "contrast=more")
        one.breathe()
        one.unfold("Who to talk to. In danger: 999")
        one.unfold("Ground rules")
        one.set_finish()
    evening.first.press("Only listen again")
    evening.first.reads("You are listening. Nobody sees that.")
    evening.first.begin_to_speak()


def names(evening: Evening) -> None:
    second, before = evening.second, evening.second.name
    evening.moderator.grant_a_name(before)
    second.press("Draw another name", second.unfold("My seat"))
    expect(second.page.locator("#my-seat strong[data-my-name]")).not_to_have_text(before)
    second.write("It is me still.")
    evening.first.sees("It is me still.")


def leave_and_return(evening: Evening) -> None:
    for one in (evening.first, evening.third):
        name, room = one.name, one.page.url
        ticket = one.keep_ticket(evening.folder)
        one.asked_for_nothing()
        one.leave(EXIT)
        one.page.goto(room)
        one.show_ticket(ticket)
        one.sees("Welcome, all of you.", FIRST)
        one.seated_at = one.watch.mark()
        assert one.name == name


def hold_the_room(evening: Evening) -> None:
    first, third, moderator = evening.first, evening.third, evening.moderator
    third.write("Words that hurt.")
    moderator.hide("Words that hurt.")
    first.sees_no_more("Words that hurt.")
    moderator.show_again("Words that hurt.")
    first.sees("Words that hurt.")
    moderator.mute("Words that hurt.")
    third.reads("The moderator has asked you to listen for now.")
    moderator.unmute("Words that hurt.")
    third.reads_no_more("The moderator has asked you to listen for now.")
    moderator.stop_everything()
    first.reads("The moderator has stopped the conversation for a while.")
    moderator.open_the_room()
    first.take_everything_back()
    third.sees_no_more(FIRST)
    moderator.remove("Words that hurt.")
    third.reads("The moderator has closed your seat for tonight")
    third.asked_for_nothing()


def stay_and_close(evening: Evening) -> None:
    first, second, moderator = evening.first, evening.second, evening.moderator
    moderator.say_goodbye("Thank you. Please look after yourselves.")
    for one in (first, second):
        one.sees("Thank you. Please look after yourselves.")
        one.reads("What now?")
    second.write("Goodbye.")
    first.sees("Goodbye.")
    moderator.stay()
    first.reads("A moderator stays for whoever wants to talk alone")
    first.sees_no_more("Goodbye.")
    first.say_quietly("May I stay a little?")
    moderator.answer_quietly(first.name, "As long as you like.")
    first.sees_quietly("As long as you like.")
    first.give_contact(PLACE)
    moderator.sees_contact(first.name, PLACE)
    ending = moderator.unfold("End the session")
    moderator.press("Close and forget", ending)
    moderator.press("Go back to it", ending)
    moderator.press("Close and forget", ending)
    moderator.press("Close, and erase it", ending)
    for one in (first, second):
        expect(one.page.get_by_role("heading", name="This session has ended")).to_be_visible()
        one.asked_for_nothing()
    expect(moderator.page.get_by_text("The room is closed.").locator("xpath=..")).to_be_focused()
