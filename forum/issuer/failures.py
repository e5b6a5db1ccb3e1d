"""A limit on failing answers, for all who ask together: no address is known here, and none is needed."""

import threading

from forum.clock import Clock


class Failures:
    """Lets so many failing answers out a second; a right code never comes this way."""

    def __init__(self, clock: Clock, per_second: float = 20.0, at_once: float = 100.0) -> None:
        self._clock, self._per_second, self._at_once = clock, per_second, at_once
        self._left, self._since = at_once, clock.monotonic()
        self._lock = threading.Lock()

    def allow(self) -> bool:
        """True if one more failing answer may be given now."""
        with self._lock:
            now = self._clock.monotonic()
            self._left = min(self._at_once, self._left + (now - self._since) * self._per_second)
            self._since = now
            if self._left < 1:
                return False
            self._left -= 1
            return True
