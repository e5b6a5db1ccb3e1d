"""Chromium and Firefox in one room: each hears the other."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.conftest import OpenContext, missing
from tests.browser.engines import engine_path, running_firefox
from tests.browser.people import Attendee
from tests.browser.watch import Watch
from tests.clients import desk_line
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

# Playwright's own ways of setting these do not reach Debian's Firefox.
AS_IT_IS = {"color_scheme": "null", "reduced_motion": "null", "forced_colors": "null", "contrast": "null"}


@pytest.fixture
def firefox(engines: Playwright) -> Iterator[Browser]:
    path = engine_path("FORUM_FIREFOX")
    if not path:
        missing("there is no Firefox on the PATH, and FORUM_FIREFOX names none")
    assert path
    with running_firefox(engines, path) as browser:
        yield browser


def come_in(page: Page, watch: Watch, door: str, session: str, code: str) -> Attendee:
    somebody = Attendee(page, watch, door)
    somebody.go(f"/en/session/{session}/room")
    somebody.type_code(code)
    somebody.is_seated()
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
