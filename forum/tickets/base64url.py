"""Base64url without padding, with exactly one text for each run of bytes."""

import base64
import binascii


def encode(raw: bytes) -> str:
    """The text for these bytes."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes for this text; raises ValueError for padding, foreign characters or a second spelling."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("not base64url") from None
    if encode(raw) != text:
        raise ValueError("not canonical base64url")
    return raw
