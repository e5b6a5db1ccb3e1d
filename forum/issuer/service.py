"""What can be asked of the issuer: a term, cards for it, tickets for a card, and an end."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from forum.clock import Chance, Clock
from forum.ids import SessionId, TermId
from forum.issuer.domain import (
    AnnouncedSession,
    Asked,
    KeptTerm,
    KeyName,
    assigned,
    invitation_hash,
    kept_request,
    key_name,
    locker_name,
)
from forum.issuer.ports import FaultySignature, IssuerStore, KeyGone, Peppers, Signer, StatementKeys
from forum.refusals import RefusalCode, Refused
from forum.tickets import base64url
from forum.tickets.codes import new_code, parse_code
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList, SessionKey, short_key_id


@dataclass(slots=True)
class LiveTerm:
    """A term in memory: a wrong code is told from a right one here, and never reaches the store."""

    keylist: KeyList
    pepper: bytearray = field(repr=False)
    invitations: set[bytes] = field(default_factory=set)
    collecting: set[SessionId] = field(default_factory=set)
    stopped: set[KeyName] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where the issuer's secrets are."""

    keys: Signer
    statements: StatementKeys
    peppers: Peppers


@dataclass(frozen=True, slots=True)
class Names:
    """host[:port] of the issuer and of the door, as tickets name them."""

    issuer: str
    door: str


