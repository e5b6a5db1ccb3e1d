"""Reaching one person: asked for by keyboard alone, answered at the desk, and never told to anybody else."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenContext
from tests.browser.people import Attendee
from tests.browser.reaching import (
    LATE,
    NOBODY,
    SEEN,
    UNSEEN,
    WAITED,
    Evening,
    call,
    hears,
    is_where,
    mark,
    open_call,
    quiet,
    stands,
)
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PLACE = "12 Some Street, the back door"
SOMEONE_HERE = "I think someone here may be the person who hurt me"
FRIGHTEN = "Words that frighten."


@pytest.fixture
def evening(opened: Servers, open_context: OpenContext) -> Evening:
    return Evening(opened, open_context)


def test_one_press_by_keyboard_on_the_narrowest_phone(evening: Evening) -> None:
    desk = evening.desk()
    somebody, other = evening.come(size={"width": 320, "height": 640}), evening.come()
    somebody.press("Reach a moderator", somebody.page.locator(".here"))
    expect(somebody.page.locator("#aside > summary")).to_be_focused()
    somebody.reads("Every moderator of this service can read what you send here")
    somebody.need()
    stands(somebody, UNSEEN)
    for name in ("unseen", "need", "up"):
        expect(mark(desk, name)).to_be_visible()
    hears(desk, "Somebody needs you.")
    where = is_where(somebody.page)
    open_call(desk)
    stands(somebody, SEEN)
    assert is_where(somebody.page) == where
    expect(mark(desk, "unseen")).to_be_hidden()
    expect(other.page.locator("#quiet-words > li")).to_have_count(0)
    somebody.look_around("a member's open talk")
    desk.look_around("the desk with an open talk")
    somebody.asked_for_nothing()
    assert somebody.desired + desk.desired == []


def test_a_talk_that_is_folded_or_out_of_sight_has_not_been_seen(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.say_quietly("Are you there?")
    stands(somebody, UNSEEN)
    talk = open_call(desk)
    stands(somebody, SEEN)
    talk.locator("> summary").press("Enter")
    somebody.say_quietly("Still there?")
    expect(mark(desk, "unseen")).to_be_visible()
    desk.page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden' })")
    open_call(desk)
    somebody.say_quietly("And now?")
    expect(talk.get_by_text("And now?", exact=True)).to_be_visible()
    expect(mark(desk, "unseen")).to_be_visible()
    stands(somebody, UNSEEN)


def test_who_waits_stands_first(evening: Evening) -> None:
    desk, first, second = evening.desk(), evening.come(), evening.come()
    first.say_quietly("I was here before.")
    open_call(desk).locator("> summary").press("Enter")
    stands(first, SEEN)
    second.need()
    expect(desk.page.locator("#talks > li")).to_have_count(2)
    expect(mark(desk, "need")).to_be_visible()
    expect(desk.page).to_have_title("(1) Evening · The Quiet Room")


def test_nobody_at_the_desk_is_said_plainly(evening: Evening) -> None:
    somebody = evening.come()
    evening.servers.clock.hurry(11)
    somebody.need()
    stands(somebody, NOBODY)
    routes = somebody.page.locator("#aside [data-silent]:visible").first
    expect(routes).to_contain_text("press 55")
    expect(routes).to_contain_text("REGISTER")
    desk = evening.desk()
    stands(somebody, UNSEEN)
    open_call(desk)
    stands(somebody, SEEN)


def test_after_a_minute_the_page_and_the_desk_say_so(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.need()
    stands(somebody, UNSEEN)
    support = somebody.page.locator("#support")
    expect(support).not_to_have_attribute("open", "")
    where = is_where(somebody.page)
    evening.servers.clock.hurry(61)
    stands(somebody, LATE)
    expect(support).to_have_attribute("open", "")
    assert is_where(somebody.page) == where
    desk.reads(WAITED)
    desk.press("Go to them")
    stands(somebody, SEEN)
    desk.reads_no_more(WAITED)


def test_no_rule_of_the_room_and_no_check_stops_it(evening: Evening) -> None:
    desk, somebody = evening.desk(open_room=True), evening.come()
    somebody.pause()
    somebody.say_quietly("PC 1234 Jones, CF10 1AA")
    talk = open_call(desk)
    expect(talk.get_by_text("PC 1234 Jones, CF10 1AA", exact=True)).to_be_visible()
    seat = desk.page.locator("#seats > li")
    desk.press("Ask this seat to listen", desk.open(seat.locator("details.acts")))
    expect(seat.locator("[data-muted]")).to_be_visible()
    desk.stop_everything()
    form = somebody.page.locator('[data-letter="quiet"]')
    somebody.fill("Quiet words to a moderator", "long " * 140, form)
    somebody.press("Send quietly", form)
    expect(talk.locator("[data-thread] > li")).to_have_count(3)


def test_a_moderators_words_are_marked_and_told_once(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.need()
    talk = open_call(desk)
    stands(somebody, SEEN)
    somebody.hands.press(somebody.page.locator("#aside > summary"))
    where = is_where(somebody.page)
    desk.press("Are you safe now?", desk.unfold("Ready words", talk))
    expect(talk.locator("textarea")).to_have_value("Are you safe now?")
    desk.press("Send quietly", talk)
    hears(somebody, "A moderator has written to you.")
    expect(somebody.page.locator("#aside").get_by_text("new words", exact=True)).to_be_visible()
    assert is_where(somebody.page) == where
    assert somebody.page.locator("#aside").get_attribute("open") is None
    somebody.press("Read it")
    expect(quiet(somebody, "Are you safe now?")).to_be_focused()
    expect(somebody.page.get_by_role("button", name="Read it", exact=True)).to_be_hidden()


def test_words_are_taken_back_and_a_talk_is_ended(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.say_quietly("One thing.")
    somebody.say_quietly("Another thing.")
    talk = open_call(desk)
    part = somebody.unfold("Take back", quiet(somebody, "Another thing."))
    somebody.press("Take these words back", part)
    expect(talk.get_by_text("Another thing.", exact=True)).to_have_count(0)
    expect(talk.get_by_text("One thing.", exact=True)).to_be_visible()
    somebody.end_talk()
    expect(desk.page.locator("#talks > li")).to_have_count(0)
    expect(quiet(somebody, "One thing.")).to_have_count(0)


def test_someone_here_comes_with_a_script(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.think_someone_is_here()
    stands(somebody, UNSEEN)
    talk = open_call(desk)
    expect(talk.get_by_text("Do not confront anybody, and say nothing of it in the room.")).to_be_visible()
    expect(talk.locator("[data-thread]").get_by_text(SOMEONE_HERE, exact=True)).to_be_visible()


def test_a_contact_is_never_closed_over_unasked(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.give_contact(PLACE)
    stands(somebody, UNSEEN)
    talk = open_call(desk)
    words = talk.locator("[data-contact-words]")
    expect(words).to_have_text(PLACE)
    desk.press("Passed on", talk)
    stands(somebody, "A moderator has passed it on. It is erased here.")
    somebody.give_contact("Another place")
    expect(words).to_have_text("Another place")
    ending = desk.unfold("End the session")
    desk.press("Close and forget", ending)
    expect(desk.page.locator("#confirm-close")).to_be_focused()
    desk.reads("Somebody gave you a place or a number, and it is still open.")
    desk.press("Go back to it", ending)
    expect(words).to_be_visible()
    desk.press("Close and forget", ending)
    desk.look_around("a contact that is open at the closing")
    desk.press("Close, and erase it", ending)
    expect(somebody.page.get_by_role("heading", name="This session has ended")).to_be_visible()
    somebody.reads(NOBODY)
    somebody.sees_no_more("Another place")
    somebody.look_around("the end with an open talk")
    assert somebody.desired + desk.desired == []


def test_a_place_in_a_talk_that_was_read_waits_like_a_call_and_says_when_nobody_is_there(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.need()
    talk = open_call(desk)
    stands(somebody, SEEN)
    talk.locator("> summary").press("Enter")
    somebody.give_contact(PLACE)
    stands(somebody, UNSEEN)
    expect(desk.page).to_have_title("(1) Evening · The Quiet Room")
    evening.servers.clock.hurry(61)
    stands(somebody, LATE)
    desk.press("Go to them")
    stands(somebody, SEEN)
    desk.go("/en/moderation/")
    evening.servers.clock.hurry(11)
    stands(somebody, NOBODY)
    evening.desk()
    stands(somebody, SEEN)


def test_the_end_over_a_place_without_a_talk_says_that_nobody_is_there(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.give_contact(PLACE)
    stands(somebody, UNSEEN)
    somebody.end_talk()
    ending = desk.unfold("End the session")
    desk.press("Close and forget", ending)
    desk.press("Close, and erase it", ending)
    expect(somebody.page.get_by_role("heading", name="This session has ended")).to_be_visible()
    somebody.reads(NOBODY)


def test_a_call_that_nobody_has_read_is_never_closed_over_unasked(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.say_quietly("Are you there?")
    expect(mark(desk, "unseen")).to_be_visible()
    ending = desk.unfold("End the session")
    desk.press("Close and forget", ending)
    expect(desk.page.locator("#confirm-close")).to_be_focused()
    desk.reads("Somebody has written to you quietly, and nobody has read it yet.")
    expect(desk.page.get_by_text("Somebody gave you a place or a number, and it is still open.")).to_be_hidden()
    desk.press("Go back to it", ending)
    stands(somebody, SEEN)
    expect(call(desk).get_by_text("Are you there?", exact=True)).to_be_visible()
    desk.press("Close and forget", ending)
    expect(somebody.page.get_by_role("heading", name="This session has ended")).to_be_visible()
    assert somebody.desired + desk.desired == []


def test_hands_in_their_order_and_one_voice_at_a_time(evening: Evening) -> None:
    desk = evening.desk(open_room=True)
    first, second = evening.come(), evening.come()
    for one in (first, second):
        one.begin_to_speak()
    hands = desk.page.locator("#hands > li")
    for count, one in enumerate((second, first), start=1):
        one.raise_hand()
        hears(one, "Your hand is up.")
        expect(hands).to_have_count(count)
    assert [words.strip() for words in hands.locator("strong").all_inner_texts()] == [second.name, first.name]
    desk.one_voice()
    first.reads("Your words wait here until your turn comes.")
    desk.give_a_turn(second.name)
    hears(second, "It is your turn to speak.")
    second.write("In my turn.")
    first.sees("In my turn.")
    desk.lower_hand_of(first.name)
    hears(first, "Your hand is down.")
    desk.all_voices()
    hears(first, "Everybody can speak again.")
    first.write("Out of turn.")
    second.sees("Out of turn.")


def test_who_flagged_is_told_to_nobody(evening: Evening) -> None:
    desk = evening.desk(open_room=True)
    writer, flagger, reader = (evening.come() for _ in range(3))
    writer.begin_to_speak()
    writer.write(FRIGHTEN)
    for one in (flagger, reader):
        one.sees(FRIGHTEN)
    pages = [one.message(FRIGHTEN).inner_text() for one in (writer, reader)]
    flagger.flag(FRIGHTEN)
    message = desk.message(FRIGHTEN)
    expect(message.get_by_text("flagged", exact=True)).to_be_visible()
    hears(desk, "Somebody flagged words.")
    expect(desk.page.locator("#seats > li")).to_have_count(1)
    writer.write("And more.")
    reader.sees("And more.")
    assert [one.message(FRIGHTEN).inner_text() for one in (writer, reader)] == pages
    is_settled(evening, writer, reader)


def is_settled(evening: Evening, writer: Attendee, reader: Attendee) -> None:
    """Taken back by its writer, it stays at the desk until a moderator has looked."""
    desk = evening.moderator
    writer.take_everything_back()
    reader.sees_no_more(FRIGHTEN)
    desk.reads("Taken back by whoever said it.")
    desk.press("Look at them")
    expect(desk.message(FRIGHTEN).get_by_role("button", name="Looked at it")).to_be_focused()
    desk.settle(FRIGHTEN)
    desk.sees_no_more(FRIGHTEN)


MINUTES_UNTIL = """
(time) => {
  const [hours, minutes] = time.split(":").map(Number), now = new Date();
  return (hours * 60 + minutes - now.getHours() * 60 - now.getMinutes() + 1440) % 1440;
}
"""


def test_staying_for_one_to_one_keeps_the_talk(evening: Evening) -> None:
    desk, somebody = evening.desk(open_room=True), evening.come()
    somebody.say_quietly("May I stay a little?")
    open_call(desk)
    desk.say_goodbye("Goodbye, all of you.")
    desk.stay()
    for one in (desk, somebody):
        shown = one.page.locator("[data-stay]")
        expect(shown).to_have_text(re.compile(r"^\d\d:\d[05]$"))
        assert 17 <= one.page.evaluate(MINUTES_UNTIL, shown.inner_text()) <= 23
    desk.fill("Your quiet answer", "As long as you like.", call(desk))
    desk.press("Send quietly", call(desk))
    expect(quiet(somebody, "As long as you like.")).to_be_visible()
    somebody.sees_no_more("Goodbye, all of you.")
    evening.servers.clock.hurry(1201)
    expect(somebody.page.get_by_role("heading", name="This session has ended")).to_be_visible()


def test_another_name_by_a_moderators_leave(evening: Evening) -> None:
    desk, somebody = evening.desk(open_room=True), evening.come()
    somebody.begin_to_speak()
    somebody.write("They know me by this name.")
    name = somebody.name
    draw = somebody.unfold("My seat").get_by_role("button", name="Draw another name")
    expect(draw).to_be_hidden()
    desk.grant_a_name(name)
    somebody.press("Draw another name")
    expect(draw).to_be_hidden()
    assert somebody.name != name
