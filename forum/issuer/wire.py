"""Reads what others send to the issuer; whatever has not exactly the form expected is refused as a bad request."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from forum.ids import SessionId, TermId
from forum.issuer.domain import AnnouncedSession
from forum.refusals import RefusalCode, Refused
from forum.tickets import base64url
from forum.tickets.codes import LONGEST_TEXT
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import MOST_SESSIONS, read_time

MOST_CARDS = 200
MOST_REQUESTS = MOST_SESSIONS + 1
"""One for each session and one for the locker."""
MOST_BODY_BYTES = 8192

_ID = re.compile(r"[A-Za-z0-9_-]{10}")


def read_collecting(codes: Sequence[str], requests: Sequence[str]) -> tuple[str, tuple[TokenRequest, ...]]:
    """The code and the requests of a collecting form."""
    if len(codes) != 1 or len(codes[0]) > LONGEST_TEXT or not 1 <= len(requests) <= MOST_REQUESTS:
        raise Refused(RefusalCode.BAD_REQUEST)
    return codes[0], tuple(map(_read_request, requests))


def read_sessions(payload: Any) -> tuple[AnnouncedSession, ...]:
    """The sessions of a new term, each named once."""
    entries = _only(payload, "sessions")
    if not isinstance(entries, list) or not 1 <= len(entries) <= MOST_SESSIONS:
        raise Refused(RefusalCode.BAD_REQUEST)
    sessions = tuple(map(_announced, entries))
    if len({one.session for one in sessions}) != len(sessions):
        raise Refused(RefusalCode.BAD_REQUEST)
    return sessions


def read_cards(payload: Any) -> tuple[TermId, int]:
    """For which term, and how many, cards are wanted."""
    fields = _fields(payload, "term", "count")
    count = fields["count"]
    if type(count) is not int or not 1 <= count <= MOST_CARDS:
        raise Refused(RefusalCode.BAD_REQUEST)
    return TermId(_id(fields["term"])), count


def read_session(text: str) -> SessionId:
    """The name of a session in a path; raises Refused (not-found)."""
    if not _ID.fullmatch(text):
        raise Refused(RefusalCode.NOT_FOUND)
    return SessionId(text)


def _read_request(text: str) -> TokenRequest:
    try:
        return TokenRequest.from_bytes(base64url.decode(text))
    except ValueError:
        raise Refused(RefusalCode.BAD_REQUEST) from None


def _announced(entry: Any) -> AnnouncedSession:
    fields = _fields(entry, "session", "opens", "collecting_closes")
    try:
        opens, closes = read_time(fields["opens"]), read_time(fields["collecting_closes"])
    except (ValueError, TypeError):
        raise Refused(RefusalCode.BAD_REQUEST) from None
    return AnnouncedSession(SessionId(_id(fields["session"])), opens, closes)


def _only(payload: Any, name: str) -> Any:
    return _fields(payload, name)[name]


def _fields(payload: Any, *names: str) -> Mapping[str, Any]:
    if not isinstance(payload, dict) or set(payload) != set(names):
        raise Refused(RefusalCode.BAD_REQUEST)
    return payload


def _id(value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Refused(RefusalCode.BAD_REQUEST)
    return value
