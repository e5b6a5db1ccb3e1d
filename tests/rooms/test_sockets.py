"""Real sockets of a real server: a word goes from page to page, and no bad input disturbs anybody else."""

import contextlib
import itertools
import json
import time
from collections.abc import Iterator

import pytest
from gevent.queue import JoinableQueue

from forum.rooms import frames
from forum.rooms.beat_room import SIZES
from forum.rooms.frames import FrameRecord
from forum.rooms.sockets import QUEUED_AT_MOST, SocketLine
from forum.web.transport import TRANSPORT, Transport
from tests.frames import read_down, up
from tests.rooms.reference_reducer import empty, reduce
from tests.rooms.small import BEAT
from tests.running import Running, free_port, wait_until
from tests.web.line import OPEN, Line

names = (f"seat-{n}" for n in itertools.count())
sessions = (f"evening-{n}" for n in itertools.count())


@contextlib.contextmanager
def served(folder, *flags) -> Iterator[Running]:
    port = free_port()
    running = Running(["-m", "tests.rooms.small", str(port), *flags], folder / "log")
    running.port = port
    running.wait_healthy(port)
    try:
        yield running
    finally:
        running.stop()
    assert b"canary" not in running.log()
    assert b"Traceback" not in running.log()


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Running]:
    with served(tmp_path_factory.mktemp("room")) as running:
        yield running


@pytest.fixture(autouse=True)
def _lines_are_closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


class Page:
    """A page without a browser: it ticks for every frame that comes and folds what they say."""

    def __init__(self, server, name=None, namespace="/room", payload=None):
        self.line = Line(server.port, name or next(names))
        self.namespace = namespace
        self.sizes = SIZES["floor" if namespace == "/room" else "desk"]
        self.page, self.refusals, self.c, self.lengths, self.ticked = empty(), {}, 0, set(), 0.0
        self.answered: set[int] = set()
        assert (self.line.receive() or "").startswith("0")
        self.line.send(f"40{namespace}," + json.dumps({"session": "tonight"} if payload is None else payload))
        self.answer = self.line.receive() or ""

    @property
    def is_in(self):
        return self.answer.startswith(f"40{self.namespace},")

    def take(self):
        """One frame, and a tick for it; False when the line has ended."""
        message = self.line.receive()
        if message is None or not message.startswith("42"):
            return False
        self.lengths.add(len(message))
        _, frame = json.loads(message.partition(",")[2])
        shared, own = read_down(frame, *self.sizes)
        for record in (*shared, *own):
            if record.kind == "command:done":
                self.answered.add(record.fields["c"])
            if record.kind == "command:refused":
                self.refusals[record.fields["c"]] = record.fields["code"]
            self.page = reduce(self.page, dict(record.fields), record.text)
        beat = shared[0].fields
        # Once a beat, as a page does: a backlog of frames is not answered by a flood.
        if "b" not in beat and time.monotonic() - self.ticked >= BEAT * 0.9:
            self.tick(beat)
        return True

    def tick(self, beat, command=None):
        self.ticked = time.monotonic()
        self.send("frame:send", up(beat["e"], beat["f"], command))

    def send(self, *event):
        self.line.send(f"42{self.namespace}," + json.dumps(event))

    def until(self, condition):
        for _ in range(400):
            if condition(self):
                return self
            if not self.take():
                break
        raise AssertionError("the line ended or it never happened")

    def do(self, kind, text="", **fields):
        self.c += 1
        self.tick({"e": "", "f": 0}, FrameRecord({"k": kind, "c": self.c} | fields, text))
        self.until(lambda page: self.c in page.answered or self.c in page.refusals)
        return self.refusals.get(self.c)

    def ended(self):
        return not all(self.take() for _ in range(100))


def test_words_go_from_page_to_page_through_real_sockets(server):
    assert b"shortcuts-off" not in server.log()
    talk(server)


def test_without_shortcuts_everything_is_the_same(tmp_path):
    with served(tmp_path, "--stock") as stock:
        assert b"shortcuts-off" in stock.log()
        talk(stock)
        for event in BAD_EVENTS.values():
            bad = Page(stock).until(lambda p: "c" in p.page["self"])
            bad.send(*event)
            assert bad.line.ends()


def talk(server):
    desk = Page(server, "mod-a", "/desk", {"session": "tonight"}).until(lambda p: "c" in p.page["self"])
    anna, bryn = (Page(server).until(lambda p: "c" in p.page["self"]) for _ in range(2))
    assert desk.do("room:open") is None
    assert anna.do("mode:choose", mode="speaking") is None
    assert anna.do("message:say", "Helo <3 ŵ 👋", lang="cy") is None
    for page in (bryn, desk):
        page.until(lambda p: [m["text"] for m in p.page["messages"]] == ["Helo <3 ŵ 👋"])
    seat = desk.page["messages"][0]["seat"]
    assert bryn.do("room:stop") == "not-allowed"
    assert desk.do("seat:remove", seat=seat) is None
    assert anna.ended()
    assert anna.page["self"]["removed"] is True
    assert bryn.do("messages:withdraw") is None
    assert (len(bryn.lengths), len(desk.lengths)) == (1, 1)


