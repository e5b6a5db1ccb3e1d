"""The terms in memory, where it is decided whether a card is good, in the same steps for every card that is not."""

import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

from forum.ids import SessionId, TermId
from forum.issuer.domain import (
    Asked,
    Count,
    KeptRequest,
    KeptTerm,
    KeyName,
    assigned,
    invitation_hash,
    is_over,
    key_name,
    locker_name,
    request_hash,
    slot_of,
    too_late,
)
from forum.refusals import RefusalCode, Refused
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList, short_key_id
from forum.tickets.service_calls import AnnouncedEdition

DECOY_PEPPER_BYTES = 32

Fitting = Mapping[TermId, tuple[Asked, ...]]
"""The terms that a batch fits, and what it asks of each."""


@dataclass(slots=True)
class CardBook:
    """What is known of the cards of one term. A card is used once its request for the locker is known: all have one."""

    pepper: bytearray = field(repr=False)
    """Empty until it could be read."""
    locker_id: int = 0
    invitations: set[bytes] = field(default_factory=set)
    requests: dict[bytes, KeptRequest] = field(default_factory=dict)
    lost: bool = False
    """Whether the pepper is gone."""

    def takes(self, code: str, requests: Sequence[TokenRequest]) -> bool:
        """Whether this card may ask this: it is unused, or asks again exactly what it asked before."""
        mark = slot_of(self.pepper, code, self.locker_id)
        known = [self._known(code, request) for request in requests]
        return all(known) or mark not in self.requests

    def _known(self, code: str, request: TokenRequest) -> bool:
        slot, name = slot_of(self.pepper, code, request.short_key_id), request_hash(self.pepper, request)
        return slot in self.requests and self.requests[slot].request == name

    def add(self, requests: Iterable[KeptRequest]) -> None:
        """Remembers what was asked."""
        self.requests |= {one.slot: one for one in requests}

    def close(self, key: KeyName) -> None:
        """Forgets what was asked of this key."""
        self.requests = {slot: one for slot, one in self.requests.items() if one.key != key}

    def forget(self) -> None:
        """Forgets everything, the pepper first."""
        self.lost = True
        self.pepper[:] = bytes(len(self.pepper))
        self.invitations.clear()
        self.requests.clear()


@dataclass(slots=True)
class LiveTerm:
    """A term that is not over yet."""

    keylist: KeyList
    book: CardBook
    counts: dict[SessionId, Count] = field(default_factory=dict)
    stopped: set[KeyName] = field(default_factory=set)
    edition: AnnouncedEdition | None = None
    ended: set[SessionId] = field(default_factory=set)
    """Sessions for which nothing is signed any more, whether they are counted yet or not."""
    settled: bool = False
    """Whether all that closing needs is done: keys and pepper destroyed, statements signed."""

    @classmethod
    def fresh(cls, keylist: KeyList, pepper: bytearray) -> "LiveTerm":
        """A term that was just made."""
        return cls(keylist, CardBook(pepper, short_key_id(keylist.locker)), settled=True)

    @classmethod
    def taken_up(cls, kept: KeptTerm, pepper: bytearray) -> "LiveTerm":
        """A term as the store holds it; what a crash may have left undone is still to be done."""
        live = cls.fresh(KeyList.from_bytes(kept.keylist), pepper)
        live.book.invitations |= kept.invitations
        live.book.add(kept.requests)
        live.stopped |= kept.stopped
        live.edition, live.settled = kept.edition, False
        for session, count in kept.counts.items():
            live.close(session, count)
        return live

    @property
    def term(self) -> TermId:
        """The name of the term."""
        return self.keylist.term

    @property
    def collecting(self) -> list[SessionId]:
        """The sessions whose collecting is not over, in the list's order."""
        return [session for session in self.uncounted if session not in self.ended]

    @property
    def uncounted(self) -> list[SessionId]:
        """The sessions whose tickets the store has not counted for good, in the list's order."""
        return [entry.session for entry in self.keylist.sessions if entry.session not in self.counts]

    @property
    def takes_cards(self) -> bool:
        """Whether a card can be told from another, and is good for something."""
        return bool(self.collecting and self.book.pepper and not self.book.lost)

    @property
    def keys(self) -> set[KeyName]:
        """The names of the private keys that this term still needs."""
        sessions = self.uncounted
        return {*map(key_name, sessions), locker_name(self.term)} if sessions else set()

    def due(self, now: datetime) -> list[SessionId]:
        """Sessions whose collecting should be closed by now."""
        times = {entry.session: entry.collecting_closes for entry in self.keylist.sessions}
        return [session for session in self.collecting if times[session] <= now]

    def signs(self, batch: Iterable[Asked]) -> bool:
        """Whether none of these keys has ever signed falsely."""
        return all(asked.key not in self.stopped for asked in batch)

    def over(self, now: datetime) -> bool:
        """Whether nobody needs its key list any more."""
        return is_over(self.keylist, now)

    def close(self, session: SessionId, count: Count) -> None:
        """Takes no more requests for this session."""
        self.counts[session] = count
        self.book.close(key_name(session))
        self.settled = False


