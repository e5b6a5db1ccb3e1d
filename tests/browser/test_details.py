"""Before words go: what the page asks, by keyboard alone, and what it leaves in peace."""

from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenContext
from tests.browser.stand_in import StandIn
from tests.browser.watch import look_over
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

TELLING = "I work at Fairwater, ring me on 07700 900123."
PLACES = "Fairwater\nEconomic Crime Unit"


@pytest.fixture(scope="module")
def sessions(shared_servers: Servers) -> dict[str, str]:
    """Two open sessions, one of which takes no details."""
    desk = shared_servers.sign_in()
    desk.visitor.submit("/en/moderation/places", en=PLACES, cy="Gorsaf Maesteg")
    found = {ways: desk.plan(details=ways) for ways in ("ask", "stop")}
    for session in found.values():
        desk.open_doors(session)
    return found


@pytest.fixture
def opened(shared_servers: Servers) -> Servers:
    return shared_servers


@pytest.fixture
def room(open_context: OpenContext, opened: Servers, sessions: dict[str, str]) -> StandIn:
    context, _ = open_context()
    return StandIn(context, opened.door).enter(sessions["ask"])


@pytest.fixture
def strict(open_context: OpenContext, opened: Servers, sessions: dict[str, str]) -> StandIn:
    context, _ = open_context()
    return StandIn(context, opened.door).enter(sessions["stop"])


def prompt(room: StandIn) -> Locator:
    return room.page.get_by_role("group", name="This could tell somebody who you are")


def words(room: StandIn) -> Locator:
    return room.page.get_by_label("Your words")


def write(room: StandIn, text: str) -> None:
    words(room).fill(text)
    words(room).press("Control+Enter")


def asked(room: StandIn, text: str = TELLING) -> None:
    write(room, text)
    expect(room.page.locator("#details-title")).to_be_focused()


def tab_to(room: StandIn, name: str) -> Locator:
    """Goes on with the Tab key to a button of this name."""
    for _ in range(12):
        room.page.keyboard.press("Tab")
        if room.page.evaluate("() => document.activeElement.innerText.trim().split(/\\s+/).join(' ')") == name:
            return room.page.locator(":focus")
    raise AssertionError(name)


def sent(room: StandIn, number: int = 1) -> dict[str, Any]:
    order = room.next_command(number)
    room.answers(order)
    return order


def test_it_asks_by_name_and_puts_other_words_in_by_keyboard_alone(room: StandIn) -> None:
    asked(room)
    assert look_over(room.page, "the detail check") == []
    expect(prompt(room).locator("strong")).to_have_text(["Fairwater", "07700 900123"])
    expect(prompt(room).get_by_text("a station or department")).to_be_visible()
    expect(prompt(room).get_by_role("button", name="Say instead: my team")).to_be_visible()
    chosen = tab_to(room, "Say instead: my station")
    room.page.keyboard.press("Enter")
    expect(chosen).to_have_attribute("aria-pressed", "true")
    tab_to(room, "Say instead: my number")
    room.page.keyboard.press("Space")
    tab_to(room, "Say it like this")
    room.page.keyboard.press("Enter")
    assert sent(room)["text"] == "I work at my station, ring me on my number."
    expect(words(room)).to_be_focused()
    expect(prompt(room)).to_be_hidden()


def test_the_choice_is_the_persons(room: StandIn) -> None:
    asked(room)
    tab_to(room, "Say it as it is")
    room.page.keyboard.press("Enter")
    assert sent(room)["text"] == TELLING


@pytest.mark.parametrize("way", ["Escape", "Back to my words", "typing"])
def test_one_can_go_back_to_the_words_and_nothing_goes(room: StandIn, way: str) -> None:
    asked(room)
    if way == "Escape":
        room.page.keyboard.press("Escape")
    elif way == "typing":
        words(room).press_sequentially("x")
    else:
        tab_to(room, way)
        room.page.keyboard.press("Enter")
    expect(prompt(room)).to_be_hidden()
    expect(words(room)).to_be_focused()
    if way != "typing":
        assert room.page.evaluate("() => getSelection().toString()") in ("Fairwater", "")
        picked = "() => { const w = document.activeElement; return w.value.slice(w.selectionStart, w.selectionEnd); }"
        assert room.page.evaluate(picked) == "Fairwater"
    write(room, "Something else.")
    assert sent(room)["text"] == "Something else."


def test_names_dates_and_ages_are_underlined_and_never_asked_about(room: StandIn) -> None:
    text = "Gareth hit me on 3 March 2021, I was 34."
    words(room).fill(text)
    line = room.page.locator(".mirror u")
    expect(line).to_have_text(["Gareth", "3 March 2021", "34"])
    assert "Gareth" not in room.page.locator(".over-mirror").aria_snapshot().replace(text, "")
    assert room.page.locator(".mirror").get_attribute("aria-hidden") == "true"
    words(room).press("Control+Enter")
    assert sent(room)["text"] == text
    expect(words(room)).to_have_value("")
    expect(line).to_have_count(0)
    assert "Gareth" not in room.page.locator(".mirror").inner_text()


