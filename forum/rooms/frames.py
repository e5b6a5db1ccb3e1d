"""Frames: byte regions of fixed size that hold records and then zeros, so that no size ever tells anything.

A record is `u16 length of JSON`, `u16 length of text`, the JSON, the text. Words ride beside the JSON and not in it:
quotes and backslashes would make them grow, and then the longest message would not fit.
"""

import base64
import binascii
import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from forum.refusals import RefusalCode, Refused

UP = 1_536
MEMBER_SHARED, MEMBER_OWN = 2_304, 768
DESK_SHARED, DESK_OWN = 9_216, 3_072
BURST = 24
"""How many frames somebody gets who (re)joins, whatever there is to tell."""

_HEAD = struct.Struct(">HH")


@dataclass(frozen=True, slots=True)
class FrameRecord:
    """One record as it travels: fields, and words beside them."""

    fields: Mapping[str, Any]
    text: str = field(default="", repr=False)

    @property
    def kind(self) -> str:
        """What the record is about."""
        return str(self.fields.get("k", ""))


def encoded(record: FrameRecord) -> bytes:
    """The record's bytes, head included."""
    head = json.dumps(record.fields, ensure_ascii=False, separators=(",", ":")).encode()
    text = record.text.encode()
    return _HEAD.pack(len(head), len(text)) + head + text


def part(records: Iterable[bytes], size: int) -> bytes:
    """The records, and zeros up to `size`; they must fit, which whoever chose them has seen to."""
    filled = b"".join(records)
    if len(filled) > size:
        raise ValueError("records do not fit their part")
    return filled.ljust(size, b"\0")


def joined(data: bytes) -> str:
    """Base64 of a part; parts are multiples of 3 long, so that theirs can simply be joined."""
    return base64.b64encode(data).decode("ascii")


def records_in(data: bytes) -> Iterator[FrameRecord]:
    """The records of a part; raises Refused(BAD_REQUEST) where it is not made as described above."""
    at = 0
    while at + _HEAD.size <= len(data):
        head_size, text_size = _HEAD.unpack_from(data, at)
        if not head_size:
            return
        start = at + _HEAD.size
        at = start + head_size + text_size
        if at > len(data):
            raise Refused(RefusalCode.BAD_REQUEST)
        yield _record(data[start : start + head_size], data[start + head_size : at])


def _record(head: bytes, text: bytes) -> FrameRecord:
    # RecursionError: JSON nested a thousand deep fits into a frame.
    try:
        fields = json.loads(head)
        words = text.decode()
    except (ValueError, RecursionError):
        raise Refused(RefusalCode.BAD_REQUEST) from None
    if not isinstance(fields, dict):
        raise Refused(RefusalCode.BAD_REQUEST)
    return FrameRecord(fields, words)


def unjoined(frame: object, size: int) -> bytes:
    """The bytes of a frame of exactly `size`; raises Refused(BAD_REQUEST) for anything else."""
    if not isinstance(frame, str) or len(frame) != size // 3 * 4:
        raise Refused(RefusalCode.BAD_REQUEST)
    try:
        data = base64.b64decode(frame, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(RefusalCode.BAD_REQUEST) from None
    if len(data) != size:
        raise Refused(RefusalCode.BAD_REQUEST)
    return data
