"""Argon2id for passphrases: in the thread pool, two at a time, with a queue that has an end."""

import secrets
from collections.abc import Callable
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent.lock import BoundedSemaphore

from forum.refusals import RefusalCode, Refused
from forum.storage.engine import Offload, direct

T = TypeVar("T")
AT_ONCE = 2
MOST_WAITING = 40


class Argon2Passphrases:
    """The port `Passphrases`."""

    def __init__(self, offload: Offload = direct, hasher: PasswordHasher | None = None) -> None:
        self._offload = offload
        self._hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(AT_ONCE)
        self._waiting = 0
        self._nobodys = self._hasher.hash(secrets.token_hex())

    def hash(self, phrase: str) -> str:
        """A fresh hash; raises TOO_MANY when too many wait."""
        return self._in_turn(self._hasher.hash, phrase)

    def matches(self, phrase_hash: str | None, phrase: str) -> bool:
        """Whether they go together; a name that nobody has takes as long and never matches."""
        return self._in_turn(self._verify, phrase_hash or self._nobodys, phrase) and phrase_hash is not None

    def stale(self, phrase_hash: str) -> bool:
        """Whether a hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(phrase_hash)

    def _verify(self, phrase_hash: str, phrase: str) -> bool:
        try:
            return self._hasher.verify(phrase_hash, phrase)
        except (VerificationError, InvalidHashError):
            return False

    def _in_turn(self, work: Callable[..., T], *args: str) -> T:
        if self._waiting >= MOST_WAITING:
            raise Refused(RefusalCode.TOO_MANY)
        self._waiting += 1
        try:
            with self._turn:
                answer: T = self._offload(work, *args)
                return answer
        finally:
            self._waiting -= 1
