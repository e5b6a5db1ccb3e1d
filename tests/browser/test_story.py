"""One evening with four people in four browsers that know nothing of each other."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EXIT, VRG, OpenContext
from tests.browser.people import Attendee, Moderator, Person
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

NAME = "Tuesday evening"
HARD_TO_CARRY = "<3 x<y & ŵ ŷ 👩‍🚒 ïô"
CLOSED = "The moderator has closed your seat for tonight"
KIND = f"{CLOSED}. Here is how to talk to someone."


@pytest.fixture
def moderator(open_context: OpenContext, opened: Servers) -> Moderator:
    context, watch = open_context()
    return Moderator(context.new_page(), watch, opened.door)


@pytest.fixture
def attendees(open_context: OpenContext, opened: Servers) -> list[Attendee]:
    contexts = [open_context() for _ in range(3)]
    return [Attendee(context.new_page(), watch, opened.door) for context, watch in contexts]


def prepare(moderator: Moderator, opened: Servers) -> tuple[list[str], list[str]]:
    moderator.sign_in("robin", opened.add_moderator("robin"))
    moderator.plan(NAME)
    codes, links = moderator.make_cards(3)
    moderator.open_the_doors()
    return codes, links


def all_come_in(attendees: list[Attendee], codes: list[str], links: list[str]) -> None:
    first, second, third = attendees
    first.arrive(NAME)
    first.look_around("the place for the code")
    first.type_code(codes[0].lower().replace("-", " "))
    second.come_by_link(links[1])
    third.arrive(NAME)
    third.type_code(codes[2])
    for one in attendees:
        one.is_seated()
    first.look_around("the room, arriving")


def visit_support_and_reference_group(somebody: Person) -> None:
    for lang, page in (("en", "support"), ("cy", "support"), ("en", "reference-group"), ("cy", "reference-group")):
        somebody.go(f"/{lang}/{page}")
        somebody.look_around(f"{lang} {page}")
    somebody.go("/en/reference-group")
    outside = somebody.page.locator(f'a[href="{VRG}"]')
    expect(outside).to_have_attribute("rel", "noreferrer noopener")
    outside.click()
    somebody.page.wait_for_url(VRG)


def leave_and_come_back(somebody: Attendee, folder: Path) -> None:
    name, room = somebody.name, somebody.page.url
    ticket = somebody.keep_ticket(folder)
    somebody.asked_for_nothing()
    left_at = somebody.watch.mark()
    somebody.leave(EXIT)
    assert {address.partition("?")[0] for address in somebody.watch.since(left_at)} == {f"{somebody.door}/leave", EXIT}
    visit_support_and_reference_group(somebody)
    somebody.page.goto(room)
    somebody.show_ticket(ticket)
    expect(somebody.page.get_by_label("Your words")).to_be_visible()
    somebody.seated_at = somebody.watch.mark()
    assert somebody.name == name


def is_removed(moderator: Moderator, somebody: Attendee, text: str, folder: Path) -> None:
    ticket, room = somebody.keep_ticket(folder), somebody.page.url
    moderator.remove(text)
    expect(somebody.page.get_by_role("heading", name=CLOSED)).to_be_visible()
    somebody.sees_no_more(text, HARD_TO_CARRY)
    somebody.asked_for_nothing()
    somebody.look_around("a closed seat")
    somebody.page.goto(room)
    somebody.watch.refusals.append("/seat")
    somebody.show_ticket(ticket)
    expect(somebody.page.get_by_role("alert").get_by_text(KIND)).to_be_visible()
    assert not somebody.watch.refusals


def test_one_evening(moderator: Moderator, attendees: list[Attendee], opened: Servers, tmp_path: Path) -> None:
    first, second, third = attendees
    codes, links = prepare(moderator, opened)
    all_come_in(attendees, codes, links)
    moderator.open_the_room()
    moderator.write("Welcome, all of you.")
    for one in attendees:
        one.sees("Welcome, all of you.")
        one.begin_to_speak()

    first.write(HARD_TO_CARRY)
    second.write("I was not sure I would come.")
    third.write("Something that I will regret.")
    third.write("And something else.")
    for somebody in (moderator, *attendees):
        somebody.sees(HARD_TO_CARRY, "I was not sure I would come.", "And something else.")
    first.look_around("the room, speaking")
    moderator.look_around("desk, open")

    second.pause()
    second.look_around("a pause")
    third.take_everything_back()
    first.sees_no_more("Something that I will regret.", "And something else.")
    moderator.sees_no_more("Something that I will regret.", "And something else.")
    second.come_back()
    second.sees(HARD_TO_CARRY, "I was not sure I would come.")
    second.sees_no_more("Something that I will regret.")

    leave_and_come_back(second, tmp_path)
    second.sees("Welcome, all of you.", HARD_TO_CARRY)
    second.write("I am back.")
    first.sees("I am back.")

    third.write("Words that hurt.")
    first.sees("Words that hurt.")
    moderator.hide("Words that hurt.")
    first.sees_no_more("Words that hurt.")
    third.sees_no_more("Words that hurt.")
    moderator.mute("Words that hurt.")
    expect(third.page.get_by_text("The moderator has asked you to listen for now.").first).to_be_visible()
    moderator.look_around("desk, with care")
    is_removed(moderator, third, "Words that hurt.", tmp_path)

    first.unfold("Who to talk to. In danger: 999")
    first.look_around("the room, with support")
    moderator.say_goodbye("Thank you. Please look after yourselves.")
    for one in (first, second):
        one.sees("Thank you. Please look after yourselves.")
    first.write("Goodbye.")
    second.sees("Goodbye.")
    first.look_around("the room, closing")
    moderator.close()
    for one in (first, second):
        expect(one.page.get_by_role("heading", name="This session has ended")).to_be_visible()
        one.sees_no_more("Goodbye.", HARD_TO_CARRY, "I am back.")
        one.asked_for_nothing()
    first.look_around("the end")
    moderator.look_around("desk, closed")
    assert [fault for one in (moderator, *attendees) for fault in one.desired] == []
