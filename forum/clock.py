"""Time and chance as arguments, so that no decision ever reads them for itself."""

import secrets
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

T = TypeVar("T")


class Clock(Protocol):
    """Tells the time; tests hand in one that they move."""

    def now(self) -> datetime:
        """The wall-clock time, aware and in UTC, for deadlines and schedules."""

    def monotonic(self) -> float:
        """Seconds that never go back, for durations."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


class Chance(Protocol):
    """Draws what must not be guessed; tests hand in one with a seed."""

    def token(self, size: int) -> bytes:
        """`size` random bytes."""

    def below(self, limit: int) -> int:
        """An integer from 0 to `limit` - 1, all equally likely."""


class SystemChance:
    """The operating system's own randomness."""

    def token(self, size: int) -> bytes:
        return secrets.token_bytes(size)

    def below(self, limit: int) -> int:
        return secrets.randbelow(limit)


def shuffled(items: Sequence[T], below: Callable[[int], int]) -> list[T]:
    """The same items in a fresh, even order (Fisher and Yates)."""
    order = list(items)
    for last in range(len(order) - 1, 0, -1):
        pick = below(last + 1)
        order[last], order[pick] = order[pick], order[last]
    return order
