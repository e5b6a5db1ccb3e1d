"""What leaves on one line: whole messages, in turn, straight to the socket for as long as it takes them."""

from collections import deque
from contextlib import suppress
from typing import Any

import gevent
from gevent.event import Event

MOST_WAITING = 256
"""Messages that may wait for a page that takes none: 1 MiB of a member's frames, four times that of a moderator's."""
ENOUGH_WAITING = 1 << 16


class Outgoing:
    """Writes to a gevent socket without waiting for it; what it does not take at once is kept here and follows.

    A short write never tears a message: no other begins before the rest of it has gone.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._waiting: deque[bytes | memoryview] = deque()
        self._room = Event()
        self._room.set()
        self.size = 0
        self.broken = False

    def write(self, data: bytes) -> None:
        """Sends `data` now or keeps it; raises OSError once the line is gone or will not be kept up with."""
        if self.broken:
            raise OSError
        if self._waiting:
            self._keep(data)
        elif (sent := self._sent(data)) < len(data):
            self._keep(memoryview(data)[sent:])
            gevent.spawn(self._follow)

    def write_in_turn(self, data: bytes) -> None:
        """The same, but first waits until little is kept: for whoever has a queue of its own. Raises OSError."""
        self._room.wait()
        self.write(data)

    def _sent(self, data: bytes) -> int:
        try:
            return int(self._sock.send(data, 0, 0.0))
        except (BlockingIOError, TimeoutError):
            return 0
        except OSError:
            self._break()
            raise

    def _keep(self, data: bytes | memoryview) -> None:
        if len(self._waiting) >= MOST_WAITING:
            self._break()
            raise OSError
        self._waiting.append(data)
        self.size += len(data)
        if self.size > ENOUGH_WAITING:
            self._room.clear()

    def _follow(self) -> None:
        with suppress(OSError):
            while self._waiting and not self.broken:
                self._sock.sendall(self._waiting[0])
                self._took()
            return
        self._break()

    def _took(self) -> None:
        if self._waiting:
            self.size -= len(self._waiting.popleft())
        if self.size <= ENOUGH_WAITING:
            self._room.set()

    def _break(self) -> None:
        self.broken = True
        self._waiting.clear()
        self.size = 0
        self._room.set()

    def end(self) -> None:
        """Keeps nothing any more; whoever waits is told."""
        self._break()
