"""Reaching one person: asked for by keyboard alone, answered at the desk, and never told to anybody else."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.people import Attendee, Moderator
from tests.browser.reaching import LATE, NOBODY, SEEN, UNSEEN, Holder, Seeker
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PLACE = "12 Some Street, the back door"
SOMEONE_HERE = "I think someone here may be the person who hurt me"
Come = Callable[[], Seeker]


class Evening:
    """A room with its doors open, a desk, and people who come in."""

    def __init__(self, servers: Servers, open_context: OpenContext) -> None:
        self.servers, self._open_context = servers, open_context
        self.session, self._codes = servers.sign_in("sam").open_session(cards=4)
        context, watch = open_context()
        self.moderator = Moderator(context.new_page(), watch, servers.door)
        self.moderator.sign_in("robin", servers.add_moderator("robin"), look=False)

    def desk(self) -> Holder:
        """The moderator goes to the room."""
        self.moderator.go(f"/en/moderation/sessions/{self.session}/room")
        expect(self.moderator.page.get_by_text("Connected", exact=True)).to_be_visible()
        return Holder(self.moderator)

    def come(self, **options: Any) -> Seeker:
        """Somebody comes in, and listens."""
        context, watch = self._open_context()
        page = context.new_page()
        page.set_viewport_size(options.get("size", {"width": 1280, "height": 800}))
        somebody = Attendee(page, watch, self.servers.door)
        somebody.go(f"/en/session/{self.session}/room")
        somebody.type_code(self._codes.pop())
        somebody.is_seated()
        return Seeker(somebody)


@pytest.fixture
def evening(opened: Servers, open_context: OpenContext) -> Evening:
    return Evening(opened, open_context)


def is_where(page: Page) -> str:
    """What has the focus, in a few words."""
    return str(page.evaluate("document.activeElement.tagName + ' ' + document.activeElement.textContent.trim()"))


def test_one_press_by_keyboard_on_the_narrowest_phone(evening: Evening) -> None:
    desk = evening.desk()
    somebody, other = evening.come(size={"width": 320, "height": 640}), evening.come()
    reach = somebody.page.get_by_role("button", name="Reach a moderator", exact=True)
    somebody.press_key_on(reach)
    expect(somebody.panel.locator("> summary")).to_be_focused()
    expect(somebody.panel.get_by_text("Only tonight's moderators read what you send here.")).to_be_visible()
    somebody.need()
    somebody.reads(UNSEEN)
    somebody.hears(UNSEEN)
    expect(desk.unseen()).to_be_visible()
    expect(desk.call().locator('[data-mark="need"]')).to_be_visible()
    expect(desk.page.locator("#desk-told").get_by_text("Somebody needs you.")).not_to_have_count(0)
    where = is_where(somebody.page)
    desk.open()
    somebody.reads(SEEN)
    somebody.hears(SEEN)
    assert is_where(somebody.page) == where
    expect(desk.unseen()).to_be_hidden()
    expect(desk.call().get_by_text("still connected", exact=True)).to_be_visible()
    expect(other.page.locator("#quiet-words > li")).to_have_count(0)
    somebody.attendee.look_around("a member's open talk")
    desk.moderator.look_around("the desk with an open talk")
    somebody.attendee.asked_for_nothing()
    assert somebody.attendee.desired + desk.moderator.desired == []


def test_a_talk_that_is_folded_or_put_away_has_not_been_seen(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.open_panel()
    somebody.write("Are you there?")
    somebody.reads(UNSEEN)
    expect(desk.unseen()).to_be_visible()
    desk.open()
    somebody.reads(SEEN)
    desk.call().locator("summary").first.press("Enter")
    somebody.write("Still there?")
    somebody.reads(UNSEEN)
    expect(desk.unseen()).to_be_visible()


def test_nobody_at_the_desk_is_said_plainly(evening: Evening) -> None:
    somebody = evening.come()
    evening.servers.clock.hurry(11)
    somebody.open_panel()
    somebody.need()
    somebody.reads(NOBODY)
    somebody.hears(NOBODY)
    routes = somebody.panel.locator("[data-silent]:visible").first
    expect(routes).to_contain_text("press 55")
    expect(routes).to_contain_text("REGISTER")
    desk = evening.desk()
    somebody.reads(UNSEEN)
    desk.open()
    somebody.reads(SEEN)


def test_after_a_minute_the_page_and_the_desk_say_so(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.open_panel()
    somebody.need()
    somebody.reads(UNSEEN)
    expect(somebody.page.locator("#support")).not_to_have_attribute("open", "")
    evening.servers.clock.hurry(61)
    somebody.reads(LATE)
    somebody.hears(LATE)
    expect(somebody.page.locator("#support")).to_have_attribute("open", "")
    expect(desk.page.get_by_text("Somebody has waited for you for more than a minute.")).to_be_visible()
    desk.moderator.press("Go to them")
    somebody.reads(SEEN)
    expect(desk.page.get_by_text("Somebody has waited for you for more than a minute.")).to_be_hidden()


def test_it_works_listening_muted_paused_and_with_details_in_it(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    desk.moderator.open_the_room()
    somebody.attendee.pause()
    somebody.open_panel()
    somebody.write("PC 1234 Jones, CF10 1AA")
    desk.open()
    expect(desk.call().get_by_text("PC 1234 Jones, CF10 1AA", exact=True)).to_be_visible()
    seat = desk.page.locator("#seats > li")
    seat.locator("summary").first.click()
    desk.moderator.press("Ask this seat to listen", seat)
    expect(seat.locator("[data-muted]")).to_be_visible()
    somebody.write("x" * 700)
    expect(desk.call().locator("[data-thread] > li")).to_have_count(3)


def test_a_moderators_words_are_marked_and_told_once(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.open_panel()
    somebody.need()
    desk.open()
    somebody.reads(SEEN)
    somebody.press_key_on(somebody.panel.locator("> summary"))
    expect(somebody.panel).not_to_have_attribute("open", "")
    where = is_where(somebody.page)
    desk.call().get_by_text("Ready words").click()
    desk.moderator.press("Are you safe now?", desk.call())
    expect(desk.call().locator("textarea")).to_have_value("Are you safe now?")
    desk.moderator.press("Send quietly", desk.call())
    somebody.hears("A moderator has written to you.")
    expect(somebody.panel.get_by_text("new words", exact=True)).to_be_visible()
    assert is_where(somebody.page) == where
    assert somebody.panel.get_attribute("open") is None
    read = somebody.page.get_by_role("button", name="Read it", exact=True)
    somebody.press_key_on(read)
    expect(somebody.word("Are you safe now?")).to_be_focused()
    expect(read).to_be_hidden()


def test_words_are_taken_back_and_a_talk_is_ended(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.open_panel()
    somebody.write("One thing.")
    somebody.write("Another thing.")
    desk.open()
    mine = somebody.word("Another thing.")
    somebody.press_key_on(mine.locator("summary"))
    somebody.press_key_on(mine.get_by_role("button", name="Take these words back"))
    expect(desk.call().get_by_text("Another thing.", exact=True)).to_have_count(0)
    expect(desk.call().get_by_text("One thing.", exact=True)).to_be_visible()
    part = somebody.unfold("End this talk")
    somebody.press_key_on(part.get_by_role("button", name="End it and erase the words"))
    expect(desk.calls).to_have_count(0)
    somebody.reads("This talk is over. Its words are erased, here and at the moderators' desk.")
    expect(somebody.word("One thing.")).to_have_count(0)


def test_someone_here_comes_with_a_script(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.open_panel()
    part = somebody.unfold(SOMEONE_HERE)
    somebody.press_key_on(part.get_by_role("button", name="Tell the moderators"))
    somebody.reads(UNSEEN)
    call = desk.open()
    expect(call.get_by_text("Do not confront anybody, and say nothing of it in the room.")).to_be_visible()
    expect(call.locator("[data-thread]").get_by_text(SOMEONE_HERE, exact=True)).to_be_visible()


def test_a_contact_is_never_closed_over_unasked(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    somebody.open_panel()
    somebody.give(PLACE)
    somebody.hears("It is at the moderators' desk.")
    call = desk.open()
    expect(call.locator("[data-contact-words]")).to_have_text(PLACE)
    desk.settle("Passed on")
    somebody.reads("A moderator has passed it on. It is erased here.")
    somebody.give("Another place")
    expect(call.locator("[data-contact-words]")).to_have_text("Another place")
    ending = desk.moderator.unfold("End the session")
    desk.moderator.press("Close and forget", ending)
    expect(ending.get_by_text("Somebody gave you a place or a number, and it is still open.")).to_be_visible()
    desk.moderator.press("Go back to it", ending)
    expect(call.locator("[data-contact-words]")).to_be_visible()
    desk.moderator.press("Close and forget", ending)
    desk.moderator.look_around("a contact that is open at the closing")
    desk.moderator.press("Close, and erase it", ending)
    expect(somebody.page.get_by_role("heading", name="This session has ended")).to_be_visible()
    expect(somebody.page.get_by_text(NOBODY).locator("visible=true")).to_be_visible()
    expect(somebody.page.get_by_text("Another place")).to_have_count(0)
    somebody.attendee.look_around("the end with an open talk")
    assert somebody.attendee.desired + desk.moderator.desired == []


def test_hands_in_their_order_and_one_voice_at_a_time(evening: Evening) -> None:
    desk = evening.desk()
    desk.moderator.open_the_room()
    first, second = evening.come(), evening.come()
    for one in (first, second):
        one.attendee.begin_to_speak()
    names = []
    for one in (second, first):
        names.append(one.attendee.name)
        one.open_panel()
        one.press_key_on(one.unfold("My hand").get_by_role("button", name="Raise my hand"))
        one.hears("Your hand is up.")
        expect(desk.page.locator("#hands > li")).to_have_count(len(names))
    hands = desk.page.locator("#hands > li")
    assert [one.strip() for one in hands.locator("strong").all_inner_texts()] == names
    desk.moderator.press("One voice at a time")
    first.hears("One voice at a time")
    first.attendee.page.get_by_label("Your words").fill("Out of turn.")
    first.attendee.press("Say it")
    expect(first.page.get_by_role("alert").get_by_text("turn")).to_be_visible()
    desk.moderator.press("Give the word", hands.first)
    second.hears("The word is yours.")
    expect(second.page.get_by_text("The word is yours.").locator("visible=true").first).to_be_visible()
    second.attendee.write("In my turn.")
    first.attendee.sees("In my turn.")
    desk.moderator.press("Lower", hands.first)
    first.hears("Your hand is down.")
    desk.moderator.press("Let everybody speak again")
    first.hears("Everybody can speak again.")
    first.attendee.press("Say it")
    second.attendee.sees("Out of turn.")


def test_who_flagged_is_told_to_nobody(evening: Evening) -> None:
    desk = evening.desk()
    desk.moderator.open_the_room()
    writer, flagger, reader = (evening.come().attendee for _ in range(3))
    writer.begin_to_speak()
    writer.write("Words that frighten.")
    for one in (flagger, reader):
        one.sees("Words that frighten.")
    pages = {one: one.message("Words that frighten.").inner_html() for one in (writer, reader)}
    flag(flagger, "Words that frighten.")
    message = desk.moderator.message("Words that frighten.")
    expect(message.get_by_text("flagged", exact=True)).to_be_visible()
    expect(desk.page.get_by_text("Flagged words:")).to_be_visible()
    expect(desk.page.locator("#seats > li")).to_have_count(1)
    writer.write("And more.")
    reader.sees("And more.")
    assert {one: one.message("Words that frighten.").inner_html() for one in pages} == pages
    writer.take_everything_back()
    reader.sees_no_more("Words that frighten.")
    expect(message.get_by_text("Taken back by whoever said it.")).to_be_visible()
    desk.moderator.press("Look at them")
    expect(message.get_by_role("button", name="Looked at it")).to_be_focused()
    desk.moderator.press("Looked at it", message)
    desk.moderator.sees_no_more("Words that frighten.")


def flag(somebody: Attendee, text: str) -> None:
    """Tells the moderators about a message."""
    message = somebody.message(text)
    message.locator("details.acts > summary").click()
    message.locator('[data-do="flag"]').click()


def test_staying_for_one_to_one_keeps_the_talk(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    desk.moderator.open_the_room()
    somebody.open_panel()
    somebody.write("May I stay a little?")
    desk.open()
    desk.moderator.say_goodbye("Goodbye, all of you.")
    desk.moderator.press("Stay for 20 minutes")
    expect(desk.page.get_by_text("You stay for talks one to one.")).to_contain_text("20")
    desk.answer("As long as you like.")
    expect(somebody.word("As long as you like.")).to_be_visible()
    somebody.attendee.sees_no_more("Goodbye, all of you.")
    evening.servers.clock.hurry(1201)
    expect(somebody.page.get_by_role("heading", name="This session has ended")).to_be_visible()


def test_another_name_by_a_moderators_leave(evening: Evening) -> None:
    desk, somebody = evening.desk(), evening.come()
    desk.moderator.open_the_room()
    somebody.attendee.begin_to_speak()
    somebody.attendee.write("They know me by this name.")
    name = somebody.attendee.name
    seat = desk.page.locator("#seats > li")
    seat.locator("summary").first.click()
    draw = somebody.attendee.unfold("My seat").get_by_role("button", name="Draw another name")
    expect(draw).to_be_hidden()
    desk.moderator.press("Let them draw another name, once", seat)
    draw.click()
    expect(draw).to_be_hidden()
    assert somebody.attendee.name != name
