"""Where somebody writes: notes, answers, long thoughts in parts, and a draft that is kept as long as the page is."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.stand_in import StandIn, said
from tests.browser.watch import look_over
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

FIRST = said("first001", "Good to see you all.")
SENTENCE = "This is one of many sentences, and it is not short. "
LONG = (SENTENCE * 50).strip()
PUT_AWAY = """
() => {
  const fields = [...document.querySelectorAll("textarea, #note-own")];
  dispatchEvent(new PageTransitionEvent("pagehide"));
  return fields.map(({ value }) => value);
}
"""
LONGER = "word " * 20_000


@pytest.fixture(scope="module")
def session(shared_servers: Servers) -> str:
    desk = shared_servers.sign_in()
    session = desk.plan()
    desk.open_doors(session)
    return session


@pytest.fixture
def opened(shared_servers: Servers) -> Servers:
    return shared_servers


@pytest.fixture
def room(open_context: OpenContext, opened: Servers, session: str) -> StandIn:
    context, _ = open_context()
    return StandIn(context, opened.door).enter(session, FIRST)


def field(room: StandIn) -> Locator:
    return room.page.get_by_label("Your words")


def write(room: StandIn, text: str) -> None:
    field(room).fill(text)
    room.page.get_by_role("button", name="Say it").click()


def answer_first(page: Page) -> None:
    message = page.locator("#log li[data-id=first001]")
    message.locator("summary").first.click()
    message.get_by_role("button", name="Answer").click()


def shows(room: StandIn, selector: str, text: str) -> None:
    expect(room.page.locator(f"#say {selector}")).to_have_text(text, use_inner_text=True)


def json_of(order: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = order["json"]
    return fields


def test_a_note_goes_with_the_words_and_is_gone_afterwards(room: StandIn) -> None:
    page = room.page
    page.get_by_text("Add a note", exact=True).click()
    own = page.get_by_label("In your own words, if you like")
    own.fill("a hospital")
    expect(page.get_by_label("Something hard")).to_be_checked()
    page.locator("input[name=note][value=violence]").check()
    assert look_over(page, "a note") == []
    write(room, "It hurt.")
    order = room.next_command(1)
    assert json_of(order) == {"k": "message:say", "lang": "en", "note": "violence", "own": "a hospital"}
    room.answers(order, id="mine0001")
    expect(field(room)).to_have_value("")
    expect(own).to_be_hidden()
    write(room, "Plain.")
    assert json_of(room.next_command(2)) == {"k": "message:say", "lang": "en"}


def test_a_note_that_is_too_long_sends_nothing(room: StandIn) -> None:
    room.page.get_by_text("Add a note", exact=True).click()
    room.page.get_by_label("In your own words, if you like").fill("ŵ" * 31)
    write(room, "It hurt.")
    expect(room.page.get_by_role("alert").get_by_text("The words of your note are too long")).to_be_visible()
    expect(field(room)).to_have_value("It hurt.")


def test_an_answer_says_to_whom_and_can_be_dropped(room: StandIn) -> None:
    answer_first(room.page)
    expect(field(room)).to_be_focused()
    shows(room, "[data-answering] > span", "You answer Merry Otter")
    room.page.get_by_role("button", name="Not as an answer").click()
    expect(field(room)).to_be_focused()
    write(room, "To everyone.")
    order = room.next_command(1)
    assert "to" not in json_of(order)
    room.answers(order)
    expect(field(room)).to_have_value("")
    answer_first(room.page)
    write(room, "To you.")
    assert json_of(room.next_command(2))["to"] == "first001"


@pytest.mark.parametrize("how", ["refused", "seen to go"])
def test_an_answer_to_words_that_are_gone_keeps_its_own(room: StandIn, how: str) -> None:
    answer_first(room.page)
    field(room).fill("I am here.")
    gone = {"k": "messages:removed", "ids": ["first001"]}
    if how == "refused":
        room.page.get_by_role("button", name="Say it").click()
        room.answers(room.next_command(1), "answer-gone")
    room.tells(gone)
    expect(room.page.locator("[data-answering]")).to_be_hidden()
    expect(room.page.locator("#say .fault")).to_be_visible()
    expect(field(room)).to_have_value("I am here.")
    room.page.get_by_role("button", name="Say it").click()
    assert "to" not in json_of(room.next_command(2 if how == "refused" else 1))


@pytest.mark.parametrize("answer", ["too-soon", None])
def test_whom_one_chooses_while_words_are_on_their_way_is_answered_by_the_next(
    room: StandIn, answer: str | None
) -> None:
    write(room, "To everyone.")
    on_its_way = room.next_command(1)
    answer_first(room.page)
    room.answers(on_its_way, answer)
    if answer:
        again = room.next_command(2)
        assert "to" not in json_of(again)
        room.answers(again)
    expect(field(room)).to_have_value("")
    expect(room.page.locator("[data-answering]")).to_be_visible()
    write(room, "To you.")
    assert json_of(room.next_command(3 if answer else 2))["to"] == "first001"


def offer_parts(room: StandIn, text: str = LONG) -> None:
    write(room, text)
    offer = "This is longer than one message. It can go in parts, one after the other. Parts: 3"
    shows(room, "[data-in-parts] p", offer)


def test_a_long_thought_goes_in_parts_at_the_pace_of_the_room(room: StandIn) -> None:
    answer_first(room.page)
    offer_parts(room)
    assert look_over(room.page, "an offer of parts") == []
    room.page.get_by_role("button", name="Send it in parts").click()
    first = room.next_command(1)
    shows(room, "[data-progress] p", "On its way, part 1 of 3")
    expect(room.page.get_by_role("button", name="Stop, and keep the rest here")).to_be_focused()
    room.answers(first)
    second = room.next_command(2)
    room.answers(second, "too-soon")
    again = room.next_command(3)
    assert again["text"] == second["text"]
    room.answers(again)
    last = room.next_command(4)
    expect(field(room)).to_have_value(last["text"])
    room.answers(last)
    expect(field(room)).to_have_value("")
    expect(field(room)).to_be_focused()
    sent = [first, again, last]
    assert " ".join(order["text"] for order in sent) == LONG
    assert [json_of(order).get("to") for order in sent] == ["first001", None, None]


def test_parts_can_be_stopped_and_the_rest_stays(room: StandIn) -> None:
    offer_parts(room)
    room.page.get_by_role("button", name="Send it in parts").click()
    first = room.next_command(1)
    room.page.get_by_role("button", name="Stop, and keep the rest here").click()
    expect(field(room)).to_be_focused()
    room.answers(first)
    expect(field(room)).to_have_value(LONG.removeprefix(first["text"]).strip())
    expect(field(room)).to_be_editable()
    write(room, "Enough for now.")
    assert room.next_command(2)["text"] == "Enough for now."


@pytest.mark.parametrize("code", ["muted", "wrong-phase", "not-your-turn"])
def test_a_refusal_in_between_keeps_the_rest(room: StandIn, code: str) -> None:
    offer_parts(room)
    room.page.get_by_role("button", name="Send it in parts").click()
    first = room.next_command(1)
    room.answers(first)
    second = room.next_command(2)
    room.answers(second, code)
    expect(room.page.locator("#say .fault")).to_be_visible()
    expect(field(room)).to_have_value(LONG.removeprefix(first["text"]).strip())
    expect(field(room)).to_be_editable()


def test_too_much_for_six_parts_is_all_kept_and_the_page_goes_on(room: StandIn) -> None:
    field(room).evaluate("(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", LONGER)
    room.page.get_by_role("button", name="Say it").click()
    expect(room.page.get_by_role("alert").get_by_text("This is longer than six messages")).to_be_visible()
    assert field(room).input_value() == LONGER
    room.tells(said("later001", "And on."))
    expect(room.page.get_by_text("And on.", exact=True).first).to_be_visible()


def test_parts_are_never_offered_where_there_is_only_one(room: StandIn) -> None:
    write(room, "Short.")
    room.answers(room.next_command(1), "message-too-long")
    expect(room.page.get_by_role("alert").get_by_text("please make it shorter").first).to_be_visible()
    expect(room.page.get_by_role("button", name="Send it in parts")).to_be_hidden()
    expect(field(room)).to_have_value("Short.")


def letter(room: StandIn, name: str) -> Locator:
    """One of the small places to write, opened."""
    for part in room.page.locator(f'#aside, #aside details:has([data-letter="{name}"])').all():
        part.evaluate("node => { node.open = true; }")
    return room.page.locator(f'[data-letter="{name}"]')


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("quiet", LONGER, "This is longer than six messages"),
        ("contact", LONGER, "This is too long, so nothing was sent."),
        ("contact", "x" * 501, "This is too long, so nothing was sent."),
    ],
    ids=["quiet words", "a contact", "a contact, by one letter"],
)
def test_what_is_too_long_for_a_moderator_is_all_kept_and_no_parts_are_spoken_of(
    room: StandIn, name: str, text: str, told: str
) -> None:
    form = letter(room, name)
    field = form.locator("textarea")
    field.evaluate("(field, text) => { field.value = text; field.dispatchEvent(new Event('input')); }", text)
    form.locator("[type=submit]").click()
    expect(form.get_by_role("alert")).to_contain_text(told)
    expect(form.get_by_role("alert").get_by_text("in parts")).to_have_count(0)
    assert field.input_value() == text
    room.tells(said("later001", "And on."))
    expect(room.page.get_by_text("And on.", exact=True).first).to_be_visible()
    field.fill("I am at home.")
    form.locator("[type=submit]").click()
    assert room.next_command(1)["text"] == "I am at home."


def test_a_draft_stays_through_a_cut_line_a_pause_and_a_fresh_start(room: StandIn) -> None:
    answer_first(room.page)
    field(room).fill("Half a thought")
    room.loses_the_line()
    expect(room.page.get_by_text("The line is broken.")).to_be_visible()
    room.burst(FIRST)
    expect(room.page.get_by_text("The line is broken.")).to_be_hidden()
    room.tells({"k": "phase:changed", "phase": "pause", "why": "stop"})
    expect(room.page.get_by_text("You can write now, and send it once the room is open again.")).to_be_visible()
    room.tells({"k": "phase:changed", "phase": "open", "why": ""})
    shows(room, "[data-answering] > span", "You answer Merry Otter")
    room.starts_afresh()
    expect(room.page.locator("[data-answering]")).to_be_hidden()
    expect(field(room)).to_have_value("Half a thought")


def test_what_keeps_words_back_stands_there_once_and_is_told_to_whoever_presses(room: StandIn) -> None:
    why = room.page.get_by_text("You can write now, and send it once the room is open again.").locator("visible=true")
    room.tells({"k": "phase:changed", "phase": "pause", "why": "stop"})
    expect(why).to_have_count(1)
    field(room).fill("Half a thought")
    field(room).press("Control+Enter")
    expect(room.page.get_by_role("alert").locator(why)).to_be_visible()
    expect(why).to_have_count(1)
    room.tells({"k": "phase:changed", "phase": "arriving", "why": ""})
    expect(room.page.get_by_text("send it once the moderator opens the room.").locator("visible=true")).to_have_count(1)
    expect(why).to_have_count(0)


@pytest.mark.parametrize("way", ["back", "reload", "put away"])
def test_a_draft_does_not_outlive_the_page(room: StandIn, way: str) -> None:
    page, here = room.page, room.page.url
    page.get_by_text("Add a note", exact=True).click()
    page.get_by_label("In your own words, if you like").fill("Half a note")
    field(room).fill("Half a thought")
    page.locator("#aside > summary").click()
    page.locator("#contact > summary").click()
    for letter in ("quiet", "contact"):
        page.locator(f'[data-letter="{letter}"] textarea').fill("Half a call")
    if way == "put away":
        # Browsers that heed autocomplete="off" bring nothing back by themselves: here it is the page that forgets.
        assert set(page.evaluate(PUT_AWAY)) == {""}
        return
    if way == "back":
        page.goto("about:blank")
        page.go_back()
        page.wait_for_url(here)
    else:
        page.reload()
    expect(page.locator("#words")).to_be_attached()
    fields = "[...document.querySelectorAll('textarea, #note-own')].map(({ value }) => value)"
    assert set(page.evaluate(fields)) == {""}
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_writers_language_goes_with_every_message(room: StandIn) -> None:
    room.page.locator("#say").get_by_label("Cymraeg").check()
    write(room, "Diolch.")
    assert json_of(room.next_command(1))["lang"] == "cy"


def test_out_of_turn_nothing_can_be_sent_and_all_is_kept(room: StandIn) -> None:
    room.tells({"k": "voice:changed", "one": True})
    expect(room.page.locator("#words-why")).to_be_visible()
    field(room).fill("May I?")
    field(room).press("Control+Enter")
    expect(room.page.locator("#say .fault")).to_be_visible()
    room.tells(own=[{"k": "self:changed", "turn": True}])
    expect(room.page.locator("#words-why")).to_be_hidden()
    room.page.get_by_role("button", name="Say it").click()
    assert room.next_command(1)["text"] == "May I?"
