"""What is shown to everybody alike: never before the issuer was told, and too seldom to tell who came when."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from forum.clock import Chance, Clock
from forum.ids import TermId
from forum.locker.domain import BOX_BYTES, Edition, Filler
from forum.locker.ports import BoxStore, Issuer, Terms
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import most_cards

NONCE_BYTES = 32


@dataclass(frozen=True, slots=True)
class Pace:
    """How many seconds lie between two editions at least: while doors are open, and ahead of that."""

    open: float
    ahead: float


class Editions:
    """The editions of all lockers."""

    def __init__(self, terms: Terms, boxes: BoxStore, issuer: Issuer, clock: Clock, chance: Chance, pace: Pace) -> None:
        self._terms = terms
        self._boxes = boxes
        self._issuer = issuer
        self._clock = clock
        self._chance = chance
        self._pace = pace
        # When each term's newest edition came out; a program that starts anew may publish at once.
        self._published: dict[TermId, float] = {}
        self._held: dict[TermId, Edition] = {}
        self._open: set[TermId] = set()
        # Doors have opened since the last edition, and boxes wait.
        self._awaited: set[TermId] = set()

    def newest(self, term: TermId) -> Edition:
        """What everybody is given now; raises NOT_FOUND before the first edition, and CLOSED once the term is over."""
        number = self._boxes.number(term)
        held = self._held.get(term)
        if held is None or held.number != number:
            held = self._held_anew(term)
        return held

    def _held_anew(self, term: TermId) -> Edition:
        fresh = self._boxes.edition(term)
        if fresh is None:
            raise Refused(RefusalCode.NOT_FOUND)
        self._hold(term, fresh)
        return fresh

    def _hold(self, term: TermId, edition: Edition) -> None:
        self._held[term] = edition
        try:
            self._boxes.require_live(term)
        except Refused:
            # The term ended at the same moment: nothing of it may stay behind.
            self.forget(term)
            raise

    def forget(self, term: TermId) -> None:
        """Holds nothing of the term any more."""
        self._published.pop(term, None)
        self._held.pop(term, None)

    def publish(self) -> None:
        """The first edition of every new term, and a new one for every term whose boxes changed, once it is time.

        The issuer is told first. Whatever was cut short is finished by the next call; while the issuer is away
        nothing newer is shown.
        """
        changed = self._changed()
        doors = self._boxes.open()
        self._awaited = (self._awaited | (doors - self._open)) & changed
        self._open = doors
        self._publish_all(term for term in changed if self._due(term))

    def show_all(self, term: TermId) -> None:
        """A new edition at once, if boxes wait: for doors that open, so that nobody's box is missing behind them."""
        self._publish_all({term} & self._changed())

    def _changed(self) -> set[TermId]:
        live = self._boxes.live()
        return (self._boxes.waiting() & live) | (live - self._boxes.published())

    def _due(self, term: TermId) -> bool:
        last = self._published.get(term)
        if last is None or term in self._awaited:
            return True
        pace = self._pace.open if term in self._open else self._pace.ahead
        return self._clock.monotonic() - last >= pace

    def _publish_all(self, terms: Iterable[TermId]) -> None:
        for term in terms:
            with suppress(Refused):
                self._publish(term)

    def _publish(self, term: TermId) -> None:
        least = most_cards([one for one in self._terms.all() if one.term == term])
        self._boxes.fill(term, least, self._filler)
        frozen = self._boxes.frozen(term, least)
        number = self._announced(term, frozen.digest)
        self._boxes.show(term, number, frozen.nonces)
        self._published[term] = self._clock.monotonic()
        self._awaited.discard(term)
        self._hold(term, Edition(number, frozen.boxes))

    def _filler(self) -> Filler:
        return Filler(self._chance.token(NONCE_BYTES), self._chance.token(BOX_BYTES))

    def _announced(self, term: TermId, digest: str) -> int:
        told, shown = self._issuer.locker(term), self._boxes.number(term) or 0
        if told is not None and told.digest == digest:
            # Told before, by a call whose answer or whose end was lost.
            return told.number
        number = 1 + max(told.number if told else 0, shown)
        self._issuer.announce_locker(term, number, digest)
        return number
