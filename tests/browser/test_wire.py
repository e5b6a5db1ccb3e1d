"""What the network sees of real pages: the same frames, whether somebody only listens or does everything there is."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import Attendee
from tests.browser.watch import Watch
from tests.clients import Attendee as Guest
from tests.clients import desk_line
from tests.privacy.recorder import Frames, Recorder
from tests.running import free_port
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

ENOUGH = 40
"""Frames each way that are compared at the least."""
WELCOME = "Welcome, everybody."
HELLO_UP, HELLO_DOWN = 1, 2
"""How many frames come before the first tick: they say which room, and hold nothing of anyone."""


@pytest.fixture
def tapped(start_servers: Callable[..., Servers]) -> Iterator[tuple[Servers, Recorder]]:
    port = free_port()
    servers = start_servers(door_origin=f"http://localhost:{port}")
    servers.door = f"http://localhost:{port}"
    recorder = Recorder(port, servers.door_port)
    yield servers, recorder
    recorder.close()


def person(chromium: Browser, servers: Servers, session: str, code: str) -> Attendee:
    context = chromium.new_context()
    somebody = Attendee(context.new_page(), Watch((servers.door, servers.issuer), ()).over(context), servers.door)
    somebody.sit_down(session, code)
    return somebody


def do_everything(busy: Attendee) -> None:
    """All that a seat can do, short words and long ones."""
    busy.unfold("My seat")
    busy.press("Draw another name")
    busy.begin_to_speak()
    for words in ("x", "ŵ" * 600, '"\\' * 500, "👩‍🚒" * 90):
        busy.write(words)
        busy.sees(words)
    busy.take_back("x")
    busy.cover()
    busy.uncover()
    busy.pause()
    busy.come_back()
    busy.take_everything_back()
    busy.sees_no_more("ŵ" * 600)
    busy.press("Only listen again")
    expect(busy.page.get_by_text("You are listening.")).to_be_visible()


def expect_frames(busy: Attendee, recorder: Recorder) -> None:
    """Waits until every page has had enough frames, and sent enough."""
    while min(len(list(sizes.sizes)) for line in recorder.sockets[:2] for sizes in (line.up, line.down)) < ENOUGH:
        busy.page.wait_for_timeout(100)


def do_it_kindly(busy: Attendee) -> None:
    """All that a seat can do about the words of others, and for itself."""
    busy.begin_to_speak()
    busy.answer(WELCOME, "An answer")
    busy.sees("An answer")
    busy.support(WELCOME, "I am with you")
    busy.flag(WELCOME)
    busy.write_with_note("Behind a note", "Something hard", own="ŵ" * 30)
    busy.mute_word("drink")
    busy.cover()
    busy.uncover()


def do_it_quietly(busy: Attendee) -> None:
    """All that a seat can do to reach one person."""
    busy.raise_hand()
    busy.lower_hand()
    busy.need()
    busy.say_quietly("ŵ" * 300)
    busy.think_someone_is_here()
    busy.give_contact("1 High Street")
    busy.take_contact()
    busy.pause()
    busy.come_back()
    busy.end_talk()


def compare(chromium: Browser, tapped: tuple[Servers, Recorder], act: Callable[[Attendee], None]) -> None:
    """One somebody acts, one only listens: both lines show the same."""
    servers, recorder = tapped
    desk = servers.sign_in()
    session, codes = desk.open_session(cards=3)
    idle = person(chromium, servers, session, codes[0])
    busy = person(chromium, servers, session, codes[1])
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    other = Guest(servers.door, servers.issuer)
    other.speaks(other.come_in(session, codes[2]), WELCOME)
    busy.sees(WELCOME)
    act(busy)
    # However fast all that was done, as many frames as are needed are watched.
    expect_frames(busy, recorder)
    assert board.do("room:stop") is None
    quiet, loud, moderator, _ = recorder.sockets
    for way, hello in (("up", HELLO_UP), ("down", HELLO_DOWN)):
        still, full, hosts = (list(getattr(line, way).sizes) for line in (quiet, loud, moderator))
        assert min(len(still), len(full)) >= ENOUGH
        together = min(len(still), len(full))
        assert still[:together] == full[:together]
        assert len(set(still[hello:] + full[hello:])) == 1
        assert len(set(hosts[hello:])) == 1
    for somebody in (idle, busy):
        somebody.asked_for_nothing()
        somebody.page.context.close()
        assert somebody.watch.faults == []


def test_one_who_does_everything_looks_like_one_who_only_listens(
    chromium: Browser, tapped: tuple[Servers, Recorder]
) -> None:
    compare(chromium, tapped, do_everything)


@pytest.mark.slow
@pytest.mark.parametrize("act", [do_it_kindly, do_it_quietly])
def test_so_does_one_who_answers_or_asks_for_help(
    act: Callable[[Attendee], None], chromium: Browser, tapped: tuple[Servers, Recorder]
) -> None:
    compare(chromium, tapped, act)


def test_the_tap_tells_frames_of_different_sizes_apart() -> None:
    frames = Frames()
    stream = b"\x81\x05hello" + b"\x81\xfe\x01\x00mask" + bytes(256) + b"\x81\x7f" + (70_000).to_bytes(8, "big")
    for start in range(0, len(stream), 3):
        frames.feed(stream[start : start + 3])
    frames.feed(bytes(70_000))
    assert frames.sizes == [7, 264, 70_010]
