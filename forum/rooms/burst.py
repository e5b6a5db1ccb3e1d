"""What somebody gets who (re)joins: a number of frames that is always the same, whatever there is to tell; pure."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from forum.rooms.frames import BURST, FrameRecord, encoded

WITH_WORDS = ("message:said", "aside:said", "contact:given")
RESET = encoded(FrameRecord({"k": "room:reset"}))


def burst(
    first: Callable[[int], bytes], told: Sequence[FrameRecord], size: int
) -> tuple[list[list[bytes]], list[FrameRecord]]:
    """The records of each of the frames, and what did not fit: where not all words do, the last come first.

    `first(b)` is the record that frame `b` begins with; `told` is what there is to tell.
    """
    heads = [[first(b)] for b in range(BURST)]
    heads[0].append(RESET)
    fixed = [encoded(record) for record in told if record.kind not in WITH_WORDS]
    worded = [record for record in told if record.kind in WITH_WORDS]
    words = [encoded(record) for record in worded]
    skipped = bisect_left(range(len(words)), True, key=lambda k: _spread(heads, [*fixed, *words[k:]], size) is not None)
    return _spread(heads, [*fixed, *words[skipped:]], size) or heads, worded[:skipped][::-1]


def _spread(heads: list[list[bytes]], records: list[bytes], size: int) -> list[list[bytes]] | None:
    frames = [list(head) for head in heads]
    at, room = 0, size - sum(map(len, frames[0]))
    for record in records:
        while len(record) > room:
            at += 1
            if at == len(frames):
                return None
            room = size - sum(map(len, frames[at]))
        frames[at].append(record)
        room -= len(record)
    return frames
