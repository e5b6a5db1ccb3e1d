"""Reads in one look what most frames of pages are: a tick and nothing else.

`wire.read_tick` reads every frame there can be, and comes to the same; it reads what is not found here.
"""

import binascii
import re

from forum.rooms.domain.limits import MAX_COUNT
from forum.rooms.frames import UP

_SIGNS = UP // 3 * 4
_LOOKED_AT = 128
_NOTHING = "A" * (_SIGNS - _LOOKED_AT)
"""The rest of a frame that ends in zeros."""
_TICK = re.compile(rb'\0(.)\0\0(\{"k":"tick","e":"([A-Za-z0-9_-]*)","f":(0|[1-9][0-9]*)\})\0*', re.DOTALL)


def plain_tick(frame: object) -> tuple[str, int] | None:
    """The epoch and the last frame seen, where the frame says just that as our pages write it; else None."""
    if not isinstance(frame, str) or len(frame) != _SIGNS or not frame.endswith(_NOTHING):
        return None
    try:
        found = _TICK.fullmatch(binascii.a2b_base64(frame[:_LOOKED_AT], strict_mode=True))
    except ValueError:
        return None
    if found is None or found[1][0] != len(found[2]):
        return None
    seen = int(found[4])
    return (found[3].decode("ascii"), seen) if seen <= MAX_COUNT else None
