"""The coordinator's list of stations and departments, as it is kept and looked for."""

import unicodedata
from collections.abc import Mapping
from typing import Literal, Protocol, TypeAlias

from forum.refusals import RefusalCode, Refused

Lang: TypeAlias = Literal["en", "cy"]
LANGS: tuple[Lang, ...] = ("en", "cy")
MOST_PLACES = 200
MOST_IN_PLACE = 60
LEAST_LETTERS = 3


class PlaceStore(Protocol):
    """Keeps the lists. Every method raises Refused(STORE_AWAY) when the store is away."""

    def lists(self) -> dict[Lang, str]:
        """The lists that are not empty, one place a line."""

    def put(self, lists: Mapping[Lang, str]) -> None:
        """From now on these are the lists."""


class Places:
    """Both lists. They are looked for from memory, so they are there when the store is not."""

    def __init__(self, store: PlaceStore) -> None:
        self._store = store
        self._lists: dict[Lang, tuple[str, ...]] = {}
        self._take(store.lists())

    def of(self, lang: Lang) -> tuple[str, ...]:
        """The places that are listed in this language."""
        return self._lists[lang]

    def all(self) -> tuple[str, ...]:
        """Every place once, in whatever language it is listed: people write both."""
        return tuple(dict.fromkeys(place for lang in LANGS for place in self._lists[lang]))

    def save(self, lists: Mapping[Lang, str]) -> None:
        """From now on these are the lists; raises BAD_REQUEST where something in them is not a place."""
        if any(faulty(lists[lang]) is not None for lang in LANGS):
            raise Refused(RefusalCode.BAD_REQUEST)
        tidy = {lang: "\n".join(lines_of(lists[lang])) for lang in LANGS}
        self._store.put({lang: lines for lang, lines in tidy.items() if lines})
        self._take(tidy)

    def _take(self, lists: Mapping[Lang, str]) -> None:
        self._lists = {lang: lines_of(lists.get(lang, "")) for lang in LANGS}


def lines_of(text: str) -> tuple[str, ...]:
    """The places in a text, one a line, each once."""
    lines = (" ".join(unicodedata.normalize("NFC", line).split()) for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


Fault: TypeAlias = Literal["many", "long", "short", "sign"]


def faulty(text: str) -> Fault | None:
    """What is wrong with a list, in one word, or None."""
    places = lines_of(text)
    if len(places) > MOST_PLACES:
        return "many"
    if any(len(place) > MOST_IN_PLACE for place in places):
        return "long"
    if any(sum(sign.isalnum() for sign in place) < LEAST_LETTERS for place in places):
        return "short"
    hidden = any(unicodedata.category(sign)[0] == "C" for place in places for sign in place)
    return "sign" if hidden else None
