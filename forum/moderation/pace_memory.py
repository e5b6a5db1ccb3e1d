"""Slows failing tries by how many there were lately, over everybody together."""

from collections import deque

from forum.clock import Clock

REMEMBERED = 60.0
STEP = 0.1
LONGEST = 2.0


class MemoryPace:
    """The port `Pace`, in memory."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures: deque[float] = deque(maxlen=int(LONGEST / STEP))

    def failed(self) -> float:
        """Counts a failing try; for how many seconds its answer is to be held back."""
        now = self._clock.monotonic()
        while self._failures and self._failures[0] < now - REMEMBERED:
            self._failures.popleft()
        self._failures.append(now)
        return STEP * len(self._failures)
