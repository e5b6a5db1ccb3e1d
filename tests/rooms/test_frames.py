"""Frames have one size whatever is in them, and every legal event fits."""

import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.refusals import Refused
from forum.rooms.burst import burst
from forum.rooms.domain.limits import MAX_COUNT
from forum.rooms.frames import (
    BURST,
    DESK_OWN,
    DESK_SHARED,
    MEMBER_OWN,
    MEMBER_SHARED,
    UP,
    FrameRecord,
    encoded,
    joined,
    part,
    records_in,
)
from tests.frames import read_down, up

# What must fit beside the longest beat record there can be.
BEAT = encoded(FrameRecord({"k": "beat", "e": "-" * 8, "f": MAX_COUNT, "s": 1_000_000, "b": 23}))
RESET = encoded(FrameRecord({"k": "room:reset"}))

json_worst = st.text(st.sampled_from('"\\\x7f\u2028<>&/ŵŷ👩\u200d🏴\U000e0067é')) | st.text()
texts = json_worst.filter(lambda text: len(text) <= 1000 and len(text.encode("utf-8", "replace")) <= 1200)


def test_the_parts_of_a_frame_join():
    for size in (UP, MEMBER_SHARED, MEMBER_OWN, DESK_SHARED, DESK_OWN):
        assert size % 3 == 0
    shared, own = part([encoded(FrameRecord({"k": "a"}, "ŵ"))], 2304), part([encoded(FrameRecord({"k": "b"}))], 768)
    assert joined(shared) + joined(own) == base64.b64encode(shared + own).decode()
    assert read_down(joined(shared) + joined(own), 2304, 768) == (
        [FrameRecord({"k": "a"}, "ŵ")],
        [FrameRecord({"k": "b"})],
    )


fields = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=9))


@given(st.lists(st.tuples(fields, texts), max_size=3))
def test_what_goes_into_a_part_comes_out_of_it(records):
    records = [FrameRecord({"k": "x"} | fields, text) for fields, text in records]
    try:
        made = part([encoded(record) for record in records], 9216)
    except UnicodeEncodeError:
        return
    assert len(made) == 9216
    assert list(records_in(made)) == records


def test_a_part_is_never_longer_than_its_size():
    with pytest.raises(ValueError, match="do not fit"):
        part([b"x" * 100], 99)
    assert len(part([b"x" * 100], 100)) == 100


@given(st.binary(max_size=600))
def test_bytes_that_are_no_part_are_refused_and_nothing_worse(data):
    with contextlib.suppress(Refused):
        assert all(isinstance(record, FrameRecord) for record in records_in(data))


@given(st.lists(texts.map(lambda t: t.encode("utf-8", "replace").decode()), max_size=60))
def test_a_burst_has_the_same_number_of_frames_whatever_there_is_to_tell(words):
    said = [FrameRecord({"k": "message:said", "id": str(n)}, text) for n, text in enumerate(words)]
    frames, _ = burst(lambda b: BEAT, [FrameRecord({"k": "phase:changed"}), *said], MEMBER_SHARED)
    assert len(frames) == BURST
    assert all(len(part(frame, MEMBER_SHARED)) == MEMBER_SHARED for frame in frames)
    told = [record for frame in frames for record in frame if record != BEAT]
    assert told == [RESET, encoded(FrameRecord({"k": "phase:changed"})), *map(encoded, said)]


def test_a_burst_holds_the_newest_messages_that_fit():
    said = [FrameRecord({"k": "message:said", "id": f"{n:08}"}, "x" * 1000) for n in range(300)]
    frames, left = burst(lambda b: BEAT, said, MEMBER_SHARED)
    told = [record.fields["id"] for frame in frames for record in records_in(part(frame, MEMBER_SHARED)) if record.text]
    assert told == [f"{n:08}" for n in range(300)][-len(told) :]
    assert len(told) >= 40
    assert left == said[: -len(told)][::-1]


def test_an_up_frame_has_one_size():
    command = FrameRecord({"k": "message:say", "c": MAX_COUNT, "lang": "cy"}, "ŵ" * 600)
    assert {len(up("", 0, None)), len(up("-" * 8, MAX_COUNT, command))} == {2048}
