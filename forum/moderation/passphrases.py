"""Argon2id for passphrases: in the thread pool, two at a time, with queues that have an end."""

import secrets
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent.event import Event

from forum.refusals import RefusalCode, Refused
from forum.storage.engine import Offload, direct

T = TypeVar("T")
MOST_WAITING = 40
MOST_FOR_ONE = 100
"""How many tries may wait in all, and how many of one moderator, before the next ones are turned away."""


class Turns:
    """One at a time, in the order of asking: gevent's own locks now and then let a newcomer pass those who wait."""

    def __init__(self) -> None:
        self._line: deque[Event] = deque()

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Waits for whoever asked last before, then holds up whoever asks next."""
        before = self._line[-1] if self._line else None
        over = Event()
        self._line.append(over)
        try:
            if before is not None:
                before.wait()
            yield
        finally:
            self._line.remove(over)
            over.set()


class Argon2Passphrases:
    """The port `Passphrases`. Names that somebody has wait for one another only: no flood of guesses holds them up."""

    def __init__(self, offload: Offload = direct, hasher: PasswordHasher | None = None) -> None:
        self._offload = offload
        self._hasher = hasher or PasswordHasher()
        self._moderators, self._anybody = Turns(), Turns()
        self._waiting = 0
        self._waiting_for: Counter[str] = Counter()
        self._nobodys = self._hasher.hash(secrets.token_hex())

    def hash(self, phrase: str) -> str:
        """A fresh hash."""
        return self._done(self._moderators, self._hasher.hash, phrase)

    def matches(self, phrase_hash: str | None, phrase: str) -> bool:
        """Whether they go together; a name that nobody has takes as long, waits as long and never matches."""
        crowded = self._waiting >= MOST_WAITING
        self._waiting += 1
        try:
            if phrase_hash is not None and self._fits(phrase_hash, phrase):
                return True
            # Whoever is wrong learns no more by a name that somebody has: the answer waits in the same queue.
            if crowded:
                raise Refused(RefusalCode.TOO_MANY)
            self._wait_with_anybody(phrase if phrase_hash is None else None)
            return False
        finally:
            self._waiting -= 1

    def stale(self, phrase_hash: str) -> bool:
        """Whether a hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(phrase_hash)

    def _fits(self, phrase_hash: str, phrase: str) -> bool:
        if self._waiting_for[phrase_hash] >= MOST_FOR_ONE:
            raise Refused(RefusalCode.TOO_MANY)
        self._waiting_for[phrase_hash] += 1
        try:
            return self._done(self._moderators, self._verify, phrase_hash, phrase)
        finally:
            self._waiting_for[phrase_hash] -= 1
            self._waiting_for += Counter()

    def _wait_with_anybody(self, phrase: str | None) -> None:
        if phrase is None:
            with self._anybody.mine():
                return
        self._done(self._anybody, self._verify, self._nobodys, phrase)

    def _verify(self, phrase_hash: str, phrase: str) -> bool:
        try:
            return self._hasher.verify(phrase_hash, phrase)
        except (VerificationError, InvalidHashError):
            return False

    def _done(self, turns: Turns, work: Callable[..., T], *args: str) -> T:
        with turns.mine():
            answer: T = self._offload(work, *args)
            return answer
