"""Reads what a page posts to the door."""

import json
from typing import Any

from forum.refusals import RefusalCode, Refused
from forum.tickets import base64url
from forum.tickets.formats import SECRET_BYTES, TOKEN_BYTES

MOST_BYTES = 1024


def read_presentation(body: bytes) -> tuple[bytes, bytes]:
    """The ticket and the seat secret; raises MALFORMED for anything but exactly these two."""
    try:
        fields = json.loads(body) if len(body) <= MOST_BYTES else None
        return _sized(fields, "ticket", TOKEN_BYTES), _sized(fields, "secret", SECRET_BYTES)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise Refused(RefusalCode.MALFORMED) from None


def _sized(fields: Any, name: str, size: int) -> bytes:
    value = fields[name]
    if set(fields) != {"ticket", "secret"} or not isinstance(value, str):
        raise ValueError("not a presentation")
    raw = base64url.decode(value)
    if len(raw) != size:
        raise ValueError("not of the size expected")
    return raw
