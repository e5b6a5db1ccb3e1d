"""What is kept of a secret, and how a cookie carries one; both programs' features share it."""

import hmac
from hashlib import sha256
from typing import Protocol


class Seal(Protocol):
    """Signs cookie values."""

    def wrap(self, value: bytes) -> str:
        """The value as a cookie carries it."""

    def unwrap(self, cookie: str) -> bytes | None:
        """The value again, or None for what we did not sign."""


def keyed_hash(pepper: bytes | bytearray, purpose: bytes, value: bytes) -> bytes:
    """The only form in which a secret is kept; two purposes give two hashes, and without the pepper it is noise.

    Raises ValueError for an empty pepper: what is hashed with it could be guessed.
    """
    if not pepper:
        raise ValueError("an empty pepper")
    return hmac.digest(pepper, purpose + b"|" + value, sha256)