PAUSE = FrameRecord({"k": "seat:pause", "c": 1})
BAD_EVENTS = {
    "no frame": ["frame:send"],
    "two frames": ["frame:send", up("", 0), up("", 0)],
    "short": ["frame:send", "canary"],
    "not base64": ["frame:send", "*" * 2048],
    "a list": ["frame:send", [up("", 0)]],
    "a number": ["frame:send", 5],
    "nothing": ["frame:send", None],
    "an object": ["frame:send", {"canary": "canary"}],
    "an unknown event": ["message:say", "canary"],
    "a known name of the library": ["message", "canary"],
    "connect again": ["connect", "canary"],
    "zeros": ["frame:send", "A" * 2048],
    "a command without a tick": ["frame:send", frames.joined(frames.part([frames.encoded(PAUSE)], frames.UP))],
}


@pytest.mark.parametrize("event", BAD_EVENTS.values(), ids=BAD_EVENTS)
def test_what_our_pages_never_send_is_cut_and_nobody_else_notices(server, event):
    other = Page(server).until(lambda p: "c" in p.page["self"])
    bad = Page(server).until(lambda p: "c" in p.page["self"])
    bad.send(*event)
    assert bad.ended()
    assert all(other.take() for _ in range(5))


BAD_COMMANDS = {
    "an unknown kind": ({"k": "canary:canary", "c": 1}, "", "unknown-command"),
    "a wrong shape": ({"k": "message:say", "c": 1, "lang": "canary"}, "x", "bad-request"),
    "only spaces": ({"k": "message:say", "c": 1, "lang": "en"}, " \n ", "empty-message"),
    "too long": ({"k": "message:say", "c": 1, "lang": "en"}, "x" * 1001, "message-too-long"),
    "a moderator's act": ({"k": "room:close", "c": 1}, "", "not-allowed"),
    "somebody else's": ({"k": "message:withdraw", "c": 1, "id": "canary__"}, "", "no-such-message"),
}


@pytest.mark.parametrize(("fields", "text", "code"), BAD_COMMANDS.values(), ids=BAD_COMMANDS)
def test_a_command_that_cannot_be_is_refused_by_a_code(server, fields, text, code):
    page = Page(server).until(lambda p: "c" in p.page["self"])
    page.tick({"e": "", "f": 0}, FrameRecord(fields, text))
    page.until(lambda p: p.refusals == {1: code})


def test_a_flood_is_cut(server):
    page = Page(server).until(lambda p: "c" in p.page["self"])
    with contextlib.suppress(ConnectionError):
        for _ in range(300):
            page.send("frame:send", up("", 0))
    assert page.ended()


def test_frames_before_coming_in_reach_nobody(server):
    line = Line(server.port, "seat-early")
    line.receive()
    line.send("42/room," + json.dumps(["frame:send", up("", 0, PAUSE)]))
    line.send('40/room,{"session":"tonight"}')
    assert (line.receive() or "").startswith("40/room,")
    page = Page(server, "seat-early").until(lambda p: "c" in p.page["self"])
    assert page.page["self"]["paused"] is False


@pytest.mark.parametrize("payload", [{}, {"session": 5}, {"session": ""}, {"session": "x" * 99}, [], "canary", 0])
def test_a_desk_that_names_no_session_is_not_let_in(server, payload):
    page = Page(server, "mod-b", "/desk", payload)
    assert not page.is_in


@pytest.mark.parametrize("payload", [{}, {"session": 5}, {"session": "evening"}, {"session": "Tonight"}, [], "tonight"])
def test_a_seat_is_let_into_no_session_but_its_own(server, payload):
    assert not Page(server, "seat-y", "/room", payload).is_in
    assert Page(server, "seat-y", "/room", {"session": "tonight"}).is_in


def test_a_desk_is_not_let_into_a_session_whose_doors_are_shut(server):
    assert not Page(server, "mod-b", "/desk", {"session": "shut"}).is_in


def test_a_seat_is_not_let_to_the_desk_and_a_moderator_not_to_a_seat(server):
    assert not Page(server, "seat-x", "/desk", {"session": "tonight"}).is_in
    assert not Page(server, "mod-b", "/room").is_in


def test_a_second_page_of_the_same_seat_ends_the_first_one_for_good(server):
    first = Page(server, "seat-twice").until(lambda p: "c" in p.page["self"])
    second = Page(server, "seat-twice").until(lambda p: "c" in p.page["self"])
    assert "41/room," in iter(first.line.receive, None)
    assert all(second.take() for _ in range(5))


class Engine:
    """Engine.IO's side of a page that takes nothing."""

    def __init__(self):
        self.queue = JoinableQueue()
        self.transport = Transport(self.handle, None, limit=1, connect_within=1)
        self.line = SocketLine(self, "sid", "/room", {TRANSPORT: self.transport})

    def handle(self, websocket):
        raise AssertionError

    def emit(self, *event, **where):
        self.queue.put(event)


def test_no_more_than_a_fixed_number_of_frames_waits_for_a_page_that_takes_none():
    deaf = Engine()
    cuts = []
    deaf.transport.cut = lambda: cuts.append(deaf.queue.qsize())
    for _ in range(QUEUED_AT_MOST):
        deaf.line.send("frame")
    assert not cuts
    for _ in range(1000):
        deaf.line.send("frame")
    assert (deaf.queue.qsize(), set(cuts)) == (QUEUED_AT_MOST, {QUEUED_AT_MOST})


def test_after_closing_everybody_is_cut_and_nobody_comes_back(server):
    session = next(sessions)
    desk = Page(server, "mod-c", "/desk", {"session": session}).until(lambda p: "c" in p.page["self"])
    assert desk.do("room:end", "Nos da") is None
    assert desk.do("room:close") is None
    assert desk.page["phase"] == "closed"
    assert desk.ended()
    assert not Page(server, "mod-c", "/desk", {"session": session}).is_in
    wait_until(lambda: b"the room has closed" in server.log())
