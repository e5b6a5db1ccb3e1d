"""What is kept of a ticket and of a seat: hashes that mean nothing without the session's pepper."""

from dataclasses import dataclass

from forum.ids import SeatId, SessionId
from forum.sealing import keyed_hash

PEPPER_BYTES = 32
COOKIE_BYTES = 16
SEAT_BYTES = 12
COOKIE = b"cookie"
"""What a seat's cookie is hashed as."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A good ticket with the secret that came with it, as hashes."""

    session: SessionId
    nonce: bytes
    pair: bytes
    """Over nonce and secret together, so that no row says which ticket a seat belongs to."""


@dataclass(frozen=True, slots=True)
class Place:
    """The seat to give if the claim is new, and the hash of the cookie that leads to it from now on."""

    seat: SeatId
    cookie: bytes


def claim(pepper: bytes, session: SessionId, nonce: bytes, secret: bytes) -> Claim:
    """The hashes of a ticket's nonce and of its pair."""
    return Claim(session, keyed_hash(pepper, b"nonce", nonce), keyed_hash(pepper, b"pair", nonce + secret))
