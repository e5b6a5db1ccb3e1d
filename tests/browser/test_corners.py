"""What seldom happens on a real page, and must be met all the same."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from tests.browser import desk_states
from tests.browser.conftest import EXIT, VRG, OpenContext
from tests.browser.engines import engine_path, running_chromium
from tests.browser.people import Attendee
from tests.browser.states import phase
from tests.browser.watch import Watch
from tests.clients import desk_line
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]

UNPROTECTED = "evening.test"
PATIENCE = 21_000
"""Milliseconds after which a page offers to ask at the door again, and one more second."""
REFUSALS = {
    "store-away": "We cannot do that just now.",
    "already-used": "This ticket has opened a seat.",
    "too-many": "Too many tries at once.",
    "never-heard-of": "Something went wrong on our side.",
}


@pytest.fixture
def unwatched(chromium: Browser) -> Iterator[Page]:
    """A page that may complain, for when the line is cut on purpose."""
    context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("typed", ["AB%", "%E0%A4%A", "%"])
def test_a_stray_sign_behind_the_address_stops_nobody(open_context: OpenContext, opened: Servers, typed: str) -> None:
    session, (code,) = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    somebody = Attendee(context.new_page(), watch, opened.door)
    somebody.go(f"/en/session/{session}/room#{typed}")
    expect(somebody.page.get_by_label("The code on your card")).to_have_value(typed)
    assert "#" not in somebody.page.url
    somebody.type_code(code)
    somebody.is_seated()


def test_the_title_turns_with_the_page(open_context: OpenContext, opened: Servers) -> None:
    session, _ = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    somebody = Attendee(context.new_page(), watch, opened.door)
    for lang, press, before, after in (
        ("en", "Cymraeg", "Evening · The Quiet Room", "Noswaith · Yr Ystafell Dawel"),
        ("cy", "English", "Noswaith · Yr Ystafell Dawel", "Evening · The Quiet Room"),
    ):
        somebody.go(f"/{lang}/session/{session}/room")
        expect(somebody.page).to_have_title(before)
        somebody.press(press)
        expect(somebody.page).to_have_title(after)


def test_by_keyboard_the_focus_goes_on_with_what_comes(open_context: OpenContext, opened: Servers) -> None:
    session, (code,) = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    somebody = Attendee(context.new_page(), watch, opened.door)
    somebody.go(f"/en/session/{session}/room")
    part = somebody.unfold("I have a file")
    somebody.press("Come in with it", part)
    expect(part.get_by_text("Please choose the file first")).to_be_visible()
    somebody.type_code(code)
    somebody.is_seated()
    speak = somebody.page.get_by_role("button", name="Speak", exact=True)
    speak.press("Enter")
    expect(somebody.page.get_by_role("heading", name="Two last things")).to_be_focused()
    somebody.press("I would rather listen")
    expect(speak).to_be_focused()


WHERE = {
    "#support > summary": "stays",
    "body": "stays",
    "#words": "closed",
    "[data-act=stop]": "closed",
    "#log li": "closed",
}


def test_at_a_closing_the_desks_focus_moves_only_with_what_goes(open_context: OpenContext, opened: Servers) -> None:
    stand, moderator, session = desk_states.signed_in(open_context, opened)
    focused = {}
    for where in WHERE:
        desk_states.hold(stand, moderator, session, desk_states.DeskState())
        place = stand.page.locator(where).first
        place.evaluate("part => { globalThis.was = part; if (part !== document.body) part.focus(); }")
        assert stand.page.evaluate("document.activeElement === was")
        stand.tells(phase("closed"))
        expect(stand.page.locator("#closed")).to_be_visible()
        focused[where] = stand.page.evaluate("document.activeElement === was ? 'stays' : document.activeElement.id")
    assert focused == WHERE


def refusing(code: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=409, json={"code": code})


def test_a_door_that_says_no_says_why(unwatched: Page, opened: Servers) -> None:
    session, (card,) = opened.sign_in().open_session(cards=1)
    somebody = Attendee(unwatched, Watch((), ()), opened.door)
    somebody.page.clock.install()
    somebody.sit_down(session, card)
    opened.stop("door")
    expect(somebody.page.get_by_text("The line is broken.")).to_be_visible()
    somebody.page.clock.fast_forward(PATIENCE)
    alert = somebody.page.get_by_role("alert")
    for code, words in REFUSALS.items():
        somebody.page.route("**/seat", refusing(code))
        somebody.press("Come in again")
        expect(alert.get_by_text(words)).to_be_visible()
        somebody.page.unroute("**/seat")
    opened.launch("door")
    somebody.press("Come in again")
    expect(somebody.page.get_by_text("The line is broken.")).to_be_hidden()
    for words in REFUSALS.values():
        expect(alert.get_by_text(words)).to_be_hidden()


def test_words_that_come_too_soon_wait_where_they_were_written_and_go_by_themselves(
    unwatched: Page, start_servers: Callable[..., Servers]
) -> None:
    servers = start_servers(exit_url=EXIT, vrg_url=VRG, pace=8)
    desk = servers.sign_in()
    session, (code,) = desk.open_session(cards=1)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    somebody = Attendee(unwatched, Watch((), ()), servers.door)
    somebody.sit_down(session, code)
    somebody.begin_to_speak()
    somebody.write("One thing.")
    words = somebody.page.get_by_label("Your words")
    words.fill("Another  thing,\n<3 ŵ")
    somebody.press("Say it")
    expect(somebody.page.get_by_text("On its way. It takes a moment: every page")).to_be_visible()
    expect(words).to_have_value("Another  thing,\n<3 ŵ")
    board.hears("Another  thing,\n<3 ŵ")
    expect(words).to_have_value("")
    assert board.texts() == ["One thing.", "Another  thing,\n<3 ŵ"]
    board.close()


def test_a_page_that_came_unprotected_takes_no_code(engines: Playwright, chromium: Browser, opened: Servers) -> None:
    session, (code,) = opened.sign_in().open_session(cards=1)
    address = f"http://{UNPROTECTED}:{opened.door_port}"
    path = engine_path("FORUM_CHROMIUM")
    assert path
    with running_chromium(engines, path, f"--host-resolver-rules=MAP {UNPROTECTED} 127.0.0.1") as browser:
        page = browser.new_page(locale="en-GB")
        watch = Watch((address,), ()).over(page.context)
        page.goto(f"{address}/en/session/{session}/room#{code}")
        assert page.evaluate("isSecureContext") is False
        expect(page.get_by_role("heading", name="Please stop here")).to_be_visible()
        for name in ("The code on your card", "Your words", "Or the text that is in it"):
            expect(page.get_by_label(name)).to_be_hidden()
        expect(page.get_by_text("Who to talk to. In danger: 999")).to_be_visible()
        assert "#" not in page.url
        asked = [one.partition("#")[0] for one in watch.requests if "/static/" not in one]
        assert asked == [f"{address}/en/session/{session}/room"]
        page.close()
