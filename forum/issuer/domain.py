"""What the issuer decides, as plain functions of what it was asked and what it knows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused
from forum.sealing import keyed_hash
from forum.tickets.blindrsa import public_key
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList, short_key_id

KeyName = NewType("KeyName", str)
"""Names a private key: that of a session, or the one that signs a term's locker tickets."""


@dataclass(frozen=True, slots=True)
class AnnouncedSession:
    """A session as the door announces it."""

    session: SessionId
    opens: datetime
    collecting_closes: datetime


@dataclass(frozen=True, slots=True)
class KeptTerm:
    """A term as the store holds it: the bytes of its key list and the hashes of its codes."""

    id: TermId
    keylist: bytes
    invitations: frozenset[bytes]
    collecting: frozenset[SessionId]
    stopped: frozenset[KeyName]


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


def invitation_hash(pepper: bytes | bytearray, code: str) -> bytes:
    """The only form in which a code is kept."""
    return keyed_hash(pepper, b"inv1", code.encode("ascii"))


def kept_request(pepper: bytes | bytearray, code: str, asked: Asked) -> KeptRequest:
    """What is kept of this request."""
    slot = keyed_hash(pepper, b"slot1", f"{code}|{asked.key}".encode("ascii"))
    return KeptRequest(asked.key, slot, keyed_hash(pepper, b"req1", asked.request.to_bytes()))


def key_name(session: SessionId) -> KeyName:
    """The name of a session's key."""
    return KeyName(session)


def locker_name(term: TermId) -> KeyName:
    """The name of the key that signs a term's locker tickets; no session is called so."""
    return KeyName(f"locker-{term}")


def assigned(
    keylist: KeyList, collecting: Collection[SessionId], requests: Sequence[TokenRequest]
) -> tuple[Asked, ...]:
    """Each request with its key: one for every session still collecting, in the list's order, then one for the locker.

    Raises Refused: collecting-closed for a session past its time, bad-request for all else.
    """
    closed = {short_key_id(entry.key) for entry in keylist.sessions if entry.session not in collecting}
    if not collecting or any(request.short_key_id in closed for request in requests):
        raise Refused(RefusalCode.COLLECTING_CLOSED)
    keys = {key_name(entry.session): entry.key for entry in keylist.sessions if entry.session in collecting}
    keys[locker_name(keylist.term)] = keylist.locker
    if [request.short_key_id for request in requests] != [short_key_id(key) for key in keys.values()]:
        raise Refused(RefusalCode.BAD_REQUEST)
    return tuple(_fitting(name, key, request) for (name, key), request in zip(keys.items(), requests, strict=True))


def _fitting(name: KeyName, key: bytes, request: TokenRequest) -> Asked:
    if int.from_bytes(request.blinded, "big") >= public_key(key).n:
        raise Refused(RefusalCode.BAD_REQUEST)
    return Asked(name, request)
