"""What an observer on the line has seen, ordered by member and beat; and, apart from it, who really acted when."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from forum.rooms.domain.schedule import Schedule

ON_THE_WAY = 0.0005
"""Seconds that a frame takes from the line to the room, about."""
KIND_OF = {
    "message:say": "say", "message:say:to": "answer", "message:say:note": "note", "message:say:to:note": "answer",
    "message:support": "support", "message:flag": "flag", "hand:raise": "hand", "hand:lower": "hand",
    "aside:say": "aside", "aside:say:need": "aside", "aside:say:someone-here": "someone-here", "aside:end": "end",
    "contact:give": "contact", "contact:take": "contact", "message:withdraw": "withdraw",
    "messages:withdraw": "withdraw-all", "seat:pause": "pause", "seat:resume": "pause", "mode:choose": "mode",
    "handle:draw": "draw",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Bytes that came together, as the network sees them."""

    at: float
    size: int
    segments: int
    connection: int


@dataclass(frozen=True)
class Act:
    """Somebody did something, in that beat: what an observer has to find out."""

    member: int
    beat: int
    kind: str


@dataclass
class Pieces:
    """One direction of one member's traffic, in order of time."""

    all: list[Piece] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def add(self, piece: Piece) -> None:
        self.all.append(piece)
        self.times.append(piece.at)

    def between(self, start: float, end: float) -> list[Piece]:
        """What came from `start` on and before `end`."""
        return self.all[bisect_left(self.times, start) : bisect_left(self.times, end)]


@dataclass
class Traffic:
    """All that was seen, and (`acts`) what was not."""

    schedule: Schedule
    members: int
    up: list[Pieces] = field(default_factory=list)
    down: list[Pieces] = field(default_factory=list)
    opened: list[list[float]] = field(default_factory=list)
    """When each member's connections were first heard of."""
    acts: list[Act] = field(default_factory=list)
    left: int = 0
    """How often somebody left and came back."""

    def window(self, beat: int) -> tuple[float, float]:
        """From when to when that beat lasts."""
        return self.schedule.at(beat), self.schedule.at(beat + 1)

    def waited(self, member: int, beat: int) -> float:
        """For how long the ticks of this beat had been coming: what anybody did in that time rides in one of them.

        A beat on a machine that keeps time. Who sent nothing did nothing, and that no frame can hide.
        """
        start, end = (bisect_left(self.up[member].times, moment) for moment in self.window(beat))
        if start == end:
            return 0.0
        before = self.up[member].times[start - 1] if start else self.window(beat)[0]
        return self.up[member].times[end - 1] - before

    def lateness(self, member: int, beat: int) -> float:
        """By how much the member's tick in this beat was off its own schedule; 0 where there was none."""
        start, end = self.window(beat)
        ticks = self.up[member].between(start, end)
        return self._off(member, ticks[0].at) if ticks else 0.0

    def _off(self, member: int, at: float) -> float:
        length = self.schedule.beat
        near = bisect_left(self.up[member].times, at)
        others = self.up[member].times[max(0, near - 20) : near + 21]
        return median(turned(at - other, length) for other in others)


def kept_time(traffic: Traffic) -> float:
    """In how many beats, of all of all members, there was one tick as there should be."""
    first, last = traffic.acts[0].beat, traffic.acts[-1].beat
    ticks = [len(up.between(*traffic.window(beat))) for beat in range(first, last + 1) for up in traffic.up]
    return ticks.count(1) / len(ticks)


def turned(difference: float, length: float) -> float:
    """A difference of two moments, as one of their places within a beat."""
    return (difference + length / 2) % length - length / 2


def read(path: Path, schedule: Schedule, members: int, since: float) -> Traffic:
    """The observer's notes from `since` on."""
    lists = ([Pieces() for _ in range(members)] for _ in range(2))
    traffic = Traffic(schedule, members, *lists, [[] for _ in range(members)])
    asked: set[tuple[int, str]] = set()
    connections: set[int] = set()
    for line in path.read_text("ascii").splitlines():
        parts = line.split()
        if parts[0] == "!":
            _note_act(traffic, parts[1:], asked, since)
            continue
        at, member, connection = float(parts[0]), int(parts[1]), int(parts[2])
        if member >= members:
            continue
        if connection not in connections:
            connections.add(connection)
            traffic.opened[member].append(at)
        ways = traffic.up if parts[3] == "up" else traffic.down
        ways[member].add(Piece(at, int(parts[4]), int(parts[5]), connection))
    return traffic


def _note_act(traffic: Traffic, parts: list[str], asked: set[tuple[int, str]], since: float) -> None:
    at, member, kind, c = float(parts[0]), int(parts[1]), parts[2], parts[3]
    if (member, c) in asked:
        return
    asked.add((member, c))
    if at >= since:
        traffic.acts.append(Act(member, traffic.schedule.index(at + ON_THE_WAY), KIND_OF.get(kind, kind)))


def alone(acts: Iterable[Act]) -> list[Act]:
    """Those in whose beat nobody else acted: for the others an observer could not be right."""
    by_beat = defaultdict(list)
    for act in acts:
        by_beat[act.beat].append(act)
    return [found[0] for found in by_beat.values() if len(found) == 1]
