"""Cookie values: random bytes, signed so that a forged one never reaches the database."""

import secrets
from hashlib import sha256
from pathlib import Path

from itsdangerous import BadData, URLSafeSerializer
from itsdangerous.encoding import base64_decode, base64_encode

from forum.storage.secret_files import read_or_make


def read_keys(path: Path) -> list[str]:
    """The signing keys, oldest to newest, one a line; the first is made with the file."""
    return read_or_make(path, lambda: f"{secrets.token_hex(32)}\n".encode()).decode().split()


class CookieSeal:
    """The port `Seal` for one purpose: SHA-256, HMAC-derived keys, no time inside."""

    def __init__(self, keys: list[str], purpose: str) -> None:
        self._serializer = URLSafeSerializer(
            keys, salt=f"forum-{purpose}", signer_kwargs={"digest_method": sha256, "key_derivation": "hmac"}
        )

    def wrap(self, value: bytes) -> str:
        """The value as a cookie may carry it."""
        return str(self._serializer.dumps(base64_encode(value).decode()))

    def unwrap(self, cookie: str) -> bytes | None:
        """The value again, or None for anything that we did not wrap ourselves."""
        try:
            value = self._serializer.loads(cookie)
            return base64_decode(value) if isinstance(value, str) else None
        except BadData:
            return None
