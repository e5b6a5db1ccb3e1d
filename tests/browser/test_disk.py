"""What a browser has written to disk of an evening, once it is closed: nothing of it, in a normal window too."""

import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from forum.tickets import base64url
from forum.tickets.codes import parse_code
from tests.browser.lines import Tap, tap
from tests.browser.people import Attendee
from tests.browser.profiles import profile, window
from tests.browser.watch import Watch
from tests.clients import desk_line
from tests.privacy.exchanges import Exchange
from tests.privacy.needles import Needles
from tests.privacy.unpacked import unpacked
from tests.running import free_port
from tests.servers import Servers

__all__ = ["profile", "tap"]
pytestmark = [pytest.mark.browser, pytest.mark.privacy, pytest.mark.slow, pytest.mark.timeout(300)]

SAID = "A quiet word that stays between us ŵ"
CANARY = "canary-that-is-kept-"
KEEPING = f"""<!doctype html><title>{CANARY}title</title><script>
localStorage.setItem("kept", "{CANARY}stored ".repeat(40));
</script>""".encode()


class Keeping(http.server.BaseHTTPRequestHandler):
    """A page that keeps what ours must not."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Length", str(len(KEEPING)))
        self.end_headers()
        self.wfile.write(KEEPING)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def keeping() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", free_port()), Keeping)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


def an_evening(page: Page, servers: Servers, needles: Needles) -> None:
    """Collects, writes six words down, comes in with them and says something."""
    desk = servers.sign_in()
    session = desk.plan()
    (code,) = desk.cards(session, 1)
    needles.add("code", code, parse_code(code), code.lower())
    somebody = Attendee(page, Watch((servers.door, servers.issuer), ()).over(page.context), servers.door)
    for path in ("/en/", f"/en/session/{session}/", f"/en/session/{session}/room"):
        somebody.go(path)
    somebody.collect(code)
    words = somebody.write_down()
    needles.add("words", *(between.join(words) for between in (" ", "\n", "-", ", ", '","')))
    somebody.type_back(" ".join(words))
    somebody.put_away()
    desk.open_doors(session)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    # Typed by hand: whatever remembers what is typed into a field has it now.
    somebody.go(f"/en/session/{session}/room")
    somebody.find(" ".join(words))
    somebody.is_seated()
    somebody.begin_to_speak()
    somebody.write(SAID)
    somebody.sees(SAID)
    needles.add("message", SAID)
    board.close()


def shown_at_the_door(seen: list[Exchange], needles: Needles) -> None:
    """The ticket and the secret of the seat, and the cookie that came for them, as they went over the line."""
    for one in seen:
        if one.line.endswith("/seat HTTP/1.1"):
            shown = one.asked.partition(b"\r\n\r\n")[2].decode().split('"')[3::4]
            needles.add("ticket and secret", *shown, *(base64url.decode(text) for text in shown))
            needles.add("seat cookie", *re.findall(rb"Set-Cookie: __Host-seat=([^;]+)", one.answered))


def test_nothing_of_an_evening_is_on_the_disk(engines: Playwright, tap: Tap, profile: str, tmp_path: Path) -> None:
    tapped, needles = tap(locker_every=0.2), Needles()
    with window(engines, profile, tmp_path / "profile") as page:
        door, _ = tapped.seen_of(lambda: an_evening(page, tapped.servers, needles))
    shown_at_the_door(door, needles)
    assert set(needles.by_kind) == {"code", "words", "message", "seat cookie", "ticket and secret"}
    assert all(needles.by_kind.values())
    places = unpacked(tmp_path / "profile")
    assert len(places) > 20
    found = needles.found(places)
    print(f"{profile}: {len(places)} places, found {found or 'nothing'}")
    # A normal window may remember the cookie of its tabs, which opens nothing once the evening is over.
    allowed = {"seat cookie"} if "private" not in profile else set()
    assert set(found) <= allowed


def test_the_search_finds_what_is_kept_in_a_normal_window_and_only_there(
    engines: Playwright, keeping: str, profile: str, tmp_path: Path
) -> None:
    with window(engines, profile, tmp_path / "profile") as page:
        page.goto(f"{keeping}/{CANARY}address")
        expect(page).to_have_title(f"{CANARY}title")
        assert page.evaluate("localStorage.getItem('kept').length") > 100
    needles = Needles()
    for kind in ("title", "address"):
        needles.add(kind, f"{CANARY}{kind}")
    # Only unpacked are there two of them, one after the other, in Firefox.
    needles.add("stored", f"{CANARY}stored {CANARY}stored")
    found = set(needles.found(unpacked(tmp_path / "profile")))
    assert found == (set() if "private" in profile else {"title", "address", "stored"})
