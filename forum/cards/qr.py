"""A square code as a path for an inline drawing: our policy allows no picture inside an address."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import segno

QUIET = 4
"""Empty modules around the code, without which readers do not find it."""


@dataclass(frozen=True, slots=True)
class Square:
    """A drawing of `size` by `size` units, all dark parts in one path."""

    size: int
    path: str


def square(text: str) -> Square:
    """The code for `text`, readable also where a seventh of it is dirty."""
    made = segno.make(text, error="m", micro=False, boost_error=False)
    rows = [bytes(row) for row in made.matrix]
    path = "".join(_bar(x, y, length) for y, row in enumerate(rows) for x, length in _runs(row))
    return Square(len(rows) + 2 * QUIET, path)


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    found, at = [], 0
    for dark, members in groupby(row):
        length = len(list(members))
        if dark:
            found.append((at, length))
        at += length
    return found


def _bar(x: int, y: int, length: int) -> str:
    return f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z"
