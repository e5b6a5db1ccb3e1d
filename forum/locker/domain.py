"""Boxes of one size that say nothing, and the editions in which all of them are shown together."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256

from forum.ids import TermId
from forum.refusals import RefusalCode, Refused
from forum.sealing import keyed_hash
from forum.tickets.formats import challenge_digest, locker_challenge
from forum.tickets.keylist import KeyList
from forum.tickets.verify import verify_token

BOX_BYTES = 2588
"""Twelve bytes of nonce, 2,560 of content, sixteen of tag (AES-256-GCM)."""


@dataclass(frozen=True, slots=True)
class Deposit:
    """A box, and the ticket that bought its place as an HMAC."""

    term: TermId
    nonce: bytes
    box: bytes


@dataclass(frozen=True, slots=True)
class Filler:
    """Random bytes in the place of a box that nobody has put in yet: one cannot be told from the other."""

    nonce: bytes
    box: bytes


@dataclass(frozen=True, slots=True)
class Frozen:
    """What is to be shown next: which boxes these are, and the bytes of all of them."""

    nonces: frozenset[bytes]
    boxes: bytes
    digest: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What everybody is given: all boxes that were there at one moment, in an order that says nothing."""

    number: int
    boxes: bytes


def together(boxes: Collection[bytes]) -> bytes:
    """The boxes in the order of their hashes: whoever came when does not show."""
    return b"".join(sorted(boxes, key=lambda box: sha256(box).digest()))


def frozen(owned: Mapping[bytes, bytes], fillers: Mapping[bytes, bytes], least: int) -> Frozen:
    """All boxes that somebody owns, and so many fillers that there are never fewer than `least` boxes.

    The fillers' nonces are random: those that go first were chosen by nothing else, and the same ones are chosen again.
    """
    spare = sorted(fillers)[: max(0, least - len(owned))]
    chosen = {**owned, **{nonce: fillers[nonce] for nonce in spare}}
    boxes = together(chosen.values())
    return Frozen(frozenset(chosen), boxes, digest_of(boxes))


def digest_of(boxes: bytes) -> str:
    """What names the content of an edition, in hexadecimal."""
    return sha256(boxes).hexdigest()


def deposit(pepper: bytes, term: TermId, nonce: bytes, box: bytes) -> Deposit:
    """What is kept of a box and of the ticket that bought its place."""
    return Deposit(term, keyed_hash(pepper, b"box", nonce), box)


def nonce_of(keylist: KeyList, ticket: bytes) -> bytes:
    """The nonce of a locker ticket of this term; raises MALFORMED or INVALID."""
    challenge = locker_challenge(keylist.issuer, keylist.origin, keylist.term)
    try:
        return verify_token(keylist.locker, challenge_digest(challenge), ticket)
    except Refused as refusal:
        if refusal.code is RefusalCode.WRONG_SESSION:
            raise Refused(RefusalCode.INVALID) from None
        raise
