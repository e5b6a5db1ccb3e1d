"""Stations and departments from the coordinator's list, also as Welsh changes their first letter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forum.rooms.details.folding import Folded, Folding
from forum.rooms.details.patterns import Span, starts

_SPACE = re.compile("[ \n]+")
LEAST_BARE = 4
"""A name that loses its first letter in Welsh is looked for only if so many are left, and with a capital."""


class Listed:
    """One list of places, ready to be looked for."""

    def __init__(self, places: Sequence[str], lang: str, folding: Folding, mutations: Sequence[Sequence[str]]) -> None:
        self._by_word: dict[str, list[tuple[str, bool]]] = {}
        for place in places:
            plain = " ".join(one for one in _SPACE.split(folding.fold(place).low) if one)
            for form, bare in _forms(plain, mutations if lang == "cy" else ()):
                if form:
                    self._by_word.setdefault(_first_run(form), []).append((form, bare))

    def of(self, folded: Folded) -> Iterator[Span]:
        """Every listed place in the text."""
        for start in starts(folded.low) if self._by_word else ():
            for form, bare in self._by_word.get(_first_run(folded.low[start : start + 60]), ()):
                end = start + len(form)
                whole = folded.low.startswith(form, start) and not _is_plain(folded.low[end : end + 1])
                if whole and (not bare or folded.shape[start] == "A"):
                    yield "place", start, end


def _forms(plain: str, mutations: Sequence[Sequence[str]]) -> Iterator[tuple[str, bool]]:
    yield plain, False
    for first, *changed in mutations:
        if plain.startswith(first):
            for other in changed:
                form = other + plain[len(first) :]
                if other or len(form) >= LEAST_BARE:
                    yield form, not other
            return


def _first_run(text: str) -> str:
    for at, sign in enumerate(text):
        if not _is_plain(sign):
            return text[: at or 1]
    return text


def listed_in(data: Mapping[str, Any], places: Sequence[str], lang: str, folding: Folding) -> Listed:
    """The list, with the changes of the language that is written."""
    return Listed(places, lang, folding, data["mutations"])


def _is_plain(sign: str) -> bool:
    return "a" <= sign <= "z" or "0" <= sign <= "9"
