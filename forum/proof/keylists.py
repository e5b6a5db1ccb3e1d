"""Prints and checks key lists for whoever wants to compare: from the issuer, a file, or the door's database."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

from forum.ids import SessionId, TermId
from forum.refusals import Refused
from forum.sessions.store_sql import SqlSessions
from forum.settings import Settings
from forum.storage.engine import Database, sqlite_url
from forum.tickets import base64url
from forum.tickets.blindrsa import token_key_id
from forum.tickets.keylist import MOST_BYTES, KeyList, written_time
from forum.tickets.statements import collected_statement, verify_statement
from forum.tickets.words import WORDS, word_list, words_of
from forum.web.folders import DOOR

TIMEOUT = 10.0
HASH = re.compile(r"[0-9a-f]{64}")


class CannotCompare(Exception):
    """There is nothing to compare; the text is one sentence for whoever asked."""


class Differs(Exception):
    """What was found is not what was expected; the text is one sentence for whoever asked."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many tickets of one session the issuer says were collected, and whether its signature holds."""

    session: str
    at_least: int
    genuine: bool


def from_address(address: str) -> KeyList:
    """The list at this address; raises CannotCompare."""
    if not address.startswith(("http://", "https://")):
        raise CannotCompare("The address of a key list begins with http:// or https://.")
    return _read(_fetched(address))


def from_file(path: Path) -> KeyList:
    """The list in this file; raises CannotCompare."""
    try:
        with path.open("rb") as file:
            return _read(file.read(MOST_BYTES + 1))
    except OSError:
        raise CannotCompare("The file cannot be read.") from None


def of_term(settings: Settings, term: str) -> KeyList:
    """The list of a term as the issuer of this installation gives it; raises CannotCompare."""
    return from_address(f"{settings.issuer_origin}/keys/{term}")


def of_the_door(settings: Settings) -> list[KeyList]:
    """Every list that the door vouches for; raises CannotCompare."""
    path = settings.data / DOOR / "door.sqlite3"
    if not path.is_file():
        raise CannotCompare("There is no door's database here: set FORUM_DATA, or name --url, --file or --term.")
    store = SqlSessions(Database(sqlite_url(path)))
    try:
        return [store.term(term).keylist for term in sorted(store.terms())]
    except Refused:
        raise CannotCompare("The door's database cannot be used: it is away, locked or damaged.") from None


def description(listed: KeyList) -> Iterator[str]:
    """The lines that say all of a list: hash, words, sessions and keys."""
    yield f"Key list {listed.term}, of the issuer {listed.issuer} for the forum at {listed.origin}"
    yield f"  SHA-256  {listed.digest()}"
    yield f"  words    {' '.join(words_of(listed.digest()))}"
    for entry in listed.sessions:
        times = f"opens {written_time(entry.opens)}, collecting closes {written_time(entry.collecting_closes)}"
        yield f"  session  {entry.session}: {times}, key {token_key_id(entry.key).hex()}"
    yield f"  locker   key {token_key_id(listed.locker).hex()}"


def expected_digest(text: str) -> str:
    """A hash as somebody typed it; raises CannotCompare."""
    plain = re.sub(r"[\s:]", "", text).lower()
    if not HASH.fullmatch(plain):
        raise CannotCompare("A hash is 64 digits from 0 to 9 and a to f.")
    return plain


def expected_words(text: str) -> list[str]:
    """Twelve words as somebody typed them; raises CannotCompare."""
    words = re.findall(r"[a-z-]+", text.lower())
    if len(words) != WORDS or not set(words) <= set(word_list()):
        raise CannotCompare("These are not twelve words of the list that key lists are named with.")
    return words


def compare(lists: list[KeyList], digest: str | None, words: list[str] | None) -> str:
    """The sentence that says that one of these lists is the expected one; raises Differs."""
    for listed in lists:
        if digest in (None, listed.digest()) and words in (None, words_of(listed.digest())):
            return f"This is the list that you expected: {listed.term}."
    raise Differs("This is NOT the list that you expected. Do not use a card with it, and tell somebody else.")


def counts(listed: KeyList, origin: str) -> list[Count]:
    """The published counts of the sessions whose collecting has closed; raises CannotCompare."""
    try:
        answer = json.loads(_fetched(f"{origin}/collected/{listed.term}"))
        return [_count(listed, entry) for entry in answer["collected"]]
    except (KeyError, TypeError, ValueError):
        raise CannotCompare("The issuer's answer about counts cannot be read.") from None


def _count(listed: KeyList, entry: Any) -> Count:
    session, at_least = str(entry["session"]), int(entry["at_least"])
    known = session in {one.session for one in listed.sessions}
    statement = collected_statement(TermId(listed.term), SessionId(session), at_least)
    signature = base64url.decode(entry["signature"])
    return Count(session, at_least, known and verify_statement(listed.statements, statement, signature))


def count_line(count: Count) -> str:
    """What a count says."""
    many = f"at least {count.at_least}" if count.at_least else "fewer than 5"
    return f"  collected  {count.session}: {many}, signature {'holds' if count.genuine else 'DOES NOT HOLD'}"


def _read(raw: bytes) -> KeyList:
    try:
        return KeyList.from_bytes(raw)
    except ValueError:
        raise CannotCompare("This is not a sound key list.") from None


def _fetched(address: str) -> bytes:
    opener = build_opener(ProxyHandler({}))
    try:
        with opener.open(address, timeout=TIMEOUT) as answer:
            raw: bytes = answer.read(MOST_BYTES + 1)
            return raw
    except HTTPError as refusal:
        # It holds the connection.
        refusal.close()
        raise CannotCompare(f"There is nothing at this address (status {refusal.code}).") from None
    except (OSError, ValueError):
        raise CannotCompare("Nobody answers at this address.") from None
