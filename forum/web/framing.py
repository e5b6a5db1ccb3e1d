"""WebSocket frames (RFC 6455) without extensions: a client's bytes taken apart, and a server's messages framed.

A length is weighed at the header, before the payload comes. What a page never does is BadFrame; whoever reads ends the
line then. That a message comes in many frames is such a thing: browsers cut only what is far longer than all we take,
and frames that are no message yet would be work that no allowance counts.
"""

import struct

TEXT, BINARY, CLOSE, PING, PONG = KINDS = 1, 2, 8, 9, 10
LAST, RESERVED, OPCODE, CONTROL, MASKED, LENGTH = 0x80, 0x70, 0x0F, 0x08, 0x80, 0x7F
MOST_IN_CONTROL = 125
MIDDLING = bytes((LAST | TEXT, MASKED | 126))
"""How a masked text of up to 64 KiB begins."""

_EXTENDED = {126: struct.Struct(">H"), 127: struct.Struct(">Q")}
_XOR = tuple(bytes(value ^ key for value in range(256)) for key in range(256))


class BadFrame(Exception):
    """Bytes that no page of ours sends."""


class TooLong(BadFrame):
    """A frame announced more than is allowed."""


class Reader:
    """Takes a client's bytes, however they were cut, and gives whole messages."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rest = b""

    def feed(self, data: bytes) -> list[tuple[int, bytes]]:
        """The messages that are whole now, each with its opcode; raises BadFrame or TooLong."""
        if self._is_one(data):
            return [(TEXT, unmasked(data[8:], data[4:8]))]
        data, at, found = self._rest + data if self._rest else data, 0, []
        while len(data) - at >= 2:
            start, end = self._extent(data, at)
            if start + 4 > len(data) or end > len(data):
                break
            found.append((data[at] & OPCODE, unmasked(data[start + 4 : end], data[start : start + 4])))
            at = end
        self._rest = data[at:]
        return found

    def _is_one(self, data: bytes) -> bool:
        """Whether this is one middling text and nothing else, as nearly always."""
        if self._rest or not data.startswith(MIDDLING) or len(data) < 8:
            return False
        size = data[2] << 8 | data[3]
        return len(data) - 8 == size <= self._limit

    def _extent(self, data: bytes, at: int) -> tuple[int, int]:
        """Where a frame's mask begins and the frame ends; past the data, as long as too little of it is there."""
        first, second = data[at], data[at + 1]
        if first & RESERVED or not first & LAST or first & OPCODE not in KINDS or not second & MASKED:
            raise BadFrame
        length, start = second & LENGTH, at + 2
        if (more := _EXTENDED.get(length)) is not None:
            start += more.size
            if start > len(data):
                return start, start
            (length,) = more.unpack_from(data, at + 2)
        self._weigh(first, length)
        return start, start + 4 + length

    def _weigh(self, first: int, length: int) -> None:
        if first & CONTROL and length > MOST_IN_CONTROL:
            raise BadFrame
        if length > self._limit:
            raise TooLong


def unmasked(payload: bytes, mask: bytes) -> bytes:
    """The payload without its mask."""
    # Four strides through a table: in CPython nothing at hand is quicker, see bench/README.md.
    plain = bytearray(payload)
    for place in range(4):
        plain[place::4] = plain[place::4].translate(_XOR[mask[place]])
    return bytes(plain)


def framed(*payload: bytes, kind: int = TEXT) -> bytes:
    """One whole message as a server sends it, from its parts."""
    return b"".join((_head(sum(map(len, payload)), kind), *payload))


def _head(size: int, kind: int) -> bytes:
    if size <= MOST_IN_CONTROL:
        return bytes((LAST | kind, size))
    if size < 1 << 16:
        return struct.pack(">BBH", LAST | kind, 126, size)
    return struct.pack(">BBQ", LAST | kind, 127, size)
