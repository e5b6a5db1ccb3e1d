"""Finds what has a form of its own: numbers, addresses, dates. Nothing here repeats without an end."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from forum.rooms.details.folding import Folded

Span: TypeAlias = tuple[str, int, int]
"""A kind, where it begins, and where it ends."""

_BEGINS = re.compile(r"[a-z0-9]+|[@+(]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_JOINS = frozenset("./@_-")
_FRAGMENT = re.compile(r"<([a-z0-9]+)>")


@dataclass(frozen=True, slots=True)
class Pattern:
    """What is looked for, and what must stand before it, look like it, or must not be it."""

    kind: str
    find: re.Pattern[str]
    before: re.Pattern[str] | None
    caps: re.Pattern[str] | None
    never: re.Pattern[str] | None
    then: str
    alone: bool

    def at(self, folded: Folded, start: int) -> tuple[int, int] | None:
        """Where it stands, if it begins here."""
        if self.alone and start and folded.low[start - 1] in _JOINS:
            return None
        if self.before is not None:
            cue = self.before.match(folded.low, start)
            if cue is None:
                return None
            start = cue.end()
        found = self.find.match(folded.low, start)
        if found is None or not self._fits(folded, start):
            return None
        return start, found.end()

    def _fits(self, folded: Folded, start: int) -> bool:
        if self.caps is not None and self.caps.match(folded.shape, start) is None:
            return False
        return self.never is None or self.never.match(folded.low, start) is None


class Patterns:
    """All patterns, by the signs with which they can begin: `0` is any figure, `*` any letter."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._fragments: Mapping[str, str] = data["fragments"]
        self._by_sign: dict[str, list[Pattern]] = {}
        for entry in data["patterns"]:
            pattern = self._pattern(entry)
            for sign in entry["at"].replace("*", _LETTERS):
                self._by_sign.setdefault(sign, []).append(pattern)

    def _pattern(self, entry: Mapping[str, str]) -> Pattern:
        before, caps, never = (self._compiled(entry.get(name)) for name in ("before", "caps", "not"))
        find = re.compile(self.expanded(entry["find"]))
        return Pattern(entry["kind"], find, before, caps, never, entry.get("then", ""), "alone" in entry)

    def _compiled(self, source: str | None) -> re.Pattern[str] | None:
        return None if source is None else re.compile(self.expanded(source))

    def expanded(self, source: str) -> str:
        """The source of a pattern with every named fragment put in."""
        while True:
            done = _FRAGMENT.sub(lambda found: self._fragments[found[1]], source)
            if done == source:
                return done
            source = done

    def of(self, folded: Folded, then: str = "") -> Iterator[Span]:
        """Every place where a pattern fits; those of a kind that something must follow only when asked for."""
        for start in starts(folded.low):
            for pattern in self._by_sign.get(_sign(folded.low[start]), ()):
                found = pattern.at(folded, start) if pattern.then == then else None
                if found is not None:
                    yield pattern.kind, *found


def starts(low: str) -> Iterable[int]:
    """Where a word, a number or a telling sign begins."""
    return (found.start() for found in _BEGINS.finditer(low))


def _sign(first: str) -> str:
    return "0" if "0" <= first <= "9" else first
