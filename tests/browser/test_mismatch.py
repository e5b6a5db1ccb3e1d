"""A key list or a locker that is not everybody's stops the page before it says anything."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import EXIT, VRG, OpenContext
from tests.browser.people import Attendee
from tests.running import wait_until
from tests.servers import Servers
from tests.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120)]

STOP = "Something here is not as it should be. Nothing more is sent. Show this page to Mair Owen."


@pytest.fixture
def opened(start_servers: Callable[..., Servers]) -> Servers:
    """Both programs, with somebody outside to turn to."""
    return start_servers(exit_url=EXIT, vrg_url=VRG, locker_every=0.2, outside_contact="Mair Owen")


def stopped(somebody: Attendee) -> None:
    """The page says so, and there is nothing left on it to send anything with."""
    expect(somebody.page.get_by_role("heading", name="Please stop here")).to_be_visible()
    expect(somebody.page.get_by_role("alert").get_by_text(STOP)).to_be_visible()
    expect(somebody.page.locator("#arrive form")).to_have_count(0)
    for kind in ("input", "textarea"):
        expect(somebody.page.locator(f"{kind}:visible")).to_have_count(0)
    somebody.look_around("a page that stopped")
    told = [address for address in somebody.watch.requests if address.endswith("/tickets") or address.endswith("/seat")]
    assert told == []
    assert somebody.desired == []


def changed(route: Route) -> None:
    """The true answer with its last byte changed."""
    answer = route.fetch()
    body = answer.body()
    route.fulfill(response=answer, body=body[:-1] + bytes([body[-1] ^ 1]))


def test_another_key_list(open_context: OpenContext, opened: Servers) -> None:
    session, (code,) = opened.sign_in().open_session(cards=1)
    context, watch = open_context()
    somebody = Attendee(context.new_page(), watch, opened.door)
    somebody.page.route("**/keys/*", changed)
    somebody.go(f"/en/session/{session}/room")
    somebody.type_code(code)
    stopped(somebody)


def test_another_locker(open_context: OpenContext, opened: Servers, tmp_path: Path) -> None:
    session, codes = opened.sign_in().open_session(cards=2)
    context, watch = open_context()
    first = Attendee(context.new_page(), watch, opened.door)
    first.go(f"/en/session/{session}/room")
    first.type_code(codes[0])
    first.is_seated()
    locker = first.page.locator("#room").get_attribute("data-locker-url") or ""
    wait_until(lambda: Visitor(opened.door).get(locker).status == 200)
    context, watch = open_context()
    second = Attendee(context.new_page(), watch, opened.door)
    second.page.route("**/locker/*", changed)
    second.go(f"/en/session/{session}/room")
    stopped(second)
