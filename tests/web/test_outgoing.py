"""What leaves on a line: whole messages in order, nothing waits for a page that takes none, and never without end."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import gevent
import pytest
from gevent.socket import socket as GeventSocket

from forum.web.outgoing import ENOUGH_WAITING, MOST_WAITING, Outgoing

SMALL = 4096

Ends = tuple[GeventSocket, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """Our end, and the page's; the system keeps as little as it can between them."""
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SMALL)
        end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL)
    line = GeventSocket(fileno=ours.detach())
    theirs.setblocking(False)
    yield line, theirs
    line.close()
    theirs.close()


def message(number: int, size: int = 3000) -> bytes:
    return number.to_bytes(2, "big") * (size // 2)


def drained(theirs: socket.socket, size: int) -> bytes:
    """Exactly so many bytes, as they come."""
    got = b""
    while len(got) < size:
        with suppress(BlockingIOError):
            got += theirs.recv(size - len(got))
        gevent.sleep(0)
    return got


def test_messages_leave_whole_and_in_order_however_slowly_they_are_taken(
    ends: Ends,
) -> None:
    out = Outgoing(ends[0])
    sent = [message(number) for number in range(100)]
    for one in sent:
        out.write(one)
    assert out.size > 0
    assert drained(ends[1], 300_000) == b"".join(sent)
    assert out.size == 0


def test_who_takes_nothing_is_given_up_at_a_fixed_size(ends: Ends) -> None:
    out, kept = Outgoing(ends[0]), [0]
    whole = len(message(0))

    def write_on() -> None:
        for number in range(10_000):
            out.write(message(number))
            kept.append(out.size)

    with pytest.raises(OSError):
        write_on()
    assert (MOST_WAITING - 1) * whole < max(kept) <= MOST_WAITING * whole
    assert (out.size, out.broken) == (0, True)


def test_who_has_a_queue_waits_instead(ends: Ends) -> None:
    out, kept = Outgoing(ends[0]), []

    def writes() -> None:
        for number in range(400):
            out.write_in_turn(message(number))
            kept.append(out.size)

    writer = gevent.spawn(writes)
    assert drained(ends[1], 1_200_000) == b"".join(message(number) for number in range(400))
    writer.get()
    assert max(kept) <= ENOUGH_WAITING + 3000


def test_whoever_waits_is_told_when_the_line_ends(ends: Ends) -> None:
    out = Outgoing(ends[0])

    def writes() -> None:
        while True:
            out.write_in_turn(message(1))

    writer = gevent.spawn(writes)
    while out.size <= ENOUGH_WAITING:
        gevent.sleep(0)
    out.end()
    with pytest.raises(OSError):
        writer.get(timeout=60)


def test_a_line_that_is_gone_says_so(ends: Ends) -> None:
    out = Outgoing(ends[0])
    ends[1].close()
    with pytest.raises(OSError):
        out.write(message(1))
    with pytest.raises(OSError):
        out.write(message(2))
