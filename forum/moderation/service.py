"""Who may hold rooms: adding moderators, signing in and out."""

from forum.clock import Chance, Clock
from forum.ids import ModeratorId
from forum.moderation.domain import COOKIE, COOKIE_BYTES, SIGNED_IN, name_of, phrase_of, require_good
from forum.moderation.ports import Desks, ModeratorStore, Pace, Passphrases, Pause
from forum.refusals import RefusalCode, Refused
from forum.sealing import Seal, keyed_hash


class Moderators:
    """The moderators of this forum."""

    def __init__(
        self,
        store: ModeratorStore,
        passphrases: Passphrases,
        pace: Pace,
        pause: Pause,
        seal: Seal,
        pepper: bytes,
        desks: Desks,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._store = store
        self._passphrases = passphrases
        self._pace = pace
        self._pause = pause
        self._seal = seal
        self._pepper = pepper
        self._desks = desks
        self._clock = clock
        self._chance = chance

    def add(self, name: str, passphrase: str) -> ModeratorId:
        """A moderator with this passphrase; one of that name gets it as a new one and is signed out everywhere."""
        moderator, phrase = name_of(name), phrase_of(passphrase)
        require_good(moderator, phrase)
        self._store.put(moderator, self._passphrases.hash(phrase))
        return moderator

    def remove(self, name: str) -> None:
        """Nothing about the moderator of this name is kept any more; raises NOT_FOUND where there is none."""
        if not self._store.remove(name_of(name)):
            raise Refused(RefusalCode.NOT_FOUND)

    def sign_in(self, name: str, passphrase: str) -> str:
        """A cookie that is good for twelve hours; raises WRONG_SIGN_IN, the same for every reason, or TOO_MANY."""
        moderator, phrase = name_of(name), phrase_of(passphrase)
        kept = self._store.phrase_hash_of(moderator)
        if not self._passphrases.matches(kept, phrase) or kept is None:
            # Only answers that fail are held back: whoever knows the passphrase never waits for others' tries.
            self._pause(self._pace.failed())
            raise Refused(RefusalCode.WRONG_SIGN_IN)
        if self._passphrases.stale(kept):
            self._store.rehash(moderator, kept, self._passphrases.hash(phrase))
        return self._signed_in(moderator)

    def _signed_in(self, moderator: ModeratorId) -> str:
        cookie, now = self._chance.token(COOKIE_BYTES), self._clock.now()
        self._store.sign_in(self._hash(cookie), moderator, now + SIGNED_IN, now)
        return self._seal.wrap(cookie)

    def signed_in(self, cookie_value: str) -> ModeratorId | None:
        """Whose cookie it is, unless the moderator signed out or the time is over."""
        cookie = self._seal.unwrap(cookie_value)
        return None if cookie is None else self._store.signed_in(self._hash(cookie), self._clock.now())

    def sign_in_of(self, cookie_value: str) -> bytes | None:
        """The hash of the sign-in that the cookie is for, good or not; None for what we did not sign."""
        cookie = self._seal.unwrap(cookie_value)
        return None if cookie is None else self._hash(cookie)

    def sign_out(self, cookie_value: str) -> None:
        """The cookie is good for nothing any more, and every desk of its moderator is left."""
        cookie = self._seal.unwrap(cookie_value)
        moderator = self.signed_in(cookie_value)
        if cookie is not None:
            self._store.sign_out(self._hash(cookie))
        if moderator is not None:
            self._desks.leave(moderator)

    def tidy(self) -> None:
        """Forgets every sign-in that has ended by the clock, and leaves the desks of those that ended in any way.

        Another program may have ended them: a new passphrase is given on the command line.
        """
        now = self._clock.now()
        self._store.tidy(now)
        # Connections first: whoever signs in and connects between the two looks is among the valid.
        connected = self._desks.sign_ins()
        self._desks.end(connected - self._store.valid(now))

    def _hash(self, cookie: bytes) -> bytes:
        return keyed_hash(self._pepper, COOKIE, cookie)
