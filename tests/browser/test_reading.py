"""How a page shows and speaks what is said: once, in order, closed where a note or a muted word asks for it."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenContext
from tests.browser.stand_in import StandIn, said
from tests.browser.watch import look_over
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

UNFOLD = "part => { for (; part; part = part.parentElement?.closest('details')) part.open = true; }"
HARD = said("hard0001", "He waited by the door.", note="violence", own="at work")
ANSWER = said("answer01", "You are not alone.", h=2, to="first001")
FIRST = said("first001", "Good to see you all.")


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
    return StandIn(context, opened.door).enter(session)


def message(room: StandIn, number: str) -> Locator:
    return room.page.locator(f"#log li[data-id={number}]")


def words(room: StandIn, number: str) -> Locator:
    return message(room, number).locator("[data-words]")


def in_tree(room: StandIn, text: str) -> bool:
    """Whether words are in what the browser gives to a screen reader."""
    tree: str = room.page.locator("body").aria_snapshot()
    return text in tree


def wait_spoken(room: StandIn, lines: list[str]) -> None:
    expect(room.page.locator("#spoken > *")).to_have_count(len(lines))
    assert room.spoken == lines


def do(room: StandIn, number: str, *names: str) -> None:
    """Opens what can be done with a message, and presses."""
    menu = message(room, number).locator("details.acts")
    if menu.get_attribute("open") is None:
        menu.locator("summary").first.click()
    for name in names:
        menu.get_by_text(name, exact=True).click()


def test_each_new_message_is_told_once_and_in_order(room: StandIn) -> None:
    room.tells(FIRST, said("welsh001", "Noswaith dda.", h=3, lang="cy"))
    room.tells(ANSWER, HARD)
    wait_spoken(
        room,
        [
            "Merry Otter: Good to see you all.",
            "Thoughtful Hedgehog: Noswaith dda.",
            "Gentle Hedgehog: answers Merry Otter. You are not alone.",
            "Merry Otter: Note: Violence “at work”.",
        ],
    )
    assert room.page.locator("#spoken [lang=cy][data-words]").inner_text() == "Noswaith dda."
    assert room.page.locator("#log [aria-live], #log[aria-live]").count() == 0


def test_nothing_is_told_again_that_moves_comes_back_or_changes(room: StandIn) -> None:
    room.tells(FIRST, ANSWER)
    wait_spoken(room, ["Merry Otter: Good to see you all.", "Gentle Hedgehog: answers Merry Otter. You are not alone."])
    room.tells({"k": "messages:removed", "ids": ["first001"]})
    wait_spoken(room, ["Gentle Hedgehog: answers Merry Otter. You are not alone."])
    room.tells(FIRST | {"p": ""}, {"k": "message:supported", "id": "answer01", "kind": "believe"})
    expect(message(room, "answer01").get_by_text("I believe you")).to_be_visible()
    do(room, "answer01")
    expect(message(room, "answer01").get_by_role("button", name="Answer", exact=True)).to_be_visible()
    assert room.spoken == ["Gentle Hedgehog: answers Merry Otter. You are not alone."]
    expect(message(room, "first001")).to_be_visible()


def test_after_a_cut_line_only_the_number_of_new_messages_is_told(room: StandIn) -> None:
    room.tells(FIRST)
    room.loses_the_line()
    room.burst(FIRST, ANSWER, HARD)
    wait_spoken(room, ["2 new messages"])
    room.tells(said("later001", "And on."))
    wait_spoken(room, ["2 new messages", "Merry Otter: And on."])


def test_while_the_page_is_silent_nothing_can_be_read_and_then_only_a_number(room: StandIn) -> None:
    room.tells(FIRST)
    wait_spoken(room, ["Merry Otter: Good to see you all."])
    quiet = "on => document.dispatchEvent(new CustomEvent('forum:quiet', { detail: { on } }))"
    room.page.evaluate(quiet, True)
    wait_spoken(room, [])
    room.tells(ANSWER)
    expect(message(room, "answer01")).to_be_attached()
    assert room.spoken == []
    room.page.evaluate(quiet, False)
    wait_spoken(room, ["One new message"])
    room.page.get_by_role("button", name="Cymraeg").click()
    room.tells(HARD)
    wait_spoken(room, ["Dyfrgi Llawen: Nodyn: Trais “at work”."])


def test_a_note_keeps_its_words_out_of_sight_and_of_the_tree_until_opened(room: StandIn) -> None:
    room.tells(HARD)
    opener = message(room, "hard0001").get_by_role("button", name="Note: Violence “at work”")
    expect(opener).to_have_attribute("aria-expanded", "false")
    expect(words(room, "hard0001")).to_be_hidden()
    assert not in_tree(room, HARD["text"])
    assert look_over(room.page, "a closed note") == []
    opener.press("Enter")
    expect(words(room, "hard0001")).to_be_visible()
    expect(opener).to_have_attribute("aria-expanded", "true")
    assert in_tree(room, HARD["text"])
    room.tells(FIRST, {"k": "message:supported", "id": "hard0001", "kind": "strength"})
    expect(message(room, "hard0001").get_by_text("I wish you strength")).to_be_visible()
    expect(words(room, "hard0001")).to_be_visible()
    expect(opener).to_be_focused()


def test_ones_own_words_are_open_to_oneself(room: StandIn) -> None:
    room.tells(HARD, own=[{"k": "self:said", "ids": ["hard0001"]}])
    expect(words(room, "hard0001")).to_be_visible()
    expect(message(room, "hard0001").locator(".you")).to_be_visible()
    # Another seat may come to have the same name, after many: it is not mine for that.
    room.tells(said("other001", "Somebody else.", h=0))
    expect(message(room, "other001").locator(".you")).to_be_hidden()


def mute(room: StandIn, word: str) -> None:
    panel = room.page.locator("#muted")
    panel.evaluate(UNFOLD)
    panel.get_by_label("A word that you would rather not meet").fill(word)
    panel.get_by_role("button", name="Mute it").click()


def test_muted_words_cover_what_is_there_and_what_comes(room: StandIn) -> None:
    room.tells(FIRST, said("drink001", "He came home with drink in him.", h=4))
    mute(room, "DRÏNK")
    assert not in_tree(room, "with drink")
    opener = message(room, "drink001").get_by_role("button", name="A message with a word you muted")
    expect(words(room, "drink001")).to_have_js_property("inert", True)
    room.tells(said("drink002", "Drink, again.", h=4))
    expect(message(room, "drink002").get_by_role("button", name="A message with a word you muted")).to_be_visible()
    assert room.spoken[-1].endswith(": A message with a word you muted.")
    opener.click()
    assert in_tree(room, "with drink")
    assert not in_tree(room, "Drink, again")
    room.page.get_by_role("button", name="Take off the list").click()
    expect(opener).to_have_count(0)
    assert in_tree(room, "Drink, again")
    assert room.page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_a_note_is_read_before_the_muted_word_below_it_can_be_opened(room: StandIn) -> None:
    room.tells(FIRST)
    mute(room, HARD["text"].split()[0])
    room.tells(HARD)
    opener = message(room, "hard0001").get_by_role("button", expanded=False)
    expect(opener).to_contain_text("Note:")
    expect(words(room, "hard0001")).to_be_hidden()
    opener.click()
    expect(opener).to_have_text("A message with a word you muted", use_inner_text=True)
    expect(words(room, "hard0001")).to_have_js_property("inert", True)
    assert not in_tree(room, HARD["text"])
    opener.click()
    assert in_tree(room, HARD["text"])


def test_a_hidden_voice_is_gone_from_page_and_speech_until_it_is_brought_back(room: StandIn) -> None:
    room.tells(FIRST, ANSWER)
    do(room, "first001", "Hide this voice", "Hide this voice here")
    expect(message(room, "first001")).to_have_count(0)
    expect(message(room, "answer01")).to_be_focused()
    expect(message(room, "answer01").get_by_text("answers words that are no longer here")).to_be_visible()
    room.tells(said("again001", "Me again."))
    room.tells(said("third001", "And me.", h=3))
    expect(message(room, "third001")).to_be_visible()
    assert not in_tree(room, "Me again.")
    mute(room, "nothing")
    room.page.locator("#muted").get_by_role("button", name="Bring back").click()
    expect(message(room, "again001")).to_be_visible()
    assert not any("Me again." in line for line in room.spoken)
    assert room.page.evaluate("standIn.heard.filter((order) => order.do === 'command').length") == 0


def test_arrow_keys_go_from_message_to_message_and_focus_is_never_lost(room: StandIn) -> None:
    room.tells(*(said(f"number0{n}", f"Number {n}.", h=n) for n in range(1, 6)))
    room.page.locator("#log").focus()
    for key, number in (("ArrowUp", 5), ("ArrowUp", 4), ("Home", 1), ("ArrowUp", 1), ("End", 5), ("ArrowUp", 4)):
        room.page.keyboard.press(key)
        expect(message(room, f"number0{number}")).to_be_focused()
    room.tells(said("number06", "Number 6."))
    expect(message(room, "number06")).to_be_attached()
    expect(message(room, "number04")).to_be_focused()
    room.tells({"k": "messages:removed", "ids": ["number04", "number05"]})
    expect(message(room, "number06")).to_be_focused()
    room.tells({"k": "messages:removed", "ids": ["number06"]})
    expect(message(room, "number03")).to_be_focused()
    room.page.keyboard.press("Enter")
    expect(message(room, "number03").get_by_role("button", name="Answer")).to_be_focused()
    room.page.keyboard.press("Escape")
    expect(message(room, "number03")).to_be_focused()
    expect(message(room, "number03").locator("details.acts")).not_to_have_attribute("open", "")
    assert room.page.locator("#log li[tabindex='0']").count() == 1


def test_an_answer_shows_the_way_to_what_it_answers(room: StandIn) -> None:
    room.tells(FIRST, ANSWER)
    message(room, "answer01").get_by_role("button", name="answers Merry Otter").click()
    expect(message(room, "first001")).to_be_focused()
    room.tells({"k": "messages:removed", "ids": ["first001"]})
    expect(message(room, "answer01")).to_be_focused()
    expect(message(room, "answer01").get_by_text("answers words that are no longer here")).to_be_visible()


@pytest.mark.parametrize("mode", ["listening", "speaking"])
def test_telling_a_moderator_is_explained_first_and_stays_told(room: StandIn, mode: str) -> None:
    room.tells(FIRST, own=[{"k": "self:changed", "mode": mode}])
    expect(message(room, "first001")).to_be_visible()
    do(room, "first001", "Tell a moderator")
    menu = message(room, "first001").locator(".menu")
    expect(menu.get_by_text("A moderator will look at it. Nobody learns that it was you.")).to_be_visible()
    menu.get_by_role("button", name="Tell a moderator about these words").click()
    order = room.next_command(1)
    assert order["json"] == {"k": "message:flag", "id": "first001"}
    room.answers(order)
    wait_told(room, "You have told a moderator about these words.")
    do(room, "first001")
    expect(menu.get_by_text("You have told a moderator about these words.")).to_be_visible()
    expect(menu.get_by_text("Tell a moderator", exact=True)).to_be_hidden()
    assert look_over(room.page, "an open menu") == []


def wait_told(room: StandIn, line: str) -> None:
    expect(room.page.locator("#spoken > *").last).to_have_text(line, use_inner_text=True)


def test_a_small_reply_goes_with_one_press(room: StandIn) -> None:
    room.tells(FIRST)
    do(room, "first001", "I believe you")
    order: dict[str, Any] = room.next_command(1)
    assert order["json"] == {"k": "message:support", "id": "first001", "kind": "believe"}
    room.tells({"k": "message:supported", "id": "first001", "kind": "believe"})
    room.answers(order)
    wait_told(room, "Your kind words are there.")
    expect(message(room, "first001").locator("summary").first).to_be_focused()
    assert message(room, "first001").locator(".replies li").all_inner_texts() == ["I believe you"]


def test_what_cannot_be_done_is_not_offered(room: StandIn) -> None:
    room.tells(said("guide001", "Welcome.", h=-1), FIRST, own=[{"k": "self:said", "ids": ["first001"]}])
    do(room, "first001")
    menu = room.page.locator(".menu")
    assert [text for text in menu.inner_text().splitlines() if text] == ["Take back"]
    do(room, "guide001")
    expect(menu).to_have_count(1)
    expect(menu.get_by_role("button", name="I believe you")).to_be_visible()
    for name in ("Tell a moderator", "Hide this voice", "Take back"):
        expect(menu.get_by_text(name, exact=True).locator("visible=true")).to_have_count(0)
