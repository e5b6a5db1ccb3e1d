"""What can be asked of the issuer: a term, cards for it, tickets for a card, and an end."""

from collections.abc import Iterable, Sequence

from forum.clock import Chance, Clock, shuffled
from forum.ids import SessionId, TermId
from forum.issuer.deadlines import Deadlines
from forum.issuer.domain import (
    Asked,
    Count,
    KeyName,
    cancel_hash,
    invitation_hash,
    kept_card,
    kept_request,
    sheet_hash,
    too_far_ahead,
)
from forum.issuer.live import DECOY_PEPPER_BYTES, LiveTerms
from forum.issuer.making import Names, TermMaker
from forum.issuer.ports import DrawnKey, FaultySignature, IssuerStore, KeyGone, Secrets
from forum.refusals import RefusalCode, Refused
from forum.tickets.codes import new_cancel_code, new_code, parse_cancel_code, parse_code
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList
from forum.tickets.service_calls import AnnouncedEdition, AnnouncedSession, Card, Sheet


class Issuer:
    """Signs blinded requests for those who hold a card, and forgets; safe to call from many threads."""

    def __init__(self, store: IssuerStore, secrets: Secrets, names: Names, clock: Clock, chance: Chance) -> None:
        self._store, self._signer = store, secrets.keys
        self._clock, self._chance = clock, chance
        self._terms = LiveTerms(chance.token(DECOY_PEPPER_BYTES))
        self._deadlines = Deadlines(store, secrets, self._terms, clock)
        self._maker = TermMaker(store, secrets, names, chance)

    def start(self) -> None:
        """Takes up what the store holds and destroys what should be gone; nothing is answered before."""
        self._deadlines.start()

    def close_due(self) -> None:
        """Closes every session whose collecting has ended by the clock, and finishes what was left half done.

        Raises a fault once all has been tried.
        """
        for fault in self._deadlines.close_due().values():
            raise fault

    def _on_time(self, term: TermId | None = None) -> None:
        """Does the same before an answer; only what fails with its own term keeps that from being given."""
        faults = self._deadlines.close_due()
        if term is not None and term in faults:
            raise faults[term]

    def _on_time_for(self, session: SessionId) -> None:
        live = self._terms.of(session)
        self._on_time(live.term if live else None)

    def keylist(self, term: TermId) -> bytes:
        """The key list of a term; raises Refused (not-found) once it is over."""
        self._on_time(term)
        return self._terms.get(term).keylist.to_bytes()

    def counts(self, term: TermId) -> dict[SessionId, Count]:
        """The counts of the sessions whose collecting is closed; raises Refused (not-found) once the term is over."""
        with self._terms.lock:
            self._on_time(term)
            live = self._terms.get(term)
            order = [entry.session for entry in live.keylist.sessions]
            return {session: live.counts[session] for session in order if session in live.counts}

    def edition(self, term: TermId) -> AnnouncedEdition:
        """The locker's last edition; raises Refused (not-found) before the first one and once the term is over."""
        self._on_time(term)
        if (edition := self._terms.get(term).edition) is None:
            raise Refused(RefusalCode.NOT_FOUND)
        return edition

    def make_term(self, sessions: Sequence[AnnouncedSession]) -> KeyList:
        """Makes the keys of these sessions; asked the same again, answers the same list.

        Raises Refused: collecting-closed if the time of one is over, bad-request if one was ever in another term or
        lies more than a year ahead.
        """
        self._on_time()
        if (known := self._made_for(sessions)) is not None:
            return known
        # Takes long, and nobody else waits for it; meanwhile others may have made the same, and time has passed.
        keys = self._maker.draw(len(sessions) + 1)
        with self._terms.lock:
            return self._made_for(sessions) or self._made_with(keys, sessions)

    def _made_with(self, keys: Sequence[DrawnKey], sessions: Sequence[AnnouncedSession]) -> KeyList:
        try:
            return self._terms.put(self._maker.make(sessions, keys)).keylist
        except BaseException:
            self._deadlines.drop_orphans()
            raise

    def _made_for(self, sessions: Sequence[AnnouncedSession]) -> KeyList | None:
        """The list already made for exactly these sessions; raises Refused if none can be made for them."""
        asked, now = [one.session for one in sessions], self._clock.now()
        for live in self._terms:
            listed = live.keylist.sessions
            same = [AnnouncedSession(one.session, one.opens, one.collecting_closes) for one in listed] == list(sessions)
            if same and live.collecting == asked:
                return live.keylist
            if not {one.session for one in listed}.isdisjoint(asked):
                raise Refused(RefusalCode.BAD_REQUEST)
        if too_far_ahead(sessions, now):
            raise Refused(RefusalCode.BAD_REQUEST)
        if min(one.collecting_closes for one in sessions) <= now:
            raise Refused(RefusalCode.COLLECTING_CLOSED)
        return None

    def make_cards(self, term: TermId, count: int, most: int) -> Sheet:
        """A sheet of fresh cards, to be shown once, in no order; only hashes of its codes are kept.

        Raises Refused: too-many-cards if there were more than `most` then, not-found once collecting is over.
        """
        self._on_time(term)
        with self._terms.lock:
            live = self._terms.get(term)
            if not live.takes_cards:
                raise Refused(RefusalCode.NOT_FOUND)
            if len(live.book.invitations) + count > most:
                raise Refused(RefusalCode.TOO_MANY_CARDS)
            cards = [Card(new_code(self._chance), new_cancel_code(self._chance)) for _ in range(count)]
            sheet = Sheet(new_cancel_code(self._chance), tuple(shuffled(cards, self._chance.below)))
            kept = [kept_card(live.book.pepper, card) for card in cards]
            self._store.add_cards(term, sheet_hash(live.book.pepper, sheet.code), kept)
            live.book.invitations |= {one.invitation for one in kept}
        return sheet

    def cancel(self, text: str) -> int:
        """How many cards a cancel code, of one card or of a sheet, has just made worthless; 0 for an unknown one.

        It counts used cards too: nobody learns from it whether a card was used.
        """
        self._on_time()
        try:
            code = parse_cancel_code(text)
        except Refused:
            return 0
        with self._terms.lock:
            peppers = [live.book.pepper for live in self._terms if live.takes_cards]
            cancels, sheets = ([make(pepper, code) for pepper in peppers] for make in (cancel_hash, sheet_hash))
            gone = self._store.cancel(cancels, sheets)
            for live in self._terms:
                live.book.invitations -= gone
        return len(gone)

    def collect(self, code_text: str, requests: Sequence[TokenRequest]) -> list[bytes]:
        """One blind signature for each request, or none at all; the identical requests again get the same answer.

        Raises Refused: unknown-invitation, collecting-closed, bad-request, signing-failure.
        """
        self._on_time()
        return self._signed(self._recorded(code_text, requests))

    def _recorded(self, code_text: str, requests: Sequence[TokenRequest]) -> tuple[Asked, ...]:
        """The requests, fit to be signed, once the store remembers them."""
        with self._terms.lock:
            fitting = self._terms.fitting(requests)
            code = parse_code(code_text)
            live = self._terms.admit(code, requests, fitting)
            batch = fitting[live.term]
            kept = [kept_request(live.book.pepper, code, asked) for asked in batch]
            self._store.record(invitation_hash(live.book.pepper, code), kept)
            live.book.add(kept)
        return batch

    def _signed(self, batch: Iterable[Asked]) -> list[bytes]:
        return [self._sign(asked) for asked in batch]

    def _sign(self, asked: Asked) -> bytes:
        try:
            return self._signer.sign(asked.key, asked.request.blinded)
        except KeyGone:
            raise Refused(RefusalCode.COLLECTING_CLOSED) from None
        except FaultySignature:
            stopped = self._stop(asked.key)
            raise Refused(RefusalCode.SIGNING_FAILURE if stopped else RefusalCode.COLLECTING_CLOSED) from None

    def _stop(self, key: KeyName) -> bool:
        """One false signature can give a private key away: it is not used again. False for one that is not needed.

        That one was read while it was being destroyed.
        """
        with self._terms.lock:
            if (live := next((live for live in self._terms if key in live.keys), None)) is None:
                return False
            live.stopped.add(key)
            self._store.stop(key)
        return True

    def close(self, session: SessionId) -> Count:
        """Destroys the session's key and hashes and answers its signed count, as often as asked.

        Raises Refused (not-found) for a session never known.
        """
        self._deadlines.close(session)
        return self.collected(session)

    def collected(self, session: SessionId) -> Count:
        """The signed count; raises Refused: still-collecting, or not-found for a session never known."""
        with self._terms.lock:
            self._on_time_for(session)
            if (count := self._store.count(session)) is None:
                raise Refused(RefusalCode.STILL_COLLECTING)
            return count

    def few(self, session: SessionId) -> bool:
        """Whether few tickets were collected so far; asked again, the answer stays the first one.

        So nobody sees by asking often when the fifth was collected. Raises Refused (not-found).
        """
        self._on_time_for(session)
        return self._store.few(session)

    def announce(self, term: TermId, edition: AnnouncedEdition) -> None:
        """Takes a new edition of the term's locker; raises Refused: not-found, bad-request unless its number is new."""
        self._on_time(term)
        with self._terms.lock:
            live = self._terms.get(term)
            if live.edition == edition:
                return
            if live.edition is not None and edition.number <= live.edition.number:
                raise Refused(RefusalCode.BAD_REQUEST)
            self._store.announce(term, edition)
            live.edition = edition

    def end_term(self, term: TermId) -> None:
        """The last session of this term has ended: its key list is not needed any more."""
        self._deadlines.end(term)
