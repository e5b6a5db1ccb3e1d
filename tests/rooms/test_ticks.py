"""The quick look at a tick: it says what the careful reading says, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.rooms import wire
from forum.rooms.domain.limits import MAX_COUNT
from forum.rooms.frames import UP, FrameRecord, encoded, joined, part, records_in, unjoined
from forum.rooms.ticks import plain_tick
from tests.frames import up

SIGNS = UP // 3 * 4


def carefully(frame: str) -> tuple[str, int, bool]:
    """What the frame says, read without the quick look."""
    records = list(records_in(unjoined(frame, UP)))
    return records[0].fields["e"], records[0].fields["f"], len(records) > 1


@given(st.text("abcXYZ019_-", max_size=24), st.integers(0, MAX_COUNT))
def test_a_tick_of_our_pages_is_read_at_a_look(epoch: str, seen: int) -> None:
    frame = up(epoch, seen)
    assert plain_tick(frame) == (epoch, seen)
    assert carefully(frame) == (epoch, seen, False)
    assert wire.read_tick(frame) == wire.Tick(epoch, seen, None)


def test_a_command_is_left_to_the_careful_reading() -> None:
    frame = up("epoch", 7, FrameRecord({"k": "message:say", "c": 1, "lang": "en"}, "x" * 100))
    assert plain_tick(frame) is None
    assert plain_tick(up("epoch", 7, FrameRecord({"k": "seat:pause", "c": 1}))) is None
    assert wire.read_tick(frame).command is not None


def raw(data: bytes) -> str:
    return joined(part([data], UP))


@pytest.mark.parametrize(
    "frame",
    [
        None,
        5,
        "",
        "A" * SIGNS,
        "*" * SIGNS,
        up("e", 1)[:-4],
        up("e", 1) + "AAAA",
        up("e", 1)[:-1] + "B",
        "====" + up("e", 1)[4:],
        raw(encoded(FrameRecord({"k": "tick", "e": "e", "f": MAX_COUNT + 1}))),
        raw(encoded(FrameRecord({"k": "tick", "e": "é", "f": 1}))),
        raw(encoded(FrameRecord({"k": "tick", "f": 1, "e": "e"}))),
        raw(encoded(FrameRecord({"k": "tick", "e": "e", "f": 1}, "words"))),
        raw(b"\0\x1c" + encoded(FrameRecord({"k": "tick", "e": "e", "f": 1}))[2:]),
        raw(b'\0\x1b\0\0{"k":"tick","e":"e","f":01}'),
    ],
)
def test_anything_else_is_left_to_it_too(frame: object) -> None:
    assert plain_tick(frame) is None


@given(st.integers(0, 60), st.integers(0, 255))
def test_a_frame_with_one_wrong_byte_is_read_the_same_or_not_at_all(at: int, value: int) -> None:
    data = bytearray(unjoined(up("epoch", 12), UP))
    data[at] = value
    frame = joined(bytes(data))
    if (found := plain_tick(frame)) is not None:
        assert carefully(frame) == (*found, False)
