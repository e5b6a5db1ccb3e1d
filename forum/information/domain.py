"""What a text says, section by section; and the parts of it that are the force's own to word."""

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

Lang = Literal["en", "cy"]
LANGS: tuple[Lang, ...] = ("en", "cy")

MOST_IN_SHORT = 200
MOST_IN_PART = 2400
NOT_WRITTEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Kinds of characters that no text needs and that can hide or turn around others."""


@dataclass(frozen=True, slots=True)
class Short:
    """The line of a section that stands on its own; `part` names it where the force may word it."""

    lead: str
    rest: str = ""
    part: str | None = None

    @property
    def line(self) -> str:
        """As it stands in a file and in a form."""
        return f"{self.lead} | {self.rest}" if self.rest else self.lead


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs and lists of ours, in Markdown."""

    markdown: str


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A place where a service of the directory is named."""

    key: str


@dataclass(frozen=True, slots=True)
class ForcePart:
    """Plain paragraphs that the force may word; ours are the draft."""

    key: str
    draft: str


Block = Prose | ServiceLine | ForcePart


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows a heading inside a section."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One matter: its title, its short line, and the whole of it."""

    id: str
    title: str
    places: frozenset[str]
    short: Short
    blocks: tuple[Block, ...]
    answers: tuple[Answer, ...] = ()

    def drafts(self) -> Iterator[tuple[str, str]]:
        """The parts in it that the force may word, with our draft of each."""
        if self.short.part:
            yield self.short.part, self.short.line
        yield from ((block.key, block.draft) for block in self.blocks if isinstance(block, ForcePart))


@dataclass(frozen=True, slots=True)
class Document:
    """One text in one language."""

    title: str
    lead: str
    sections: tuple[Section, ...]
    source: str

    def at(self, place: str) -> list[Section]:
        """The sections that also stand elsewhere: `landing`, `six`, `paper` or `shown`."""
        return [section for section in self.sections if place in section.places]

    def drafts(self) -> dict[str, str]:
        """Every part that the force may word, with our draft."""
        return dict(pair for section in self.sections for pair in section.drafts())

    def shape(self) -> list[object]:
        """All but the words: what both languages must have alike."""
        return [
            (s.id, s.places, s.short.part, [_kind(b) for b in s.blocks], [len(a.blocks) for a in s.answers])
            for s in self.sections
        ]


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a part as a page shows them, and whether they had to be taken from the other language."""

    words: str
    lang: Lang
    borrowed: bool = False

    @property
    def paragraphs(self) -> list[str]:
        """The words, paragraph by paragraph."""
        return [" ".join(part.split()) for part in self.words.split("\n\n") if part.strip()]

    @property
    def short(self) -> Short:
        """The words as a short line."""
        return short_of(self.words)


@dataclass(frozen=True, slots=True)
class Version:
    """Which text people read: a number that grows, and what it is the number of."""

    number: int
    digest: str
    day: date

    @property
    def mark(self) -> str:
        """The first eight figures of the digest."""
        return self.digest[:8]


ForceTexts = Mapping[tuple[str, Lang], str]
"""What the force has worded: part and language, then the words. What is not in it is our draft."""


def short_of(line: str, part: str | None = None) -> Short:
    """A short line from how it is written: what is shown in bold, and the rest behind a bar."""
    lead, _bar, rest = line.partition("|")
    return Short(" ".join(lead.split()), " ".join(rest.split()), part)


def tidied(words: str) -> str:
    """The words with composed letters, plain line ends, and nothing before or after them."""
    lines = unicodedata.normalize("NFC", words).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def fits(words: str, most: int) -> bool:
    """Whether the words are plain text of at most `most` characters."""
    return len(words) <= most and not any(unicodedata.category(c) in NOT_WRITTEN for c in words if c != "\n")


def most_in(key: str) -> int:
    """How many characters a part may have."""
    return MOST_IN_SHORT if key.endswith("-short") else MOST_IN_PART


def digest_of(sources: Mapping[Lang, str], texts: ForceTexts) -> str:
    """One hash over all that people can read: both files and everything that the force has worded."""
    parts = sorted([key, lang, words] for (key, lang), words in texts.items())
    whole = json.dumps({"sources": dict(sources), "parts": parts}, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def _kind(block: Block) -> tuple[str, str]:
    return type(block).__name__, "" if isinstance(block, Prose) else block.key
