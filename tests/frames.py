"""The page's side of frames, in Python: what it reads, and what it sends."""

import base64
from typing import Any

from forum.rooms.frames import UP, FrameRecord, encoded, joined, part, records_in, unjoined


def read_down(frame: str, shared: int, own: int) -> tuple[list[FrameRecord], list[FrameRecord]]:
    """What a page reads from a frame: the shared records, and its own."""
    data = unjoined(frame, shared + own)
    return list(records_in(data[:shared])), list(records_in(data[shared:]))


def up(epoch: str, seen: int, command: FrameRecord | None = None) -> str:
    """The frame that a page sends at each of its ticks."""
    records = [encoded(FrameRecord({"k": "tick", "e": epoch, "f": seen}))]
    if command is not None:
        records.append(encoded(command))
    return joined(part(records, UP))


def every_byte(line: Any) -> bytes:
    """All that a line of `tests.rooms.worlds` was sent: words do not show in the `repr` of what is read from it."""
    return b"".join(base64.b64decode(frame) for _, frame in line.frames)
