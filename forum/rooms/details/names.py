"""Likely names, from lists and from the words around them: `May helped me` and `mark my words` are nobody."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forum.rooms.details.folding import Folded
from forum.rooms.details.patterns import Patterns, Span
from forum.rooms.details.wording import Word, followed, words_of

MOST_WORDS = 3
"""How many words a name, or the name of a place, has at most."""

_LISTS = (
    "first", "common", "never", "surnames", "wordsur", "stop", "geo", "titles", "cues", "verbs", "ofverbs", "leans",
    "determiners", "after", "welsh", "english", "be", "verbish",
)  # fmt: skip
_SHORT = frozenset(
    {"ps", "di", "ds", "dc", "cc", "ci", "sc", "acc", "special", "officer", "swyddog", "con", "super", "commander"}
    | {"skip", "guv", "guvnor"}
)


class Names:
    """Finds names, ranks with names, and stations named by the words around them."""

    def __init__(self, data: Mapping[str, Any], patterns: Patterns) -> None:
        lists: Mapping[str, Sequence[str]] = data["names"]
        self._is = {name: frozenset(" ".join(lists[name]).split()) for name in _LISTS}
        famous = "|".join(lists["famous"])
        self._famous = re.compile(f"(?:{famous})(?![a-z0-9])")
        self._tail = re.compile(patterns.expanded("<tail>"))
        self._patterns = patterns

    def of(self, folded: Folded, lang: str) -> Iterator[Span]:
        """Every likely name, rank with a name and named station."""
        words = words_of(folded, self._is["leans"])
        ordinary = self._is["welsh" if lang == "cy" else "english"]
        known = self._known(folded, words)
        yield from self._ranks(folded, words, known)
        yield from self._stations(folded, words)
        index = 0
        while index < len(words):
            last = None if index in known else self._name(words, index, known, ordinary)
            if last is None:
                index += 1
                continue
            yield "name", words[index].start, words[last].end
            index = last + 1

    def _known(self, folded: Folded, words: Sequence[Word]) -> frozenset[int]:
        """The words that are part of something everybody knows: a law, a charity, a song."""
        known: set[int] = set()
        for index, word in enumerate(words):
            found = self._famous.match(folded.low, word.start)
            if found:
                known |= {at for at in range(index, min(index + 6, len(words))) if words[at].start < found.end()}
        return frozenset(known)

    # names

    def _name(self, words: Sequence[Word], index: int, known: frozenset[int], ordinary: frozenset[str]) -> int | None:
        """The last word of the name that begins here, or None; `ordinary` are names that are words of the language."""
        word = words[index]
        if word.stem in self._is["titles"]:
            return self._titled(words, index)
        if not (
            self._is_first(words, index) or self._is_likely(words, index, ordinary) or self._is_unknown(words, index)
        ):
            return None
        if any(next_.stem in self._is["after"] for next_ in followed(words, index, 1)):
            return None
        return self._extended(words, index, known)

    def _titled(self, words: Sequence[Word], index: int) -> int | None:
        for ahead in followed(words, index, 1):
            if self._may_be_surname(ahead) or (ahead.capital and ahead.stem in self._is["wordsur"]):
                return self._extended(words, index + 1, frozenset())
        return None

    def _may_be_surname(self, word: Word) -> bool:
        if word.capital:
            return word.stem not in self._is["stop"] and word.stem not in self._is["geo"]
        return word.stem in self._is["surnames"] and word.stem not in self._is["wordsur"]

    def _extended(self, words: Sequence[Word], index: int, known: frozenset[int]) -> int:
        last = index
        for offset, word in enumerate(followed(words, index, 2), 1):
            if index + offset in known or not self._continues(words[last], word):
                break
            last = index + offset
        return last

    def _continues(self, before: Word, word: Word) -> bool:
        if before.text != before.stem:
            return False
        if word.capital and before.capital:
            listed = word.stem in self._is["surnames"] or word.stem in self._is["first"]
            return listed or not (word.stem in self._is["stop"] or word.stem in self._is["geo"])
        return word.stem in self._is["surnames"] and word.stem not in self._is["wordsur"]

    def _is_first(self, words: Sequence[Word], index: int) -> bool:
        """Whether it is a first name, or a surname, that is no other word."""
        word = words[index]
        if self._is_saint(words, index):
            return False
        if word.capital and word.stem in self._is["surnames"] and word.stem not in self._is["wordsur"]:
            return word.stem not in self._is["geo"]
        part = word.stem.split("-")[0]
        return part in self._is["first"] and (word.capital or part == word.stem or word.stem in self._is["first"])

    def _is_saint(self, words: Sequence[Word], index: int) -> bool:
        return index > 0 and words[index].joined and words[index - 1].stem in ("st", "saint", "sant")

    def _is_likely(self, words: Sequence[Word], index: int, ordinary: frozenset[str]) -> bool:
        """Whether a word that can be a name is one here."""
        word = words[index]
        ahead = next(iter(followed(words, index, 1)), None)
        if not word.capital or not self._some(word, "common", "never", "wordsur"):
            return False
        if self._some(word, "common") and ahead and ahead.capital and self._some(ahead, "surnames"):
            return not self._some(ahead, "stop")
        if self._is_cued(words, index):
            return True
        if self._some(word, "never") or not self._some(word, "common") or self._is_saint(words, index):
            return False
        return self._stands_as_name(words, index, ordinary)

    def _stands_as_name(self, words: Sequence[Word], index: int, ordinary: frozenset[str]) -> bool:
        word, ahead = words[index], next(iter(followed(words, index, 1)), None)
        if word.opens:
            acts = ahead is not None and ahead.text in self._is["verbs"]
            is_somebody = ahead is not None and self._some(word, "verbish") and ahead.text in self._is["be"]
            return acts or is_somebody or word.stem not in ordinary
        if ahead is not None and ahead.text == "of":
            return False
        return not (word.joined and words[index - 1].text in self._is["determiners"])

    def _some(self, word: Word, *lists: str) -> bool:
        return any(word.stem in self._is[name] for name in lists)

    def _is_cued(self, words: Sequence[Word], index: int) -> bool:
        """Whether the words before say that a name follows: my husband, o'r enw, his name is."""
        if not index or words[index].opens:
            return False
        before, earlier = words[index - 1], words[index - 2].text if index > 1 else ""
        if before.text in self._is["cues"]:
            return True
        if before.text in ("is", "was", "yw", "ydy", "ydi", "oedd"):
            return earlier in ("name", "enw")
        if before.text == "called":
            return earlier in (
                "is",
                "was",
                "he's",
                "she's",
                "someone",
                "somebody",
                "man",
                "woman",
                "guy",
                "bloke",
                "officer",
            )
        return before.text == "name's" or (before.text in ("i", "fi") and earlier == "enw")

    def _is_unknown(self, words: Sequence[Word], index: int) -> bool:
        """Whether a capital that no list explains stands where a name would."""
        word = words[index]
        if not word.capital or word.opens or word.stem in self._is["stop"] or word.stem in self._is["geo"]:
            return False
        if word.stem in self._is["common"] | self._is["never"] | self._is["wordsur"] or self._is_saint(words, index):
            return False
        if self._is_cued(words, index) or (word.joined and words[index - 1].text in self._is["ofverbs"]):
            return True
        return any(ahead.text in self._is["verbs"] for ahead in followed(words, index, 1))

    # ranks and stations

    def _ranks(self, folded: Folded, words: Sequence[Word], known: frozenset[int]) -> Iterator[Span]:
        by_start = {word.start: index for index, word in enumerate(words)}
        for _kind, start, end in self._patterns.of(folded, "name"):
            index = by_start.get(_past_gap(folded.low, end))
            if index is not None and index not in known and by_start.get(start) not in known:
                last = self._ranked(words, index, folded.low[start:end])
                if last is not None:
                    yield "rank", start, words[last].end

    def _ranked(self, words: Sequence[Word], index: int, rank: str) -> int | None:
        if words[index].initial and index + 1 < len(words) and words[index + 1].joined:
            index += 1
        word = words[index]
        listed = (
            any(word.stem in self._is[name] for name in ("first", "common", "surnames"))
            and word.stem not in self._is["never"]
        )
        doubtful = rank.split(" ")[-1] in _SHORT and not rank.startswith("det")
        if word.capital:
            taken = (
                listed
                if doubtful
                else listed or word.stem not in self._is["stop"] | self._is["geo"] | self._is["never"]
            )
        else:
            plain = word.stem in self._is["first"] or word.stem in self._is["surnames"]
            taken = plain and word.stem not in self._is["wordsur"] | self._is["common"]
        return self._extended(words, index, frozenset()) if taken else None

    def _stations(self, folded: Folded, words: Sequence[Word]) -> Iterator[Span]:
        by_start = {word.start: index for index, word in enumerate(words)}
        for _kind, _start, end in self._patterns.of(folded, "place"):
            first = by_start.get(_past_gap(folded.low, end))
            last = None if first is None else self._place(words, first)
            if first is not None and last is not None:
                yield "place", words[first].start, words[last].end
        for index, word in enumerate(words):
            tail = None if word.capital and word.text == "nick" else self._tail.match(folded.low, word.start)
            if tail is not None and word.joined and index:
                first = self._named_before(words, index)
                if first is not None:
                    yield "place", words[first].start, tail.end()

    def _place(self, words: Sequence[Word], first: int) -> int | None:
        if not words[first].capital or words[first].stem in self._is["stop"]:
            return None
        last = first
        for offset, word in enumerate(followed(words, first, MOST_WORDS - 1), 1):
            if not word.capital or word.stem in self._is["stop"]:
                break
            last = first + offset
        return last

    def _named_before(self, words: Sequence[Word], index: int) -> int | None:
        first = None
        for at in range(index - 1, max(-1, index - 1 - MOST_WORDS), -1):
            if not words[at].capital or words[at].stem in self._is["stop"]:
                break
            first = at
            if not words[at].joined:
                break
        return first


def _past_gap(low: str, end: int) -> int:
    """Where the next word begins, past a full stop, a comma or a space."""
    for gap in (". ", ", ", " ", "."):
        if low.startswith(gap, end):
            return end + len(gap)
    return end
