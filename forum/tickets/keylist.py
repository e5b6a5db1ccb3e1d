"""The key list of a term: one immutable file whose hash everybody can compare."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from forum.ids import SessionId, TermId
from forum.tickets import base64url
from forum.tickets.blindrsa import public_key, token_key_id

FORMAT = 2
MOST_SESSIONS = 6
MOST_BYTES = 8192
STATEMENT_KEY_BYTES = 32

_ID = re.compile(r"[A-Za-z0-9_-]{10}")
_NAME = re.compile(r"[a-z0-9.\[\]:-]{1,255}")
_TIME = "%Y-%m-%dT%H:%MZ"


@dataclass(frozen=True, slots=True)
class SessionKey:
    """The public key of one session, and until when tickets for it can be collected."""

    session: SessionId
    opens: datetime
    collecting_closes: datetime
    key: bytes

    def to_json(self) -> dict[str, Any]:
        """The entry as it stands in the list."""
        return {
            "session": self.session,
            "opens": written_time(self.opens),
            "collecting_closes": written_time(self.collecting_closes),
            "key": base64url.encode(self.key),
        }

    @classmethod
    def from_json(cls, entry: Any) -> "SessionKey":
        """Reads an entry; raises ValueError unless every field has its form and the key is of the kind in use."""
        key = _key(entry["key"])
        opens, closes = (read_time(_text(entry[name])) for name in ("opens", "collecting_closes"))
        return cls(SessionId(_matching(_ID, entry["session"])), opens, closes, key)


@dataclass(frozen=True, slots=True)
class KeyList:
    """The sessions that a card of this term is good for, and their keys.

    `locker` is the key of the locker tickets; `statements` is the Ed25519 key (RFC 8032) under which the issuer says
    how many tickets were collected.
    """

    term: TermId
    issuer: str
    origin: str
    sessions: tuple[SessionKey, ...]
    locker: bytes
    statements: bytes
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """The one spelling of this list: sorted keys, no blanks, UTF-8."""
        fields = {
            "format": self.format,
            "term": self.term,
            "issuer": self.issuer,
            "origin": self.origin,
            "sessions": [entry.to_json() for entry in self.sessions],
            "locker": base64url.encode(self.locker),
            "statements": base64url.encode(self.statements),
        }
        return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    def digest(self) -> str:
        """SHA-256 of the list, in hexadecimal."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def key_of(self, session: SessionId) -> bytes:
        """The public key of a session in this list; raises KeyError for any other."""
        return {entry.session: entry.key for entry in self.sessions}[session]

    @property
    def collecting_closes(self) -> datetime:
        """When the last session's collecting closes."""
        return max(entry.collecting_closes for entry in self.sessions)

    @classmethod
    def from_bytes(cls, raw: bytes) -> "KeyList":
        """Reads a list; raises ValueError unless these are exactly the bytes that `to_bytes` writes, and sound."""
        if len(raw) > MOST_BYTES:
            raise ValueError("too long for a key list")
        try:
            found = _read(json.loads(raw))
        except (KeyError, TypeError, RecursionError):
            raise ValueError("not a key list") from None
        if found.to_bytes() != raw or not _sound(found):
            raise ValueError("not a key list")
        return found


def short_key_id(spki: bytes) -> int:
    """The last byte of a key's name, which is all that a request says of its key (RFC 9578, section 6.1)."""
    return token_key_id(spki)[-1]


def written_time(moment: datetime) -> str:
    """A moment in UTC, to the minute."""
    return moment.astimezone(UTC).strftime(_TIME)


def read_time(text: str) -> datetime:
    """The moment that `written_time` wrote; raises ValueError for any other spelling."""
    moment = datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    if written_time(moment) != text:
        raise ValueError("not a time")
    return moment


def _read(fields: Any) -> KeyList:
    sessions = tuple(SessionKey.from_json(entry) for entry in fields["sessions"])
    return KeyList(
        term=TermId(_matching(_ID, fields["term"])),
        issuer=_matching(_NAME, fields["issuer"]),
        origin=_matching(_NAME, fields["origin"]),
        sessions=sessions,
        locker=_key(fields["locker"]),
        statements=base64url.decode(_text(fields["statements"])),
        format=fields["format"],
    )


def _sound(found: KeyList) -> bool:
    """Right format and sizes, and no session and no short key name twice, the locker's among them."""
    entries = found.sessions
    short_ids = {short_key_id(key) for key in (found.locker, *(entry.key for entry in entries))}
    return (
        type(found.format) is int
        and found.format == FORMAT
        and 1 <= len(entries) <= MOST_SESSIONS
        and len({entry.session for entry in entries}) == len(entries)
        and len(short_ids) == len(entries) + 1
        and len(found.statements) == STATEMENT_KEY_BYTES
    )


def _key(value: Any) -> bytes:
    key = base64url.decode(_text(value))
    public_key(key)
    return key


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("not of the form expected")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value
