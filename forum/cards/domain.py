"""Which card stands where on which sheet of paper, front and back, and where the paper is cut."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from forum.clock import shuffled

T = TypeVar("T")

PAPER = (210.0, 297.0)
"""A4, in millimetres, as all lengths here."""
MARK_AWAY = 2.5
MARK_LONG = 5.0
"""A mark stands outside the cards, where it is cut off: it begins this far from them, and is this long."""

Line = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """How many cards a side of paper has, and how large one is."""

    name: str
    columns: int
    rows: int
    width: float
    height: float

    @property
    def left(self) -> float:
        """What is left of the paper beside the cards, on either side: the same, so that backs meet fronts."""
        return (PAPER[0] - self.columns * self.width) / 2

    @property
    def top(self) -> float:
        """What is left of the paper above the cards, and below them."""
        return (PAPER[1] - self.rows * self.height) / 2

    def marks(self) -> list[Line]:
        """The cut marks, as lines from one point to another; none of them touches a card."""
        across = [self.left + column * self.width for column in range(self.columns + 1)]
        down = [self.top + row * self.height for row in range(self.rows + 1)]
        upright = [(x, start, x, end) for x in across for start, end in _outside(self.top, PAPER[1])]
        level = [(start, y, end, y) for y in down for start, end in _outside(self.left, PAPER[0])]
        return upright + level


USUAL = Shape("usual", 2, 3, 92.0, 89.0)
LARGE = Shape("large", 1, 2, 184.0, 133.0)


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A card in its place; a spare one looks like any other."""

    card: T
    spare: bool = False


Row = tuple[Piece[T] | None, ...]


@dataclass(frozen=True, slots=True)
class Leaf(Generic[T]):
    """One sheet of paper; where there is no card there is None."""

    front: tuple[Row[T], ...]

    @property
    def back(self) -> tuple[Row[T], ...]:
        """The other side after the paper is turned over its long edge: every card behind itself."""
        return tuple(tuple(reversed(row)) for row in self.front)


def lay_out(cards: Sequence[T], spare: int, shape: Shape, below: Callable[[int], int]) -> list[Leaf[T]]:
    """Every card once, in an order that says nothing, the last `spare` ones put aside as spare."""
    order = shuffled(cards, below)
    pieces = [Piece(card, place >= len(order) - spare) for place, card in enumerate(order)]
    size = shape.columns * shape.rows
    return [_leaf(pieces[start : start + size], shape) for start in range(0, len(pieces), size)]


def _leaf(pieces: Sequence[Piece[T]], shape: Shape) -> Leaf[T]:
    missing = shape.columns * shape.rows - len(pieces)
    places: list[Piece[T] | None] = [*pieces, *[None] * missing]
    starts = range(0, len(places), shape.columns)
    return Leaf(tuple(tuple(places[start : start + shape.columns]) for start in starts))


def _outside(margin: float, whole: float) -> tuple[tuple[float, float], tuple[float, float]]:
    near, far = margin - MARK_AWAY, whole - margin + MARK_AWAY
    return (near - MARK_LONG, near), (far, far + MARK_LONG)
