"""Whatever goes wrong with lines and server, all end with the same list, and no word comes back that was taken."""

import base64
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.clients import Attendee
from tests.rooms.reference_reducer import seen
from tests.rooms.test_reducer_js import needs_node
from tests.servers import Servers
from tests.wire.chaos import BEAT, Evening, Rough, bytes_told

pytestmark = pytest.mark.timeout(400)

MEMBERS = 5
FEW, ALL = range(100, 102), range(20)
HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def slow_beat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with running(tmp_path_factory.mktemp("servers")) as servers:
        yield servers


@contextmanager
def running(folder: Path, *switches: str) -> Iterator[Servers]:
    """Both programs, which go on at the end even if they were stopped."""
    servers = Servers(folder, switches, beat=BEAT)
    try:
        yield servers.start()
    finally:
        with suppress(OSError):
            os.kill(servers.pid("door"), signal.SIGCONT)
        servers.stop()


def member(servers: Servers, session: str, code: str) -> Rough:
    somebody = Attendee(servers.door, servers.issuer)
    somebody.collect(session, code)
    assert somebody.redeem(session).status == 200
    cookie = "; ".join("=".join(pair) for pair in somebody.visitor.cookies.items())
    return Rough(servers.door_port, servers.door, cookie, session, raw=[])


def moderator(servers: Servers, session: str, name: str) -> Rough:
    cookie = "; ".join("=".join(pair) for pair in servers.sign_in(name).visitor.cookies.items())
    return Rough(servers.door_port, servers.door, cookie, session, "/desk", raw=[])


def rough_evening(servers: Servers, seed: int) -> tuple[Evening, Rough, Rough]:
    """An evening, and a member and a moderator who come when all of it is over."""
    desk = servers.sign_in(f"robin{seed}")
    session, codes = desk.open_session(MEMBERS + 1)
    cookie = "; ".join("=".join(pair) for pair in desk.visitor.cookies.items())
    first = Rough(servers.door_port, servers.door, cookie, session, "/desk", raw=[])
    members = [member(servers, session, code) for code in codes[:MEMBERS]]
    late = member(servers, session, codes[MEMBERS]), moderator(servers, session, f"sam{seed}")
    evening = Evening(seed, members, first, servers.pid("door"))
    for somebody in evening.everybody:
        somebody.chance = evening.chance
    try:
        evening.live()
        for somebody in late:
            evening.join(somebody)
        evening.settle([*evening.everybody, *late])
    finally:
        evening.loop.close()
    return evening, *late


def check(evening: Evening, late: Rough, late_desk: Rough) -> None:
    lists = [somebody.list for somebody in (*evening.everybody, late, late_desk)]
    assert all(one == lists[0] for one in lists)
    there = {text for _, text in lists[0]}
    assert len(there) == len(lists[0]) > 0
    for somebody in evening.members:
        left = somebody.saw & set(somebody.asked) - somebody.taken_back
        assert {text for text in left if text.startswith("words")} <= there
        assert {text for text in left if text.startswith("aside")} <= {m["text"] for m in somebody.page["aside"]}
        assert not somebody.taken_back & there
    for somebody in (*evening.everybody, late, late_desk):
        assert somebody.twice == set()
        assert {text for text, ids in somebody.ids.items() if len(ids) > 1} == set()


def check_that_nothing_comes_back(evening: Evening, late: Rough, late_desk: Rough) -> None:
    gone = {text for somebody in evening.members for text in somebody.taken_back}
    aside = {text for somebody in evening.members for text in somebody.asked if text.startswith("aside")}
    for somebody, others in ((late, gone | aside), (late_desk, gone)):
        told = bytes_told(somebody)
        assert [text for text in others if text.encode() in told] == []
    # So would it show: those who were there have got words that were taken back, and the moderator asides.
    assert any(text.encode() in bytes_told(evening.members[0]) for text in gone)
    assert any(text.encode() in bytes_told(evening.desk) for text in gone & aside)
    assert all(text.encode() in bytes_told(late) for _, text in late.list)


def on_real_pages(readers: list[Rough]) -> list[Any]:
    """What the browser's own code makes of the frames that each of them heard."""
    command = ["node", str(HERE / "frames_in_node.mjs")]
    words = "".join(json.dumps(heard_by(one)) + "\n" for one in readers)
    shown = subprocess.run(command, input=words, capture_output=True, text=True, check=True, timeout=120)
    return [json.loads(line) for line in shown.stdout.splitlines()]


def heard_by(one: Rough) -> dict[str, Any]:
    frames = [base64.b64encode(frame).decode() for frame in one.raw or []]
    return {"audience": "desk" if at_the_desk(one) else "floor", "frames": frames}


def at_the_desk(one: Rough) -> bool:
    return one.namespace == "/desk"


def check_what_real_pages_show(readers: list[Rough]) -> None:
    expected = [seen(one.page, at_the_desk(one)) for one in readers]
    assert on_real_pages(readers) == expected
    # So would it show: nothing is left of what only the first frame of a burst told.
    late = readers[-2]
    late.raw = (late.raw or [])[1:]
    assert on_real_pages([late]) != [expected[-2]]


def lived_through(servers: Servers, seed: int) -> None:
    evening, late, late_desk = rough_evening(servers, seed)
    check(evening, late, late_desk)
    check_that_nothing_comes_back(evening, late, late_desk)
    check_what_real_pages_show([*evening.everybody, late, late_desk])
    assert sum(len(somebody.taken_back) for somebody in evening.members) > 3


@needs_node
@pytest.mark.slow
@pytest.mark.parametrize("seed", FEW)
def test_after_chaos_everybody_reads_the_same(slow_beat: Servers, seed: int) -> None:
    lived_through(slow_beat, seed)


@needs_node
@pytest.mark.prove
@pytest.mark.parametrize("seed", ALL)
def test_so_it_is_after_twenty_evenings(slow_beat: Servers, seed: int) -> None:
    lived_through(slow_beat, seed)


@pytest.mark.prove
def test_words_that_show_twice_would_be_noticed(tmp_path: Path) -> None:
    with running(tmp_path, "repeats-count") as servers:
        evening, late, late_desk = rough_evening(servers, 200)
        assert any(somebody.twice for somebody in evening.members)
        with pytest.raises(AssertionError):
            check(evening, late, late_desk)
