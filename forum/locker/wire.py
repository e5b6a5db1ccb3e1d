"""Reads what a page posts to the locker."""

import json
from typing import Any

from forum.locker.domain import BOX_BYTES
from forum.refusals import RefusalCode, Refused
from forum.tickets import base64url
from forum.tickets.formats import TOKEN_BYTES

MOST_BYTES = 4096


def read_deposit(body: bytes) -> tuple[bytes, bytes]:
    """The locker ticket and the box; raises MALFORMED for anything but exactly these two."""
    try:
        fields = json.loads(body) if len(body) <= MOST_BYTES else None
        return _sized(fields, "ticket", TOKEN_BYTES), _sized(fields, "box", BOX_BYTES)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Refused(RefusalCode.MALFORMED) from None


def _sized(fields: Any, name: str, size: int) -> bytes:
    value = fields[name]
    if set(fields) != {"ticket", "box"} or not isinstance(value, str):
        raise ValueError("not a deposit")
    raw = base64url.decode(value)
    if len(raw) != size:
        raise ValueError("not of the size expected")
    return raw
