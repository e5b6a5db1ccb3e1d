"""The words of a text, with what can be seen of each: a capital, the beginning of a sentence, what leans on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forum.rooms.details.folding import Folded

_WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
_CAPITAL = re.compile(r"A['-]?[Aa]{0,2}[a'-]*a")
_GOES_ON = frozenset("abcdefghijklmnopqrstuvwxyz0123456789,'&/%-+")


@dataclass(frozen=True, slots=True)
class Word:
    """One word, where it stands, and the gap before it."""

    text: str
    stem: str
    start: int
    end: int
    capital: bool
    opens: bool
    joined: bool

    @property
    def initial(self) -> bool:
        """Whether it is a single letter, as in J Davies."""
        return self.end - self.start == 1


def words_of(folded: Folded, leans: frozenset[str]) -> list[Word]:
    """Every word, in order."""
    words: list[Word] = []
    before = 0
    for found in _WORD.finditer(folded.low):
        words.append(_word(folded, found.start(), found.end(), before, leans))
        before = found.end()
    return words


def _word(folded: Folded, start: int, end: int, before: int, leans: frozenset[str]) -> Word:
    text = folded.low[start:end]
    stem = stem_of(text, leans)
    capital = _CAPITAL.match(folded.shape, start, start + len(stem)) is not None
    gap = folded.low[before:start]
    return Word(text, stem, start, start + len(stem), capital, _opens(folded.low, start), gap in (" ", ". "))


def stem_of(text: str, leans: frozenset[str]) -> str:
    """The word without what leans on it: `gareth's` and `gareth'n` are gareth."""
    head, sign, tail = text.rpartition("'")
    return head if sign and tail in leans else text


def _opens(low: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and low[at] == " ":
        at -= 1
    return at < 0 or low[at] not in _GOES_ON


def followed(words: Sequence[Word], index: int, most: int) -> list[Word]:
    """The words that follow without a sign between, at most so many."""
    found: list[Word] = []
    for word in words[index + 1 : index + 1 + most]:
        if not word.joined:
            break
        found.append(word)
    return found
