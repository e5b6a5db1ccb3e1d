"""What moderators' sign-in needs. Every method of a store raises Refused(STORE_AWAY) when it is away."""

from datetime import datetime
from typing import Protocol

from forum.ids import ModeratorId


class ModeratorStore(Protocol):
    """Keeps moderators and who is signed in."""

    def put(self, moderator: ModeratorId, phrase_hash: str) -> None:
        """Keeps a moderator; one who was there is signed out everywhere and has the new passphrase."""

    def remove(self, moderator: ModeratorId) -> bool:
        """Forgets a moderator and every sign-in of theirs; whether there was one."""

    def phrase_hash_of(self, moderator: ModeratorId) -> str | None:
        """The hash of the passphrase, or None for a name that nobody has."""

    def rehash(self, moderator: ModeratorId, old: str, new: str) -> None:
        """Exchanges the hash, unless it is another one by now."""

    def sign_in(self, cookie: bytes, moderator: ModeratorId, ends: datetime, now: datetime) -> None:
        """Keeps that the moderator is signed in, and drops everybody whose time is over."""

    def tidy(self, now: datetime) -> None:
        """Drops everybody whose time is over."""

    def signed_in(self, cookie: bytes, now: datetime) -> ModeratorId | None:
        """Whose hash this is, if it has not ended."""

    def valid(self, now: datetime) -> set[bytes]:
        """The hashes of all that have not ended."""

    def sign_out(self, cookie: bytes) -> None:
        """The hash leads to nobody any more; harmless when done again."""


class Passphrases(Protocol):
    """Hashes that are slow on purpose, made away from the event loop, two at a time."""

    def hash(self, phrase: str) -> str:
        """A fresh hash; raises TOO_MANY when too many wait."""

    def matches(self, phrase_hash: str | None, phrase: str) -> bool:
        """Whether they go together; None takes as long and never matches. Raises TOO_MANY when too many wait."""

    def stale(self, phrase_hash: str) -> bool:
        """Whether a hash was made with weaker parameters than today's."""


class Pace(Protocol):
    """Slows failing tries; knows neither names nor addresses."""

    def failed(self) -> float:
        """Counts a failing try; for how many seconds its answer is to be held back."""


class Pause(Protocol):
    """Lets time pass for one caller only."""

    def __call__(self, seconds: float) -> None:
        """Returns after so many seconds."""


class Desks(Protocol):
    """The live side of signing in and out."""

    def leave(self, moderator: ModeratorId) -> None:
        """Ends every connection of the moderator."""

    def sign_ins(self) -> set[bytes]:
        """The hashes of the sign-ins by which anybody is connected."""

    def end(self, sign_ins: set[bytes]) -> None:
        """Ends every connection that was made by one of these sign-ins."""
