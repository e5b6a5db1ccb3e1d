"""Destroys keys on time, also when nobody asks anything."""

import gevent

from forum.issuer.service import Issuer
from forum.web.logs import Event, tell
from forum.web.offload import off_loop

EVERY_SECONDS = 5.0


class Keeper:
    """A greenlet that closes what is due."""

    def __init__(self, issuer: Issuer, every: float = EVERY_SECONDS) -> None:
        self._issuer, self._every = issuer, every
        self._greenlet: gevent.Greenlet | None = None

    def start(self) -> None:
        """Begins to look; a second start changes nothing."""
        if self._greenlet is None:
            self._greenlet = gevent.spawn(self._keep)

    def stop(self) -> None:
        """Stops looking."""
        if self._greenlet is not None:
            self._greenlet.kill(block=False)
            self._greenlet = None

    def _keep(self) -> None:
        while True:
            gevent.sleep(self._every)
            try:
                off_loop(self._issuer.close_due)
            except Exception as fault:
                tell(Event.FORGETTING_FAULT, fault)