class Issuer:
    """Signs blinded requests for those who hold a card, and forgets; safe to call from many threads."""

    def __init__(self, store: IssuerStore, secrets: Secrets, names: Names, clock: Clock, chance: Chance) -> None:
        self._store = store
        self._signer, self._statements, self._peppers = secrets.keys, secrets.statements, secrets.peppers
        self._names, self._clock, self._chance = names, clock, chance
        self._live: dict[TermId, LiveTerm] = {}
        self._lock = threading.RLock()

    def start(self) -> None:
        """Takes up what the store holds and destroys what should be gone; nothing is answered before."""
        with self._lock:
            for kept in self._store.terms():
                self._take_up(kept)
            self._drop_orphans()
        self.close_due()

    def keylist(self, term: TermId) -> bytes:
        """The key list of a term; raises Refused (not-found) once it is over."""
        self.close_due()
        return self._term(term).keylist.to_bytes()

    def make_term(self, sessions: Sequence[AnnouncedSession]) -> KeyList:
        """Makes the keys of these sessions; asked the same again, answers the same list."""
        self.close_due()
        with self._lock:
            if (known := self._made_for(sessions)) is not None:
                return known
            if min(one.collecting_closes for one in sessions) <= self._clock.now():
                raise Refused(RefusalCode.COLLECTING_CLOSED)
            return self._new_term(sessions)

    def make_cards(self, term: TermId, count: int) -> list[str]:
        """Fresh codes for a term, to be shown once; only their hashes are kept."""
        self.close_due()
        with self._lock:
            live = self._term(term)
            codes = [new_code(self._chance) for _ in range(count)]
            hashes = {invitation_hash(live.pepper, code) for code in codes}
            self._store.add_invitations(term, hashes)
            live.invitations |= hashes
        return codes

    def collect(self, code_text: str, requests: Sequence[TokenRequest]) -> list[bytes]:
        """One blind signature for each request, or none at all; the identical requests again get the same answer.

        Raises Refused: unknown-invitation, collecting-closed, bad-request, signing-failure.
        """
        self.close_due()
        code = parse_code(code_text)
        return self._signed(self._recorded(code, requests))

    def close(self, session: SessionId) -> int:
        """Destroys the session's key and hashes and answers how many tickets were collected, as often as asked."""
        with self._lock:
            count, ended = self._store.close(session)
            self._signer.destroy(key_name(session))
            for live in self._live.values():
                live.collecting.discard(session)
            if ended is not None:
                self._forget(ended)
        return count

    def close_due(self) -> None:
        """Closes every session whose collecting has ended by the clock."""
        now = self._clock.now()
        with self._lock:
            due = [
                entry.session
                for live in self._live.values()
                for entry in live.keylist.sessions
                if entry.session in live.collecting and entry.collecting_closes <= now
            ]
        for session in due:
            self.close(session)

    def _recorded(self, code: str, requests: Sequence[TokenRequest]) -> tuple[Asked, ...]:
        """The requests, fit to be signed, once the store remembers them."""
        with self._lock:
            live, invitation = self._find(code)
            batch = assigned(live.keylist, live.collecting, requests)
            if any(asked.key in live.stopped for asked in batch):
                raise Refused(RefusalCode.SIGNING_FAILURE)
            self._store.record(invitation, [kept_request(live.pepper, code, asked) for asked in batch])
        return batch

    def _find(self, code: str) -> tuple[LiveTerm, bytes]:
        for live in self._live.values():
            if (invitation := invitation_hash(live.pepper, code)) in live.invitations:
                return live, invitation
        raise Refused(RefusalCode.UNKNOWN_INVITATION)

    def _signed(self, batch: Iterable[Asked]) -> list[bytes]:
        return [self._sign(asked) for asked in batch]

    def _sign(self, asked: Asked) -> bytes:
        try:
            return self._signer.sign(asked.key, asked.request.blinded)
        except KeyGone:
            raise Refused(RefusalCode.COLLECTING_CLOSED) from None
        except FaultySignature:
            self._stop(asked.key)
            raise Refused(RefusalCode.SIGNING_FAILURE) from None

    def _stop(self, key: KeyName) -> None:
        """One false signature can give a private key away: this key is not used again."""
        with self._lock:
            for live in self._live.values():
                live.stopped.add(key)
        self._store.stop(key)

    def _new_term(self, sessions: Sequence[AnnouncedSession]) -> KeyList:
        term = TermId(base64url.encode(self._chance.token(9))[:10])
        pepper = self._peppers.make(term)
        try:
            keylist = self._new_keylist(term, sessions)
            self._store.add_term(keylist)
        except BaseException:
            self._drop_orphans()
            raise
        self._live[term] = LiveTerm(keylist, pepper, collecting={one.session for one in sessions})
        return keylist

    def _new_keylist(self, term: TermId, sessions: Sequence[AnnouncedSession]) -> KeyList:
        *keys, locker = self._new_keys([*(key_name(one.session) for one in sessions), locker_name(term)])
        entries = tuple(
            SessionKey(one.session, one.opens, one.collecting_closes, key)
            for one, key in zip(sessions, keys, strict=True)
        )
        statements = self._statements.make(term)
        return KeyList(term, self._names.issuer, self._names.door, entries, locker, statements)

    def _new_keys(self, names: Sequence[KeyName]) -> list[bytes]:
        """A key of each name; the short names of no two of them are the same (RFC 9578, section 6.5)."""
        made: dict[int, bytes] = {}
        for name in names:
            key = self._signer.make(name)
            while short_key_id(key) in made:
                self._signer.destroy(name)
                key = self._signer.make(name)
            made[short_key_id(key)] = key
        return list(made.values())

    def _made_for(self, sessions: Sequence[AnnouncedSession]) -> KeyList | None:
        """The list already made for exactly these sessions; raises Refused if some of them are in another one."""
        asked = {one.session for one in sessions}
        for live in self._live.values():
            listed = live.keylist.sessions
            if [AnnouncedSession(one.session, one.opens, one.collecting_closes) for one in listed] == list(sessions):
                return live.keylist
            if asked & {one.session for one in listed}:
                raise Refused(RefusalCode.BAD_REQUEST)
        return None

    def _take_up(self, kept: KeptTerm) -> None:
        try:
            pepper = self._peppers.read(kept.id)
        except KeyGone:
            # Without its pepper no code of the term can be told: all that is left to do is to end it.
            pepper, kept = bytearray(), replace(kept, invitations=frozenset())
        self._live[kept.id] = LiveTerm(
            KeyList.from_bytes(kept.keylist), pepper, set(kept.invitations), set(kept.collecting), set(kept.stopped)
        )

    def _drop_orphans(self) -> None:
        """Destroys secrets that no open term or session claims: what a crash between two steps leaves."""
        wanted = {key_name(session) for live in self._live.values() for session in live.collecting}
        for name in self._signer.held() - wanted - set(map(locker_name, self._live)):
            self._signer.destroy(name)
        for term in self._statements.held() - self._live.keys():
            self._statements.destroy(term)
        for term in self._peppers.held() - self._live.keys():
            self._peppers.destroy(term)

    def _forget(self, term: TermId) -> None:
        """The term is over: without the pepper, no hash that a disk may still hold means anything."""
        self._peppers.destroy(term)
        self._signer.destroy(locker_name(term))
        self._statements.destroy(term)
        live = self._live.pop(term, None)
        if live is not None:
            live.pepper[:] = bytes(len(live.pepper))

    def _term(self, term: TermId) -> LiveTerm:
        with self._lock:
            if term not in self._live:
                raise Refused(RefusalCode.NOT_FOUND)
            return self._live[term]
