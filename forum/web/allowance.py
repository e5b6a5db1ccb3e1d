"""A limit on how often something may happen: so many at once, and so many a second from then on."""

from collections.abc import Callable

from forum.clock import Clock


class Allowance:
    """One allowance, for one line or for all who ask together; it knows no address and needs none."""

    def __init__(self, now: Callable[[], float], *, per_second: float, at_once: float) -> None:
        self._now, self._per_second, self._at_once = now, per_second, at_once
        self._left, self._since = at_once, now()

    def take(self) -> bool:
        """Whether it may happen once more now; if so, that counts."""
        now = self._now()
        self._left = min(self._at_once, self._left + (now - self._since) * self._per_second)
        self._since = now
        allowed = self._left >= 1
        self._left -= allowed
        return allowed


def failures(clock: Clock) -> Allowance:
    """How many tries of everybody together may fail before those that fail are asked to wait."""
    return Allowance(clock.monotonic, per_second=20.0, at_once=100.0)
