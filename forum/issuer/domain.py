"""What the issuer decides, as plain functions of what it was asked and what it knows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused
from forum.sealing import keyed_hash
from forum.tickets.blindrsa import public_key
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList, SessionKey, short_key_id


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
    stopped: frozenset[SessionId]


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that is fit to be signed with the key of one session."""

    session: SessionId
    request: TokenRequest


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """What is kept of a request: a name for (code, session) and a name for its bytes, both HMACs."""

    session: SessionId
    slot: bytes
    request: bytes


def invitation_hash(pepper: bytes | bytearray, code: str) -> bytes:
    """The only form in which a code is kept."""
    return keyed_hash(pepper, b"inv1", code.encode("ascii"))


def kept_request(pepper: bytes | bytearray, code: str, asked: Asked) -> KeptRequest:
    """What is kept of this request."""
    slot = keyed_hash(pepper, b"slot1", f"{code}|{asked.session}".encode("ascii"))
    return KeptRequest(asked.session, slot, keyed_hash(pepper, b"req1", asked.request.to_bytes()))


def assigned(
    keylist: KeyList, collecting: Collection[SessionId], requests: Sequence[TokenRequest]
) -> tuple[Asked, ...]:
    """Each request with its session: one for every session still collecting, in the list's order.

    Raises Refused: collecting-closed for a session past its time, bad-request for all else.
    """
    by_short_id = {short_key_id(entry.key): entry for entry in keylist.sessions}
    entries = [by_short_id.get(request.short_key_id) for request in requests]
    if any(entry is not None and entry.session not in collecting for entry in entries):
        raise Refused(RefusalCode.COLLECTING_CLOSED)
    if entries != [entry for entry in keylist.sessions if entry.session in collecting]:
        raise Refused(RefusalCode.BAD_REQUEST)
    return tuple(
        _fitting(entry, request) for entry, request in zip(entries, requests, strict=True) if entry is not None
    )


def _fitting(entry: SessionKey, request: TokenRequest) -> Asked:
    if int.from_bytes(request.blinded, "big") >= public_key(entry.key).n:
        raise Refused(RefusalCode.BAD_REQUEST)
    return Asked(entry.session, request)
