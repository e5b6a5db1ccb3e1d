"""The byte layouts of token type 0x0002: challenge (RFC 9577, section 2.1), request (RFC 9578, section 6.1),
token (RFC 9577, section 2.2)."""

import hashlib
from dataclasses import dataclass

from forum.ids import SessionId, TermId
from forum.tickets.blindrsa import KEY_BYTES

TOKEN_TYPE = b"\x00\x02"
NONCE_BYTES = 32
TOKEN_INPUT_BYTES = 98
TOKEN_BYTES = TOKEN_INPUT_BYTES + KEY_BYTES
REQUEST_BYTES = 3 + KEY_BYTES
SECRET_BYTES = 16


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """One blinded value, and the last byte of the name of the key that is to sign it."""

    short_key_id: int
    blinded: bytes

    def to_bytes(self) -> bytes:
        """The 259 bytes that go over the wire."""
        return TOKEN_TYPE + bytes([self.short_key_id]) + self.blinded

    @classmethod
    def from_bytes(cls, raw: bytes) -> "TokenRequest":
        """Reads a request; raises ValueError for another length or type."""
        if len(raw) != REQUEST_BYTES or raw[:2] != TOKEN_TYPE:
            raise ValueError("not a token request")
        return cls(raw[2], raw[3:])


@dataclass(frozen=True, slots=True)
class Token:
    """What opens a seat: a nonce, the session and key that it is for, and the signature over them."""

    nonce: bytes
    challenge_digest: bytes
    key_id: bytes
    signature: bytes

    @property
    def signed_part(self) -> bytes:
        """The 98 bytes that the signature is over."""
        return token_input(self.nonce, self.challenge_digest, self.key_id)

    def to_bytes(self) -> bytes:
        """The 354 bytes that go over the wire."""
        return self.signed_part + self.signature

    @classmethod
    def from_bytes(cls, raw: bytes) -> "Token":
        """Reads a token; raises ValueError for another length or type."""
        if len(raw) != TOKEN_BYTES or raw[:2] != TOKEN_TYPE:
            raise ValueError("not a token")
        return cls(raw[2:34], raw[34:66], raw[66:98], raw[98:])


def token_input(nonce: bytes, challenge_digest: bytes, key_id: bytes) -> bytes:
    """What is blinded and signed (RFC 9578, section 6.1)."""
    return TOKEN_TYPE + nonce + challenge_digest + key_id


def token_challenge(issuer_name: str, redemption_context: bytes, origin_info: str) -> bytes:
    """A TokenChallenge (RFC 9577, section 2.1)."""
    issuer, origin = issuer_name.encode("ascii"), origin_info.encode("ascii")
    return (
        TOKEN_TYPE
        + len(issuer).to_bytes(2, "big")
        + issuer
        + len(redemption_context).to_bytes(1, "big")
        + redemption_context
        + len(origin).to_bytes(2, "big")
        + origin
    )


def challenge_for(issuer_name: str, origin_name: str, session: SessionId) -> bytes:
    """The challenge that every ticket of this session answers: good here, for this session, and nowhere else."""
    return _challenge(issuer_name, origin_name, f"session|{session}")


def locker_challenge(issuer_name: str, origin_name: str, term: TermId) -> bytes:
    """The challenge that every locker ticket of this term answers: it buys one box, and opens no seat."""
    return _challenge(issuer_name, origin_name, f"locker|{term}")


def _challenge(issuer_name: str, origin_name: str, purpose: str) -> bytes:
    return token_challenge(issuer_name, hashlib.sha256(purpose.encode("ascii")).digest(), origin_name)


def challenge_digest(challenge: bytes) -> bytes:
    """SHA-256 of a challenge, as it stands in a token."""
    return hashlib.sha256(challenge).digest()


def name_of(origin: str) -> str:
    """host[:port] of an origin such as https://host:port."""
    return origin.partition("://")[2].rstrip("/")
