"""What comes in on one line, as it comes."""

from typing import Any

import gevent

READABLE = 1
"""gevent's loop's word for it."""
READ_AT_ONCE = 4096
"""Bytes: two ticks."""


class Incoming:
    """Reads from a gevent socket: waits first, and then asks once.

    gevent's own way is to ask first: for a line on which something comes once a beat, and all of it at once, that is
    one question in vain for each answer.
    """

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._ready = gevent.get_hub().loop.io(sock.fileno(), READABLE)
        self._more = False

    def read(self) -> bytes:
        """The next bytes; none once the line has ended. Raises OSError when it is broken."""
        if not self._more:
            gevent.get_hub().wait(self._ready)
        data: bytes = self._sock.recv(READ_AT_ONCE)
        self._more = len(data) == READ_AT_ONCE
        return data

    def end(self) -> None:
        """Waits for nothing any more; for whoever read last."""
        self._ready.close()
