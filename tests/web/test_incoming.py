"""What comes in is read whole and in order, whoever waits; and nobody looks while there is nobody to look for."""

import socket
from collections.abc import Callable, Iterator

import gevent
import pytest
from gevent.socket import socket as GeventSocket

from forum.web.incoming import LONGEST, READ_AT_ONCE, ROUND, Incoming, _rounds_of, round_of

Pair = tuple[Incoming, socket.socket]


@pytest.fixture
def pair() -> Iterator[Callable[[], Pair]]:
    """Makes lines: what reads ours, and the page's end."""
    made: list[tuple[Incoming, GeventSocket, socket.socket]] = []

    def make() -> Pair:
        ours, theirs = socket.socketpair()
        line = GeventSocket(fileno=ours.detach())
        made.append((Incoming(line), line, theirs))
        return made[-1][0], theirs

    yield make
    for incoming, line, theirs in made:
        incoming.end()
        line.close()
        theirs.close()


def test_everything_is_read_in_order_however_much_comes_at_once(pair: Callable[[], Pair]) -> None:
    incoming, theirs = pair()
    sent = bytes(range(256)) * 100
    theirs.sendall(sent)
    theirs.shutdown(socket.SHUT_WR)
    got = list(iter(incoming.read, b""))
    assert b"".join(got) == sent
    assert max(map(len, got)) <= READ_AT_ONCE


def test_each_reader_is_woken_by_its_own_line_alone(pair: Callable[[], Pair]) -> None:
    lines = [pair() for _ in range(20)]
    readers = [gevent.spawn(incoming.read) for incoming, _ in lines]
    for number in (3, 7):
        lines[number][1].sendall(bytes([number]))
    assert [readers[number].get(timeout=60) for number in (3, 7)] == [b"\3", b"\7"]
    assert sum(reader.ready() for reader in readers) == 2
    gevent.killall(readers)


def test_a_reader_is_woken_when_its_line_ends(pair: Callable[[], Pair]) -> None:
    incoming, theirs = pair()
    reader = gevent.spawn(incoming.read)
    gevent.sleep(0)
    theirs.close()
    assert reader.get(timeout=60) == b""


def test_what_came_while_nobody_waited_is_not_lost(pair: Callable[[], Pair]) -> None:
    incoming, theirs = pair()
    other = pair()[0]
    theirs.sendall(b"early")
    with gevent.Timeout(0.1, False):
        other.read()
    assert incoming.read() == b"early"


def test_nobody_looks_while_there_are_no_lines() -> None:
    rounds = _rounds_of(gevent.get_hub(), ROUND)
    assert not rounds._timer.active
    ours, theirs = socket.socketpair()
    with theirs, GeventSocket(fileno=ours.detach()) as line:
        incoming = Incoming(line)
        assert rounds._timer.active
        incoming.end()
        assert not rounds._timer.active


def test_a_round_is_a_tenth_of_a_beat_within_reason() -> None:
    assert [round_of(beat) for beat in (0.02, 0.5, 1.0, 5.0)] == [ROUND, 0.05, LONGEST, LONGEST]
