"""Two people on the way to their tickets, byte by byte: nothing that goes over the line tells one from the other."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests import clients
from tests.browser.lines import Tap, Tapped, tap
from tests.browser.people import Attendee
from tests.browser.watch import Watch
from tests.privacy.exchanges import VALIDATORS, Exchange, exchanges
from tests.privacy.recorder import Plain
from tests.running import ROOT, wait_until
from tests.servers import Servers

__all__ = ["tap"]
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.privacy, pytest.mark.timeout(180)]

WORKER = ROOT / "forum" / "static" / "js" / "rooms" / "worker.js"


def scripts_of(script: Path) -> set[str]:
    """The name of a script, and of all that it needs."""
    imported = re.findall(r'from "(\./[^"]+)"', script.read_text("utf-8"))
    return {script.name}.union(*(scripts_of((script.parent / name).resolve()) for name in imported))


def worker_is_there(line: list[Plain]) -> bool:
    """Whether the page has all of its worker, which it fetches by the way."""
    there = {one.line.split()[1].rpartition("/")[2] for one in exchanges(line) if one.whole and one.by_a_worker}
    return scripts_of(WORKER) <= there


def in_a_browser(chromium: Browser, tapped: Tapped, session: str, code: str) -> None:
    """From the first page to the ticket, in a browser that was never here."""
    context, servers, before = chromium.new_context(), tapped.servers, len(tapped.door.plain)
    somebody = Attendee(context.new_page(), Watch((servers.door, servers.issuer), ()).over(context), servers.door)
    for path in ("/", f"/en/session/{session}/", f"/en/session/{session}/room"):
        somebody.go(path)
        somebody.page.wait_for_load_state("networkidle")
    expect(somebody.page.get_by_label("The code on your card")).to_be_visible()
    somebody.collect(code)
    # At once and to the end: left alone, the box would go in at a random moment.
    somebody.type_back(" ".join(somebody.write_down()))
    somebody.put_away()
    wait_until(lambda: worker_is_there(tapped.door.plain[before:]))
    context.close()
    assert somebody.watch.faults == []


def by_hand(servers: Servers, session: str, code: str) -> None:
    """The same without a browser."""
    somebody = clients.Attendee(servers.door, servers.issuer)
    for path in ("/en/", f"/en/session/{session}/"):
        somebody.visitor.get(path)
    somebody.collect(session, code)


def differences(one: list[Exchange], other: list[Exchange]) -> list[str]:
    """What was asked, or answered, otherwise; lengths count, and so does how often."""
    first, second = ([exchange.masked() for exchange in all_of] for all_of in (one, other))
    odd = [exchange for exchange in first if exchange not in second]
    odd += [exchange for exchange in second if exchange not in first]
    return sorted({exchange.line for exchange in odd}) + (["how often"] if len(first) != len(second) else [])


def marks(all_of: list[Exchange]) -> list[str]:
    """Headers by which a visit could be known again."""
    return [found.group(1).decode().lower() for one in all_of for found in [VALIDATORS.search(one.head)] if found]


def test_two_people_send_and_get_the_same_bytes(chromium: Browser, tap: Tap) -> None:
    tapped = tap()
    desk = tapped.servers.sign_in()
    session = desk.plan()
    codes = desk.cards(session, 2)
    one, other = (tapped.seen_of(lambda code=code: in_a_browser(chromium, tapped, session, code)) for code in codes)
    for mine, theirs in zip(one, other, strict=True):
        assert len(mine) >= 2
        assert differences(mine, theirs) == []
        assert marks(mine + theirs) == []
        assert not any(b"\r\nCookie:" in exchange.asked or b"\r\nReferer:" in exchange.asked for exchange in one[1])
    # What was compared is what matters: pages, scripts, the key list, and the card itself.
    lines = " ".join(exchange.line for side in one for exchange in side)
    for part in ("GET /en/ ", "/room ", "/static/js/rooms/page.js ", "/keys/", "POST /tickets ", "POST /locker/"):
        assert part in lines
    assert sum(len(re.findall(rb"request=", exchange.asked)) for exchange in one[1]) == 2


@pytest.mark.parametrize(
    ("switches", "told"),
    [
        ((), set()),
        (("validators",), {"etag"}),
        pytest.param(("visits-counted",), {"set-cookie"}, marks=pytest.mark.slow),
    ],
    ids=["as it is", "validators", "a cookie"],
)
def test_a_server_that_marks_its_visitors_is_caught(tap: Tap, switches: tuple[str, ...], told: set[str]) -> None:
    tapped = tap(switches)
    desk = tapped.servers.sign_in()
    session = desk.plan()
    one, other = (
        tapped.seen_of(lambda code=code: by_hand(tapped.servers, session, code)) for code in desk.cards(session, 2)
    )
    for mine, theirs in zip(one, other, strict=True):
        assert set(marks(mine)) == told
        assert bool(differences(mine, theirs)) is bool(told)
