"""Those who try to name who acted, from the traffic alone: each looks at one thing, and one weighs all of them."""

import math
import random
from collections.abc import Sequence
from itertools import pairwise

from tests.wire.seen import Act, Traffic

NEW_FOR = 5
"""Beats for which a connection counts as new."""
FEATURES = (
    "bytes up in the beat before", "pieces up in the beat before", "moment of the latest upload", "largest upload",
    "TCP segments up", "tick off its schedule", "tick late or early, either", "tick off, one beat later",
    "tick off, one beat earlier", "bytes down", "TCP segments down", "position of the down-frame",
    "delay of the down-frame", "bytes down, one beat later", "delay of the down-frame, one beat later",
    "number of connections", "new connections",
)  # fmt: skip
Row = tuple[float, ...]
"""What one member showed around one act, in the order of FEATURES."""
ROUNDS = 60
STEP = 2.0


def rows(traffic: Traffic, act: Act) -> list[Row]:
    """What each member showed in the beat that an act fell in, and in those around it."""
    firsts = [_first_down(traffic, m, act.beat + 1) for m in range(traffic.members)]
    after = [_first_down(traffic, m, act.beat + 2) for m in range(traffic.members)]
    order = sorted(firsts)
    return [
        (*_ups(traffic, m, act.beat), *_downs(traffic, m, act.beat + 1, order.index(firsts[m]), firsts[m]),
         *_later(traffic, m, act.beat + 2, after[m]), *_lines(traffic, m, act.beat))
        for m in range(traffic.members)
    ]  # fmt: skip


def _first_down(traffic: Traffic, member: int, beat: int) -> float:
    start, end = traffic.window(beat)
    down = traffic.down[member].between(start, end)
    return down[0].at - start if down else traffic.schedule.beat


def _ups(traffic: Traffic, member: int, beat: int) -> Row:
    start, end = traffic.window(beat)
    pieces = traffic.up[member].between(start, end)
    late, later, sooner = (traffic.lateness(member, beat + step) for step in (0, 1, -1))
    latest = pieces[-1].at - start if pieces else -1.0
    sizes = [piece.size for piece in pieces]
    segments = sum(piece.segments for piece in pieces)
    return (sum(sizes), len(pieces), latest, max(sizes, default=0), segments, late, abs(late), later, sooner)


def _downs(traffic: Traffic, member: int, beat: int, position: int, first: float) -> Row:
    pieces = traffic.down[member].between(*traffic.window(beat))
    return (sum(p.size for p in pieces), sum(p.segments for p in pieces), position, first)


def _later(traffic: Traffic, member: int, beat: int, first: float) -> Row:
    return (sum(p.size for p in traffic.down[member].between(*traffic.window(beat))), first)


def _lines(traffic: Traffic, member: int, beat: int) -> Row:
    start, end = traffic.window(beat - NEW_FOR)[0], traffic.window(beat + 2)[1]
    opened = traffic.opened[member]
    return (sum(at < end for at in opened), sum(start <= at < end for at in opened))


def named(table: Sequence[Row], feature: int, sign: int, chance: random.Random) -> int:
    """Whom an observer of one thing names: who has most of it (or least); of several alike, any."""
    values = [sign * row[feature] for row in table]
    most = max(values)
    return chance.choice([m for m, value in enumerate(values) if value == most])


class Weighing:
    """The observer that weighs everything: a logistic choice among the members, trained on acts that it is told."""

    def __init__(self, tables: Sequence[Sequence[Row]], actors: Sequence[int]) -> None:
        self._scale = [_spread(tables, feature) for feature in range(len(FEATURES))]
        self.weights = [0.0] * len(FEATURES)
        self._train([self._even(table) for table in tables], actors)

    def _even(self, table: Sequence[Row]) -> list[list[float]]:
        """Each thing as how far a member is from what is usual at that moment."""
        means = [sum(column) / len(table) for column in zip(*table, strict=True)]
        return [
            [max(-4.0, min(4.0, (v - m) / s)) for v, m, s in zip(row, means, self._scale, strict=True)] for row in table
        ]

    def _train(self, tables: Sequence[list[list[float]]], actors: Sequence[int]) -> None:
        for _ in range(ROUNDS):
            slope = [0.0] * len(FEATURES)
            for table, actor in zip(tables, actors, strict=True):
                for m, (row, share) in enumerate(zip(table, self._shares(table), strict=True)):
                    pull = (m == actor) - share
                    slope = [s + pull * value for s, value in zip(slope, row, strict=True)]
            self.weights = [w + STEP * s / max(1, len(tables)) for w, s in zip(self.weights, slope, strict=True)]

    def _shares(self, table: list[list[float]]) -> list[float]:
        scores = [sum(w * value for w, value in zip(self.weights, row, strict=True)) for row in table]
        top = max(scores)
        raised = [math.exp(score - top) for score in scores]
        whole = sum(raised)
        return [one / whole for one in raised]

    def named(self, table: Sequence[Row]) -> int:
        """Whom it names."""
        shares = self._shares(self._even(table))
        return shares.index(max(shares))


def _spread(tables: Sequence[Sequence[Row]], feature: int) -> float:
    values = sorted(row[feature] for table in tables for row in table)
    if not values:
        return 1.0
    middle = values[len(values) // 2]
    return sum(abs(value - middle) for value in values) / len(values) or 1.0


def halves(acts: Sequence[Act], chance: random.Random) -> tuple[list[int], list[int]]:
    """Which acts are for training, and which for the test: drawn, so that both come from all of the evening."""
    drawn = list(range(len(acts)))
    chance.shuffle(drawn)
    return drawn[: len(drawn) // 2], drawn[len(drawn) // 2 :]


def apart(acts: Sequence[Act]) -> float:
    """The usual number of beats between two acts."""
    gaps = sorted(b.beat - a.beat for a, b in pairwise(sorted(acts, key=lambda act: act.beat)))
    return gaps[len(gaps) // 2] if gaps else 0.0
