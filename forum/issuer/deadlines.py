"""How collecting ends: what was asked is counted and deleted, then the key is destroyed, then the count is signed.

Each step can be done again, so whatever a crash or a fault leaves half done is finished by the next round or at the
next start. What is closed in the store stays closed, whatever the clock says later.
"""

from dataclasses import replace
from datetime import datetime

from forum.clock import Clock
from forum.coarse import rounded
from forum.ids import SessionId, TermId
from forum.issuer.domain import key_name, locker_name
from forum.issuer.faults import Faults
from forum.issuer.live import LiveTerm, LiveTerms
from forum.issuer.ports import IssuerStore, KeyGone, Secrets
from forum.tickets.statements import collected_statement, count_statement


class Deadlines:
    """Closes what is due, finishes what is half closed, and forgets terms that are over."""

    def __init__(self, store: IssuerStore, secrets: Secrets, terms: LiveTerms, clock: Clock) -> None:
        self._store, self._secrets, self._terms, self._clock = store, secrets, terms, clock
        self._orphans = Faults()

    def start(self) -> None:
        """Takes up what the store holds and destroys what should be gone; nothing is answered before.

        What cannot be done now is tried again by every round, which tells of it.
        """
        with self._terms.lock:
            for kept in self._store.terms():
                self._terms.put(LiveTerm.taken_up(kept, bytearray()))
            self.drop_orphans()
            self.close_due()

    def drop_orphans(self) -> None:
        """Destroys secrets that no live term claims: what a crash between two steps leaves."""
        terms, keys = {live.term for live in self._terms}, {name for live in self._terms for name in live.keys}
        self._orphans = Faults()
        for key in self._secrets.keys.held() - keys:
            self._orphans.tried(self._secrets.keys.destroy, key)
        for files in (self._secrets.peppers, self._secrets.statements):
            for term in files.held() - terms:
                self._orphans.tried(files.destroy, term)

    def close_due(self) -> dict[TermId | None, Exception]:
        """Closes every session whose collecting has ended by the clock, and finishes what was left half done.

        What fails holds up nothing else; it is answered by its term, or by None for a secret that belongs to none.
        """
        with self._terms.lock:
            now, faults = self._clock.now(), dict[TermId | None, Exception]()
            for live in self._terms:
                # First of all, and for all: whatever fails below, nothing more is signed for them.
                live.ended.update(live.due(now))
            for live in self._terms:
                try:
                    self._keep_time(live, now)
                except Exception as fault:
                    faults[live.term] = fault
            if self._orphans:
                self.drop_orphans()
                faults.update(zip([None], self._orphans.found, strict=False))
        return faults

    def _keep_time(self, live: LiveTerm, now: datetime) -> None:
        faults = Faults()
        faults.tried(self._take_pepper, live)
        for session in [one for one in live.uncounted if one in live.ended]:
            faults.tried(self._count, live, session)
        faults.tried(self._settle, live)
        faults.tell()
        if live.over(now):
            self.end(live.term)

    def _take_pepper(self, live: LiveTerm) -> None:
        if live.collecting and not live.book.pepper and not live.book.lost:
            try:
                live.book.pepper = self._secrets.peppers.read(live.term)
            except KeyGone:
                # Without it no card of the term can be told from another: what is left is to end it on time.
                live.book.forget()

    def close(self, session: SessionId) -> None:
        """Ends collecting for a session now; does nothing for one that is closed or not known."""
        with self._terms.lock:
            live = self._terms.of(session)
            if live is not None:
                if session in live.uncounted:
                    self._count(live, session)
                self._settle(live)

    def end(self, term: TermId) -> None:
        """Closes what is left of a term and forgets its key list; does nothing for one that is over."""
        with self._terms.lock:
            for live in self._terms:
                if live.term == term:
                    for session in live.uncounted:
                        self._count(live, session)
                    self._settle(live)
                    self._store.end_term(term)
                    self._secrets.statements.destroy(term)
                    self._terms.drop(term)

    def _count(self, live: LiveTerm, session: SessionId) -> None:
        live.ended.add(session)
        live.close(session, self._store.close(session))

    def _settle(self, live: LiveTerm) -> None:
        """Destroys every key that is not needed any more, and only then signs what there is to say of its session."""
        if live.settled:
            return
        faults = Faults()
        gone = [session for session in live.counts if faults.tried(self._secrets.keys.destroy, key_name(session))]
        if not live.uncounted:
            faults.tried(self._secrets.keys.destroy, locker_name(live.term))
            faults.tried(self._secrets.peppers.destroy, live.term)
            live.book.forget()
        for session in gone:
            faults.tried(self._sign, live, session)
        faults.tell()
        if not live.uncounted:
            self._secrets.statements.destroy(live.term)
        live.settled = True

    def _sign(self, live: LiveTerm, session: SessionId) -> None:
        count = live.counts[session]
        if count.signature is not None:
            return
        exact = count_statement(count.term, session, count.collected)
        coarse = collected_statement(count.term, session, rounded(count.collected))
        signed = replace(
            count, signature=self._signature(count.term, exact), published=self._signature(count.term, coarse)
        )
        self._store.keep_signatures(session, signed)
        live.counts[session] = signed

    def _signature(self, term: TermId, statement: bytes) -> bytes:
        try:
            return self._secrets.statements.sign(term, statement)
        except KeyGone:
            # Then it can never be signed, and whoever needs the signature will say so.
            return b""
