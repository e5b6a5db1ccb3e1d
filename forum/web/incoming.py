"""What comes in on the lines: looked for in rounds, for all lines together.

Every page sends once a beat at a moment of its own, and nothing of it is due before the next beat. A program that wakes
for each wakes thousands of times a second, which costs more than what it wakes for.
"""

import select
from contextlib import suppress
from functools import cache
from typing import Any

import gevent
from gevent.hub import Waiter

ROUND, LONGEST = 0.02, 0.1
"""Seconds: as short as the shortest beat, and as much as nobody notices in what comes with a beat."""
READ_AT_ONCE = 4096
"""Bytes: two ticks."""


class Rounds:
    """Wakes whoever waits for a line on which something has come, once a round; at rest while there are no lines."""

    def __init__(self, hub: Any, every: float) -> None:
        self._poll = select.epoll()
        self._waiting: dict[int, Any] = {}
        self._lines = 0
        self._timer = hub.loop.timer(every, every)

    def join(self, line: int) -> None:
        """From now on this line is looked at."""
        self._poll.register(line, select.EPOLLIN)
        self._lines += 1
        if self._lines == 1:
            self._timer.start(self._look)

    def leave(self, line: int) -> None:
        """It is not looked at any more; nobody waits for it."""
        with suppress(OSError, ValueError):
            self._poll.unregister(line)
        self._lines -= 1
        if not self._lines:
            self._timer.stop()

    def wait(self, line: int) -> None:
        """Returns in the round in which something has come, or the line has ended."""
        self._waiting[line] = waiter = Waiter()
        try:
            waiter.get()
        finally:
            self._waiting.pop(line, None)

    def _look(self) -> None:
        for line, _ in self._poll.poll(0):
            if waiter := self._waiting.get(line):
                waiter.switch(None)


class Incoming:
    """Reads from a gevent socket: waits first, and then asks once. Its line is looked at once in `every` seconds."""

    def __init__(self, sock: Any, every: float = ROUND) -> None:
        self._sock = sock
        self._line: int = sock.fileno()
        self._rounds = _rounds_of(gevent.get_hub(), every)
        self._rounds.join(self._line)
        self._more = False

    def read(self) -> bytes:
        """The next bytes; none once the line has ended. Raises OSError when it is broken."""
        if not self._more:
            self._rounds.wait(self._line)
        data: bytes = self._sock.recv(READ_AT_ONCE)
        self._more = len(data) == READ_AT_ONCE
        return data

    def end(self) -> None:
        """Waits for nothing any more; for whoever read last."""
        self._rounds.leave(self._line)


def round_of(beat: float) -> float:
    """How long a round is where a page sends once in `beat` seconds."""
    return min(max(beat / 10, ROUND), LONGEST)


@cache
def _rounds_of(hub: Any, every: float) -> Rounds:
    return Rounds(hub, every)
