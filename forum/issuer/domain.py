"""What the issuer decides, as plain functions of what it was asked and what it knows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from forum.ids import SessionId, TermId
from forum.sealing import keyed_hash
from forum.tickets.blindrsa import public_key
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList, short_key_id
from forum.tickets.service_calls import AnnouncedEdition, AnnouncedSession, Card

KeyName = NewType("KeyName", str)
"""Names a private key: that of a session, or the one that signs a term's locker tickets."""

LISTED_FOR = timedelta(hours=24)
"""How long after its last session opened a term is over, where the door does not say so earlier."""


FURTHEST = timedelta(days=367)
"""How far ahead a session may lie: a day more than at the door, whose clock may be another."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that is fit to be signed with one key."""

    key: KeyName
    request: TokenRequest


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """What is kept of a request: a name for (code, key) and a name for its bytes, both HMACs."""

    key: KeyName
    slot: bytes
    request: bytes


@dataclass(frozen=True, slots=True)
class Count:
    """How many tickets were collected for a session whose collecting is closed, signed for the door and for all.

    The signatures are None until they are made, and empty if the key for them was lost.
    """

    term: TermId
    collected: int
    signature: bytes | None = None
    published: bytes | None = None


@dataclass(frozen=True, slots=True)
class KeptCard:
    """What is kept of a card: HMACs of its code and of its cancel code."""

    invitation: bytes
    cancel: bytes


@dataclass(frozen=True, slots=True)
class KeptTerm:
    """A term as the store holds it."""

    keylist: bytes
    invitations: frozenset[bytes]
    requests: tuple[KeptRequest, ...]
    counts: Mapping[SessionId, Count]
    stopped: frozenset[KeyName]
    edition: AnnouncedEdition | None


def invitation_hash(pepper: bytes | bytearray, code: str) -> bytes:
    """The only form in which a code is kept."""
    return keyed_hash(pepper, b"inv1", code.encode("ascii"))


def cancel_hash(pepper: bytes | bytearray, code: str) -> bytes:
    """The only form in which a card's cancel code is kept."""
    return keyed_hash(pepper, b"can1", code.encode("ascii"))


def sheet_hash(pepper: bytes | bytearray, code: str) -> bytes:
    """The only form in which the cancel code of a sheet is kept."""
    return keyed_hash(pepper, b"sht1", code.encode("ascii"))


def kept_card(pepper: bytes | bytearray, card: Card) -> KeptCard:
    """What is kept of this card."""
    return KeptCard(invitation_hash(pepper, card.code), cancel_hash(pepper, card.cancel))


def slot_of(pepper: bytes | bytearray, code: str, short_id: int) -> bytes:
    """Names what a card asked of one key, which is given by its short name in the key list."""
    return keyed_hash(pepper, b"slot1", f"{code}|{short_id}".encode("ascii"))


def request_hash(pepper: bytes | bytearray, request: TokenRequest) -> bytes:
    """Names the bytes of a request."""
    return keyed_hash(pepper, b"req1", request.to_bytes())


def kept_request(pepper: bytes | bytearray, code: str, asked: Asked) -> KeptRequest:
    """What is kept of this request."""
    slot = slot_of(pepper, code, asked.request.short_key_id)
    return KeptRequest(asked.key, slot, request_hash(pepper, asked.request))


def key_name(session: SessionId) -> KeyName:
    """The name of a session's key."""
    return KeyName(session)


def locker_name(term: TermId) -> KeyName:
    """The name of the key that signs a term's locker tickets; no session is called so."""
    return KeyName(f"locker-{term}")


def is_over(keylist: KeyList, now: datetime) -> bool:
    """Whether nobody needs the key list any more."""
    # Counted back from now: no date in a list is so far ahead that this could overflow.
    return keylist.collecting_closes <= now and all(entry.opens <= now - LISTED_FOR for entry in keylist.sessions)


def too_far_ahead(sessions: Sequence[AnnouncedSession], now: datetime) -> bool:
    """Whether one of them lies so far ahead that somebody must have mistyped the year."""
    return any(max(one.opens, one.collecting_closes) > now + FURTHEST for one in sessions)


def assigned(keylist: KeyList, sessions: Collection[SessionId], requests: Sequence[TokenRequest]) -> tuple[Asked, ...]:
    """Each request with its key, if there is one for each of these sessions, in the list's order, then the locker's.

    Empty for every other batch, and where there is no session.
    """
    keys = {key_name(entry.session): entry.key for entry in keylist.sessions if entry.session in sessions}
    keys[locker_name(keylist.term)] = keylist.locker
    if not sessions or [request.short_key_id for request in requests] != [short_key_id(key) for key in keys.values()]:
        return ()
    below = [_below(key, request) for key, request in zip(keys.values(), requests, strict=True)]
    return tuple(map(Asked, keys, requests)) if all(below) else ()


def too_late(keylist: KeyList, collecting: Collection[SessionId], requests: Sequence[TokenRequest]) -> bool:
    """Whether the batch would fit if the closed sessions that it asks for were still collecting."""
    ids = {request.short_key_id for request in requests}
    named = {entry.session for entry in keylist.sessions if short_key_id(entry.key) in ids}
    return not named <= set(collecting) and bool(assigned(keylist, named.union(collecting), requests))


def _below(key: bytes, request: TokenRequest) -> bool:
    return int.from_bytes(request.blinded, "big") < public_key(key).n
