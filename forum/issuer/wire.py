"""Reads what others send to the issuer; whatever has not exactly the form expected is refused as a bad request."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from forum.coarse import rounded
from forum.ids import SessionId, TermId
from forum.issuer.domain import Count
from forum.refusals import RefusalCode, Refused
from forum.tickets import base64url
from forum.tickets.codes import LONGEST_TEXT
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import MOST_SESSIONS, read_time
from forum.tickets.service_calls import AnnouncedEdition, AnnouncedSession, Sheet

MOST_CARDS = 200
MOST_LIVE_CARDS = 2000
MOST_EDITIONS = 1_000_000_000
MOST_REQUESTS = MOST_SESSIONS + 1
"""One for each session and one for the locker."""
MOST_BODY_BYTES = 8192

_DIGEST = re.compile(r"[0-9a-f]{64}")
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


def read_cards(payload: Any) -> tuple[TermId, int, int]:
    """For which term cards are wanted, how many, and how many there may be then."""
    fields = _fields(payload, "term", "count", "most")
    count = _number(fields["count"], MOST_CARDS)
    return TermId(_id(fields["term"])), count, _number(fields["most"], MOST_LIVE_CARDS)


def read_cancel(payload: Any) -> str:
    """What is to be cancelled, as somebody typed it."""
    code = _only(payload, "code")
    if not isinstance(code, str) or len(code) > LONGEST_TEXT:
        raise Refused(RefusalCode.BAD_REQUEST)
    return code


def read_edition(payload: Any) -> tuple[TermId, AnnouncedEdition]:
    """A new edition of a term's locker."""
    fields = _fields(payload, "term", "edition", "digest")
    digest = fields["digest"]
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise Refused(RefusalCode.BAD_REQUEST)
    return TermId(_id(fields["term"])), AnnouncedEdition(_number(fields["edition"], MOST_EDITIONS), digest)


def read_session(text: str) -> SessionId:
    """The name of a session in a path; raises Refused (not-found)."""
    if not _ID.fullmatch(text):
        raise Refused(RefusalCode.NOT_FOUND)
    return SessionId(text)


def written_sheet(sheet: Sheet) -> dict[str, Any]:
    """A sheet of cards for the door, which shows it once."""
    return {"sheet": sheet.code, "cards": [{"code": card.code, "cancel": card.cancel} for card in sheet.cards]}


def written_count(count: Count) -> dict[str, Any]:
    """The exact count, for the door."""
    return {"collected": count.collected, "signature": base64url.encode(count.signature or b"")}


def written_counts(counts: Mapping[SessionId, Count]) -> dict[str, Any]:
    """The rounded counts, for everybody."""
    entries = [
        {
            "session": session,
            "at_least": rounded(count.collected),
            "signature": base64url.encode(count.published or b""),
        }
        for session, count in counts.items()
    ]
    return {"collected": entries}


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


def _number(value: Any, most: int) -> int:
    if type(value) is not int or not 1 <= value <= most:
        raise Refused(RefusalCode.BAD_REQUEST)
    return value


def _id(value: Any) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Refused(RefusalCode.BAD_REQUEST)
    return value
