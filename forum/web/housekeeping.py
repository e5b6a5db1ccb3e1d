"""Finishes by itself what nobody finished: sessions past their end, closings that were interrupted, old sign-ins."""

from collections.abc import Callable

import gevent

from forum.web.logs import Event, tell

EVERY_SECONDS = 15.0


class Housekeeping:
    """A greenlet that tidies at once and then now and again; a fault is told and the next round tries again."""

    def __init__(self, *chores: Callable[[], None], every: float = EVERY_SECONDS) -> None:
        self._chores = chores
        self._every = every
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        """Begins; a second start changes nothing."""
        if self._greenlet is None:
            self._greenlet = gevent.spawn(self._run)

    def stop(self) -> None:
        """Ends."""
        if self._greenlet is not None:
            self._greenlet.kill(block=False)
            self._greenlet = None

    def _run(self) -> None:
        while True:
            self.round()
            gevent.sleep(self._every)

    def round(self) -> None:
        """Every chore once; one that fails keeps no other from being done."""
        for chore in self._chores:
            try:
                chore()
            except Exception as fault:
                tell(Event.FORGETTING_FAULT, fault)
