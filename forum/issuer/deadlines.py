"""How collecting ends: what was asked is counted and deleted, then the key is destroyed, then the count is signed.

Each step can be done again, so whatever a crash or a fault leaves half done is finished by the next round or at the
next start. What is closed in the store stays closed, whatever the clock says later.
"""

from dataclasses import replace

from forum.clock import Clock
from forum.ids import SessionId, TermId
from forum.issuer.domain import Count, key_name, locker_name
from forum.issuer.live import LiveTerm, LiveTerms
from forum.issuer.ports import IssuerStore, KeyGone, Secrets
from forum.tickets.statements import collected_statement, count_statement, rounded


class Deadlines:
    """Closes what is due, finishes what is half closed, and forgets terms that are over."""

    def __init__(self, store: IssuerStore, secrets: Secrets, terms: LiveTerms, clock: Clock) -> None:
        self._store, self._secrets, self._terms, self._clock = store, secrets, terms, clock

    def start(self) -> None:
        """Takes up what the store holds and destroys what should be gone; nothing is answered before."""
        with self._terms.lock:
            for kept in self._store.terms():
                self._terms.put(LiveTerm.taken_up(kept, bytearray()))
            for live in self._terms:
                self._take_pepper(live)
            self.drop_orphans()
            self.close_due()

    def _take_pepper(self, live: LiveTerm) -> None:
        try:
            live.book.pepper = self._secrets.peppers.read(live.term)
        except KeyGone:
            # Without it no card of the term can be told from another: what is left to do is to end it on time.
            live.book.forget()

    def drop_orphans(self) -> None:
        """Destroys secrets that no live term claims: what a crash between two steps leaves."""
        terms = {live.term for live in self._terms}
        for name in self._secrets.keys.held() - {name for live in self._terms for name in live.keys}:
            self._secrets.keys.destroy(name)
        for term in self._secrets.peppers.held() - terms:
            self._secrets.peppers.destroy(term)
        for term in self._secrets.statements.held() - terms:
            self._secrets.statements.destroy(term)

    def close_due(self) -> None:
        """Closes every session whose collecting has ended by the clock, and finishes what was left half done."""
        now = self._clock.now()
        with self._terms.lock:
            for live in self._terms:
                for session in live.due(now):
                    self._count(live, session)
                self._settle(live)
                if live.over(now):
                    self.end(live.term)

    def close(self, session: SessionId) -> None:
        """Ends collecting for a session now; does nothing for one that is closed or not known."""
        with self._terms.lock:
            live = self._terms.of(session)
            if live is not None:
                if session in live.collecting:
                    self._count(live, session)
                self._settle(live)

    def end(self, term: TermId) -> None:
        """Closes what is left of a term and forgets its key list; does nothing for one that is over."""
        with self._terms.lock:
            for live in self._terms:
                if live.term == term:
                    for session in live.collecting:
                        self._count(live, session)
                    self._settle(live)
                    self._store.end_term(term)
                    self._secrets.statements.destroy(term)
                    self._terms.drop(term)

    def _count(self, live: LiveTerm, session: SessionId) -> None:
        live.close(session, self._store.close(session))

    def _settle(self, live: LiveTerm) -> None:
        """Destroys every key that is not needed any more, and only then signs what there is to say."""
        if live.settled:
            return
        for session in live.counts:
            self._secrets.keys.destroy(key_name(session))
        if not live.collecting:
            self._secrets.keys.destroy(locker_name(live.term))
            self._secrets.peppers.destroy(live.term)
            live.book.forget()
        for session, count in live.counts.items():
            live.counts[session] = self._signed(session, count)
        if not live.collecting:
            self._secrets.statements.destroy(live.term)
        live.settled = True

    def _signed(self, session: SessionId, count: Count) -> Count:
        if count.signature is not None:
            return count
        exact = count_statement(count.term, session, count.collected)
        coarse = collected_statement(count.term, session, rounded(count.collected))
        signed = replace(
            count, signature=self._signature(count.term, exact), published=self._signature(count.term, coarse)
        )
        self._store.keep_signatures(session, signed)
        return signed

    def _signature(self, term: TermId, statement: bytes) -> bytes:
        try:
            return self._secrets.statements.sign(term, statement)
        except KeyGone:
            # Then it can never be signed, and whoever needs the signature will say so.
            return b""
