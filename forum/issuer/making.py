"""Makes a term: its keys, its pepper and its key list."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.clock import Chance
from forum.ids import TermId
from forum.issuer.domain import key_name, locker_name
from forum.issuer.live import LiveTerm
from forum.issuer.ports import DrawnKey, IssuerStore, Secrets
from forum.tickets import base64url
from forum.tickets.keylist import KeyList, SessionKey, short_key_id
from forum.tickets.service_calls import AnnouncedSession


@dataclass(frozen=True, slots=True)
class Names:
    """host[:port] of the issuer and of the door, as tickets name them."""

    issuer: str
    door: str


class TermMaker:
    """Makes terms; what it made before a fault is an orphan that somebody else destroys."""

    def __init__(self, store: IssuerStore, secrets: Secrets, names: Names, chance: Chance) -> None:
        self._store, self._secrets, self._names, self._chance = store, secrets, names, chance

    def draw(self, count: int) -> list[DrawnKey]:
        """Fresh keys; the short names of no two of them are the same (RFC 9578, section 6.5)."""
        drawn: dict[int, DrawnKey] = {}
        while len(drawn) < count:
            key = self._secrets.keys.draw()
            drawn.setdefault(short_key_id(key.public), key)
        return list(drawn.values())

    def make(self, sessions: Sequence[AnnouncedSession], keys: Sequence[DrawnKey]) -> LiveTerm:
        """A new term with a key for each session and one for the locker.

        Raises Refused (bad-request) if a session was ever in another term.
        """
        term = TermId(base64url.encode(self._chance.token(9))[:10])
        pepper = self._secrets.peppers.make(term)
        names = [*(key_name(one.session) for one in sessions), locker_name(term)]
        for name, key in zip(names, keys, strict=True):
            self._secrets.keys.keep(name, key)
        keylist = self._keylist(term, sessions, [key.public for key in keys])
        self._store.add_term(keylist)
        return LiveTerm.fresh(keylist, pepper)

    def _keylist(self, term: TermId, sessions: Sequence[AnnouncedSession], public: Sequence[bytes]) -> KeyList:
        *keys, locker = public
        entries = tuple(
            SessionKey(one.session, one.opens, one.collecting_closes, key)
            for one, key in zip(sessions, keys, strict=True)
        )
        statements = self._secrets.statements.make(term)
        return KeyList(term, self._names.issuer, self._names.door, entries, locker, statements)
