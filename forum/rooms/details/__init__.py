"""The detail check: what in a text could tell who wrote it. The page does the same with the same patterns."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from forum.rooms.details.folding import Folded, Folding
from forum.rooms.details.names import Names
from forum.rooms.details.patterns import Patterns, Span
from forum.rooms.details.places import Listed, listed_in

FILE = Path(__file__).with_name("patterns.json")


@dataclass(frozen=True, slots=True)
class Detail:
    """Something that was found: of what kind, where, whether it is certain, and what could stand there instead."""

    kind: str
    start: int
    end: int
    certain: bool
    replace: tuple[str, ...]


class Checker:
    """The check over one file of patterns."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data
        self._kinds: Mapping[str, Any] = data["kinds"]
        self._order = {kind: number for number, kind in enumerate(self._kinds)}
        self._folding = Folding(data["special"])
        self._patterns = Patterns(data)
        self._names = Names(data, self._patterns)
        self._listed = lru_cache(maxsize=8)(self._list)

    def _list(self, places: tuple[str, ...], lang: str) -> Listed:
        return listed_in(self._data, places, lang, self._folding)

    def check(self, text: str, lang: str = "en", places: Sequence[str] = ()) -> list[Detail]:
        """Everything found, from the beginning to the end; nothing twice."""
        folded = self._folding.fold(text)
        found = self._apart(self._all(folded, lang, places))
        return [self._detail(kind, folded.places[start], folded.places[end]) for kind, start, end in found]

    def _all(self, folded: Folded, lang: str, places: Sequence[str]) -> Iterator[Span]:
        yield from self._patterns.of(folded)
        yield from self._names.of(folded, lang)
        yield from self._listed(tuple(places), lang).of(folded)

    def _apart(self, spans: Iterator[Span]) -> list[Span]:
        """Of what overlaps, the certain one stays, then the longer one."""
        taken: set[int] = set()
        kept: list[Span] = []
        for kind, start, end in sorted(spans, key=self._rank):
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                kept.append((kind, start, end))
        return sorted(kept, key=lambda span: span[1])

    def _rank(self, span: Span) -> tuple[bool, int, int, int]:
        kind, start, end = span
        return not self._kinds[kind]["certain"], start - end, start, self._order[kind]

    def _detail(self, kind: str, start: int, end: int) -> Detail:
        return Detail(kind, start, end, self._kinds[kind]["certain"], tuple(self._kinds[kind]["replace"]))


@cache
def data() -> Mapping[str, Any]:
    """What stands in the file: the page carries it."""
    found: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def checker() -> Checker:
    """The one check of this program."""
    return Checker(data())


def check(text: str, lang: str = "en", places: Sequence[str] = ()) -> list[Detail]:
    """What in a text could tell who wrote it."""
    return checker().check(text, lang, places)
