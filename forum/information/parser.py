"""Reads a text file into sections; a fault in it stops the start with the line named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from forum.information.domain import Answer, Block, Document, ForcePart, Prose, Section, ServiceLine, Short, short_of

TITLE = re.compile(r"# (?P<title>\S.*)")
SECTION = re.compile(r"## (?P<title>\S.*?) \{#(?P<id>[a-z]+)(?P<places>( [a-z]+)*)\}")
ANSWER = re.compile(r"### (?P<title>\S.*)")
SHORT = re.compile(r"short(?: \((?P<part>[a-z]+-short)\))?: (?P<line>\S.*)")
SERVICE = re.compile(r"\{service (?P<key>[a-z0-9-]+)\}")
FORCE = re.compile(r"\{force (?P<key>[a-z]+)\}")
END = "{end}"
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
PLACES = frozenset({"landing", "six", "paper", "shown"})


class TextFault(Exception):
    """A text that cannot be read; says in which line, and why."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(f"line {number}: {why}")


@dataclass
class _Draft:
    """A section while it is read."""

    id: str
    title: str
    places: frozenset[str]
    short: Short | None = None
    answers: list[tuple[str, list[Block]]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def open_blocks(self) -> list[Block]:
        return self.answers[-1][1] if self.answers else self.blocks


class _Reader:
    def __init__(self, source: str) -> None:
        # Comments go, their lines stay: a fault is found where the number says.
        self._lines = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), source).split("\n")
        self._at = 0
        self._title: str | None = None
        self._lead: list[Block] = []
        self._sections: list[_Draft] = []

    def read(self, source: str) -> Document:
        for line in self._each():
            self._take(line)
        if self._title is None or not self._sections:
            raise self._fault("a text has a title and at least one section")
        lead = "\n\n".join(block.markdown for block in self._lead if isinstance(block, Prose))
        return Document(self._title, lead, tuple(map(self._finished, self._sections)), source)

    def _each(self) -> Iterator[str]:
        while self._at < len(self._lines):
            self._at += 1
            yield self._lines[self._at - 1].rstrip()

    def _take(self, line: str) -> None:
        if line.startswith("#"):
            self._heading(line)
        elif line.startswith("short"):
            self._short(line)
        elif line.startswith("{"):
            self._blocks.append(self._special(line))
        elif line:
            self._blocks.append(Prose(self._paragraph(line)))

    def _heading(self, line: str) -> None:
        if found := SECTION.fullmatch(line):
            self._section(found["id"], found["title"], frozenset(found["places"].split()))
        elif (found := ANSWER.fullmatch(line)) and self._sections:
            self._sections[-1].answers.append((found["title"], []))
        elif (found := TITLE.fullmatch(line)) and self._title is None:
            self._title = found["title"]
        else:
            raise self._fault("this heading is not understood")

    def _section(self, name: str, title: str, places: frozenset[str]) -> None:
        if any(section.id == name for section in self._sections):
            raise self._fault(f"there are two sections {name}")
        if not places <= PLACES:
            raise self._fault("there is no such place for a section")
        self._sections.append(_Draft(name, title, places))

    def _short(self, line: str) -> None:
        found = SHORT.fullmatch(line)
        if not (found and self._sections) or self._sections[-1].short:
            raise self._fault("a section has one short line")
        self._sections[-1].short = short_of(found["line"], found["part"])

    def _special(self, line: str) -> Block:
        if found := SERVICE.fullmatch(line):
            return ServiceLine(found["key"])
        if found := FORCE.fullmatch(line):
            return ForcePart(found["key"], self._until_end())
        raise self._fault("this line in braces is not understood")

    def _until_end(self) -> str:
        taken: list[str] = []
        for line in self._each():
            if line == END:
                return "\n".join(taken).strip()
            taken.append(line)
        raise self._fault(f"{END} is missing")

    def _paragraph(self, first: str) -> str:
        taken = [first]
        while self._at < len(self._lines) and self._lines[self._at].strip():
            taken.append(self._lines[self._at].rstrip())
            self._at += 1
        return "\n".join(taken)

    @property
    def _blocks(self) -> list[Block]:
        return self._sections[-1].open_blocks if self._sections else self._lead

    def _finished(self, draft: _Draft) -> Section:
        if draft.short is None:
            raise self._fault(f"section {draft.id} has no short line")
        answers = tuple(Answer(title, tuple(blocks)) for title, blocks in draft.answers)
        return Section(draft.id, draft.title, draft.places, draft.short, tuple(draft.blocks), answers)

    def _fault(self, why: str) -> TextFault:
        return TextFault(self._at, why)


def parse(source: str) -> Document:
    """The text of one file; raises TextFault."""
    return _Reader(source).read(source)
