"""What must not be found, how it could have been written down, and where to look."""

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

ENOUGH = 16
"""A value shorter than this could be found by chance."""

LASTING = {"moderators", "desks", "alembic_version", "force_texts", "text_versions"}
"""Tables that are not about people who attend."""

KEPT = {"sessions": {"key"}}
"""Of these tables only the named columns are forgotten."""


@dataclass
class Needles:
    """What to look for, by what it is; every spelling of it counts."""

    by_kind: dict[str, set[bytes]] = field(default_factory=dict)

    def add(self, kind: str, *values: str | bytes) -> None:
        """Looks for these as well."""
        raw = (value.encode() if isinstance(value, str) else value for value in values)
        self.by_kind.setdefault(kind, set()).update(raw)

    def add_secret(self, kind: str, *values: str | bytes) -> None:
        """Looks for these and for their plain hashes."""
        self.add(kind, *values)
        raw = [value.encode() if isinstance(value, str) else value for value in values]
        self.add(f"plain hash of {kind}", *(hashlib.sha256(value).digest() for value in raw))

    def found(self, places: Mapping[str, bytes], *kinds: str) -> dict[str, list[str]]:
        """Which kinds are found, and where; of all kinds, or of these."""
        hits = {kind: _places(self.by_kind[kind], places) for kind in kinds or self.by_kind}
        return {kind: where for kind, where in hits.items() if where}


def _places(values: Iterable[bytes], places: Mapping[str, bytes]) -> list[str]:
    wanted = [spelling for value in values for spelling in spellings(value)]
    return [name for name, content in places.items() if any(spelling in content for spelling in wanted)]


def spellings(value: bytes) -> set[bytes]:
    """The ways in which a program may write these bytes down."""
    written = {value, value.hex().encode(), value.hex().upper().encode(), repr(value)[2:-1].encode()}
    if len(value) >= 9:
        written |= {inside for start in range(3) for inside in _within_base64(value, start)}
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return written
    utf16 = {text.encode("utf-16-le"), text.encode("utf-16-be")}
    return written | utf16 | {json.dumps(text)[1:-1].encode(), quote(text).encode(), repr(text)[1:-1].encode()}


def _within_base64(value: bytes, start: int) -> set[bytes]:
    """How the value looks inside longer base64, `start` bytes after a multiple of three."""
    whole = value[(3 - start) % 3 :]
    whole = whole[: len(whole) // 3 * 3]
    return {base64.b64encode(whole), base64.urlsafe_b64encode(whole)}


def folder(root: Path) -> dict[str, bytes]:
    """Every file below a folder, with all its bytes; file names count too."""
    files = {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
    return {**files, "(names)": "\n".join(files).encode()}


def rows(root: Path) -> set[bytes]:
    """Every long value in a table that is about people who attend, in every database below a folder."""
    found: set[bytes] = set()
    for path in root.rglob("*"):
        if path.is_file() and path.read_bytes().startswith(b"SQLite format 3"):
            found |= _rows_of(path)
    return found


def _rows_of(path: Path) -> set[bytes]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
        tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {value for table in tables if table not in LASTING for value in _values(base, table)}


def _values(base: sqlite3.Connection, table: str) -> Iterable[bytes]:
    cursor = base.execute(f'SELECT * FROM "{table}"')
    columns = [column[0] for column in cursor.description]
    for row in cursor:
        for column, value in zip(columns, row, strict=True):
            raw = value.encode() if isinstance(value, str) else value
            if isinstance(raw, bytes) and len(raw) >= ENOUGH and column in KEPT.get(table, {column}):
                yield raw


def secret_files(root: Path) -> set[bytes]:
    """Pieces of every file that holds a key or a pepper of one session or term: those in folders of their own."""
    pieces: set[bytes] = set()
    for path in root.glob("*/*/*"):
        content = path.read_bytes()
        pieces |= {content[at : at + 32] for at in range(0, len(content) - ENOUGH, 32)}
    return {piece for piece in pieces if len(set(piece)) > 4}
