"""What the issuer says of a session whose collecting has closed: how many tickets, signed with Ed25519 (RFC 8032)."""

import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from forum.ids import SessionId, TermId


def count_statement(term: TermId, session: SessionId, collected: int) -> bytes:
    """What is signed for the door: the exact count."""
    return _statement(b"forum-count-1|", collected=collected, session=session, term=term)


def collected_statement(term: TermId, session: SessionId, at_least: int) -> bytes:
    """What is signed for everybody: the rounded count."""
    return _statement(b"forum-collected-1|", at_least=at_least, session=session, term=term)


def verify_statement(public_key: bytes, statement: bytes, signature: bytes) -> bool:
    """Whether the statement was signed with the key whose public half, 32 bytes, stands in the key list."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def _statement(purpose: bytes, **fields: Any) -> bytes:
    return purpose + json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