LYING = """
() => {
  const [line] = document.querySelectorAll(".mirror u");
  const words = document.querySelector("#words");
  const [a, b] = [line.parentElement, words].map((node) => node.getBoundingClientRect());
  const same = (name) => getComputedStyle(line.parentElement)[name] === getComputedStyle(words)[name];
  const whole = line.parentElement;
  return {
    inside: Math.abs(a.left - b.left) < 4 && Math.abs(a.width - words.clientWidth) < 1,
    letters: ["fontSize", "fontFamily", "lineHeight", "letterSpacing"].every(same),
    scrolled: Math.abs(whole.scrollTop - words.scrollTop) < 2,
    alike: Math.abs(whole.scrollHeight - words.scrollHeight) < 30,
  };
}
"""


@pytest.mark.parametrize("width", [320, 700, 1280])
def test_the_line_lies_under_its_words_at_every_size_and_however_far_scrolled(room: StandIn, width: int) -> None:
    room.page.set_viewport_size({"width": width, "height": 800})
    words(room).fill("Long words of a long evening, again and again. " * 15 + "Then Gareth came.")
    expect(room.page.locator(".mirror u")).to_have_text(["Gareth"])
    words(room).evaluate("node => { node.scrollTop = node.scrollHeight; }")
    for size in ("", "1.6em"):
        words(room).evaluate("(node, size) => { node.style.fontSize = size; node.style.blockSize = '9em'; }", size)
        for name, holds in settled_at(room).items():
            assert holds, (name, size)


def settled_at(room: StandIn) -> dict[str, bool]:
    """How the line lies once the page has taken the new size in."""
    for _ in range(100):
        found: dict[str, bool] = room.page.evaluate(LYING)
        if all(found.values()):
            return found
        room.page.evaluate("() => new Promise(requestAnimationFrame)")
    return found


def test_the_own_words_of_a_note_are_looked_at_too(room: StandIn) -> None:
    room.page.get_by_text("Add a note").click()
    room.page.get_by_label("In your own words, if you like").fill("PC Davies")
    asked(room, "It was bad.")
    expect(prompt(room).locator("li")).to_have_count(1)
    tab_to(room, "Say instead: a colleague")
    room.page.keyboard.press("Enter")
    tab_to(room, "Say it like this")
    room.page.keyboard.press("Enter")
    order = sent(room)
    assert order["text"] == "It was bad."
    assert order["json"]["own"] == "A colleague"


def test_a_note_that_became_too_long_by_it_is_told_as_such_and_nothing_goes(room: StandIn) -> None:
    room.page.get_by_text("Add a note").click()
    own = room.page.get_by_label("In your own words, if you like")
    own.fill("what was said here tonight, at SA1 1AA")
    asked(room, "It was bad.")
    tab_to(room, "Say instead: where I live")
    room.page.keyboard.press("Enter")
    tab_to(room, "Say it like this")
    room.page.keyboard.press("Enter")
    expect(room.page.get_by_role("alert").get_by_text("The words of your note are too long")).to_be_visible()
    expect(room.page.get_by_role("button", name="Send it in parts")).to_be_hidden()
    assert words(room).input_value() == "It was bad."
    own.fill("where I live")
    words(room).press("Control+Enter")
    order = sent(room)
    assert (order["text"], order["json"]["own"]) == ("It was bad.", "where I live")


def test_what_is_put_in_is_in_the_language_of_the_words(room: StandIn) -> None:
    room.page.locator("#say").get_by_label("Cymraeg").check()
    asked(room, "Rwy'n gweithio yng Ngorsaf Maesteg.")
    tab_to(room, "Say instead: fy ngorsaf")
    expect(room.page.locator(":focus [data-instead-words][lang=cy]")).to_have_text("fy ngorsaf")
    room.page.keyboard.press("Enter")
    tab_to(room, "Say it like this")
    room.page.keyboard.press("Enter")
    assert sent(room)["text"] == "Rwy'n gweithio yn fy ngorsaf."


def test_a_session_can_keep_them_out_and_says_so(strict: StandIn) -> None:
    asked(strict)
    expect(strict.page.get_by_text("In this session such details stay out")).to_be_visible()
    expect(strict.page.get_by_role("button", name="Say it as it is")).to_have_count(0)
    go = strict.page.get_by_role("button", name="Say it like this")
    expect(go).to_have_attribute("aria-disabled", "true")
    go.press("Enter")
    for name in ("Say instead: my team", "Say instead: my number"):
        strict.page.get_by_role("button", name=name).press("Enter")
    expect(go).to_have_attribute("aria-disabled", "false")
    go.press("Enter")
    assert sent(strict)["text"] == "I work at my team, ring me on my number."


def test_nothing_is_asked_for_while_it_looks(open_context: OpenContext, opened: Servers, sessions: Any) -> None:
    context, watch = open_context()
    room = StandIn(context, opened.door).enter(sessions["ask"])
    before = watch.mark()
    asked(room)
    room.page.keyboard.press("Escape")
    assert watch.since(before) == []
