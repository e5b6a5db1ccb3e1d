"""Chromium and Firefox in one room: each hears the other, and words from one open a seat in the other."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import EXIT, VRG, OpenContext
from tests.browser.engines import AS_IT_IS
from tests.browser.people import Attendee
from tests.browser.watch import Watch
from tests.clients import desk_line
from tests.lockers import shown
from tests.running import wait_until
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]


@pytest.fixture
def opened(start_servers: Callable[..., Servers]) -> Servers:
    """Both programs, with a locker that shows what is new at once."""
    return start_servers(exit_url=EXIT, vrg_url=VRG, locker_every=0.2)


def come_in(page: Page, watch: Watch, door: str, session: str, code: str) -> Attendee:
    somebody = Attendee(page, watch, door)
    somebody.sit_down(session, code)
    somebody.begin_to_speak()
    return somebody


def test_two_engines_hear_each_other(open_context: OpenContext, firefox: Browser, opened: Servers) -> None:
    desk = opened.sign_in()
    session, codes = desk.open_session(cards=2)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    context, watch = open_context()
    one = come_in(context.new_page(), watch, opened.door, session, codes[0])
    elsewhere = firefox.new_context(**AS_IT_IS)  # type: ignore[arg-type]
    other_watch = Watch((opened.door, opened.issuer), ()).over(elsewhere)
    other = come_in(elsewhere.new_page(), other_watch, opened.door, session, codes[1])
    one.write("From one: <3 ŵ ŷ")
    other.write("From the other: & 👩‍🚒")
    for somebody in (one, other):
        somebody.sees("From one: <3 ŵ ŷ", "From the other: & 👩‍🚒")
        somebody.asked_for_nothing()
    assert board.do("room:close") is None
    for somebody in (one, other):
        expect(somebody.page.get_by_role("heading", name="This session has ended")).to_be_visible()
    elsewhere.close()
    assert other_watch.faults == []


def test_words_from_one_engine_open_a_seat_in_the_other(
    open_context: OpenContext, firefox: Browser, opened: Servers
) -> None:
    desk = opened.sign_in()
    # Ahead, and so soon that the doors may open at once.
    soon = (opened.clock.now() + timedelta(minutes=50)).astimezone(ZoneInfo("Europe/London"))
    times = {"opens": f"{soon:%Y-%m-%dT%H:%M}", "closes": f"{soon + timedelta(hours=3):%Y-%m-%dT%H:%M}"}
    session = desk.plan(**times)
    codes = desk.cards(session, 2)
    chromium_context, chromium_watch = open_context()
    firefox_context = firefox.new_context(**AS_IT_IS)  # type: ignore[arg-type]
    firefox_watch = Watch((opened.door, opened.issuer), ()).over(firefox_context)
    words = []
    for context, watch, code in zip(
        (chromium_context, firefox_context), (chromium_watch, firefox_watch), codes, strict=True
    ):
        somebody = Attendee(context.new_page(), watch, opened.door)
        somebody.go(f"/en/session/{session}/room")
        somebody.collect(code)
        words.append(" ".join(somebody.write_down()))
        somebody.type_back(words[-1])
        somebody.put_away()
        locker = somebody.page.locator("#room").get_attribute("data-locker-url") or ""
        somebody.page.close()
    wait_until(lambda: len(shown(opened, locker.rpartition("/")[2])) == 2)
    desk.open_doors(session)
    for context, watch, typed in zip(
        (firefox_context, chromium_context), (firefox_watch, chromium_watch), words, strict=True
    ):
        somebody = Attendee(context.new_page(), watch, opened.door)
        somebody.go(f"/en/session/{session}/room")
        somebody.find(typed)
        somebody.is_seated()
        somebody.asked_for_nothing()
    firefox_context.close()
    assert firefox_watch.faults == []
