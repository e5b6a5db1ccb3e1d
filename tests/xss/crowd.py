"""Sixty people without browsers who say what they are given, all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from forum.rooms.domain.limits import MAX_COUNT
from forum.rooms.frames import FrameRecord
from tests.clients import Attendee, Line
from tests.frames import up
from tests.servers import Servers

SEATS = 60
MOST = "e" * 32
"""At least as long as the name of an epoch."""

Act = tuple[str, str, dict[str, Any]]
"""A command: what, with which words, and its fields."""


def fits(act: Act) -> bool:
    """Whether a page could send it at all: a frame holds so much and no more."""
    kind, text, fields = act
    try:
        return bool(up(MOST, MAX_COUNT, FrameRecord({"k": kind, "c": MAX_COUNT, **fields}, text)))
    except ValueError:
        return False


@dataclass
class Crowd:
    """Their lines; whoever speaks next is the next in the row."""

    lines: list[Line]

    @classmethod
    def come_in(cls, servers: Servers, session: str, codes: Sequence[str]) -> "Crowd":
        """All come with their cards, and may speak."""
        lines = [Attendee(servers.door, servers.issuer).come_in(session, code) for code in codes]
        for line in lines:
            assert line.do("mode:choose", mode="speaking") is None
        return cls(lines)

    def do(self, acts: Sequence[Act]) -> list[str | None]:
        """Each does the next of these acts; the refusal codes in the same order, None for what was done."""
        asked = [
            (line, line.ask(kind, text, **fields))
            for line, (kind, text, fields) in zip(self._round(len(acts)), acts, strict=True)
        ]
        return [answer(line, number) for line, number in asked]

    def withdraw(self) -> None:
        """All take back what they said, also quietly."""
        assert set(self.do([("messages:withdraw", "", {})] * len(self.lines))) == {None}

    def close(self) -> None:
        """All go."""
        for line in self.lines:
            line.close()

    def _round(self, count: int) -> list[Line]:
        return [self.lines[number % len(self.lines)] for number in range(count)]


def answer(line: Line, number: int) -> str | None:
    """What came of a command: None when done, else why not."""
    line.wait(lambda page: number in line.refusals or number in line.answered)
    return line.refusals.get(number)
