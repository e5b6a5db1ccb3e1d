"""Reads the lengths that WebSocket frames announce, and nothing else of them."""


class TooLong(Exception):
    """A frame announced more than is allowed."""


class FrameLengths:
    """Follows the frame headers in a client's bytes; raises TooLong at the header, before the payload comes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._head = bytearray()
        self._payload = 0

    def feed(self, data: bytes) -> None:
        """Takes the next bytes of the stream, however they were cut."""
        at = 0
        while at < len(data):
            if self._payload:
                step = min(self._payload, len(data) - at)
                self._payload -= step
                at += step
            else:
                self._head.append(data[at])
                at += 1
                self._weigh()

    def _weigh(self) -> None:
        if len(self._head) < 2:
            return
        short = self._head[1] & 0x7F
        extended = {126: 2, 127: 8}.get(short, 0)
        if len(self._head) < 2 + extended:
            return
        length = int.from_bytes(self._head[2 : 2 + extended], "big") if extended else short
        if length > self._limit:
            raise TooLong
        masked = 4 if self._head[1] & 0x80 else 0
        if len(self._head) == 2 + extended + masked:
            self._head.clear()
            self._payload = length