class LiveTerms:
    """Every live term, and the lock under which they change."""

    def __init__(self, decoy_pepper: bytes) -> None:
        self.lock = threading.RLock()
        self._terms: dict[TermId, LiveTerm] = {}
        # No card is in it: whoever shows an unknown card is refused over these pages, not faster than others.
        self._decoy = CardBook(bytearray(decoy_pepper))

    def __iter__(self) -> Iterator[LiveTerm]:
        return iter(list(self._terms.values()))

    def put(self, live: LiveTerm) -> LiveTerm:
        """Takes in a term."""
        self._terms[live.term] = live
        return live

    def drop(self, term: TermId) -> None:
        """The term is over."""
        self._terms.pop(term, None)

    def get(self, term: TermId) -> LiveTerm:
        """The term; raises Refused (not-found) once it is over."""
        if (live := self._terms.get(term)) is None:
            raise Refused(RefusalCode.NOT_FOUND)
        return live

    def of(self, session: SessionId) -> LiveTerm | None:
        """The live term with this session, if there is one."""
        return next((live for live in self if any(one.session == session for one in live.keylist.sessions)), None)

    def fitting(self, requests: Sequence[TokenRequest]) -> Fitting:
        """What the batch asks of each term that it fits; nothing if it fits only terms that collect no more.

        No card is looked at: raises Refused (collecting-closed, signing-failure, bad-request) for every card alike, so
        that nobody learns by asking what is not fit whether a card was used. Short names of keys are one byte, and a
        batch may fit several terms.
        """
        fits = [(live, batch) for live in self if (batch := assigned(live.keylist, live.collecting, requests))]
        sound = {live.term: batch for live, batch in fits if live.signs(batch)}
        if fits:
            return sound or _refuse(RefusalCode.SIGNING_FAILURE)
        late = [live for live in self if too_late(live.keylist, live.collecting, requests)]
        if any(live.collecting for live in late):
            raise Refused(RefusalCode.COLLECTING_CLOSED)
        return {} if late else _refuse(RefusalCode.BAD_REQUEST)

    def admit(self, code: str, requests: Sequence[TokenRequest], fitting: Fitting) -> LiveTerm:
        """The term that this card is good for, if it may ask this; raises Refused (unknown-invitation).

        Unknown, expired, cancelled and used cards, and those of a term that the batch does not fit, take the same steps
        to the same refusal, all of them in memory.
        """
        books = [(None, self._decoy), *((live, live.book) for live in self if live.takes_cards)]
        found = [one for one in books if invitation_hash(one[1].pepper, code) in one[1].invitations]
        live, book = (found or books)[0]
        if not book.takes(code, requests) or live is None or live.term not in fitting:
            raise Refused(RefusalCode.UNKNOWN_INVITATION)
        return live


def _refuse(code: RefusalCode) -> NoReturn:
    raise Refused(code)
