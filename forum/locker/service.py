"""The locker: a box for a ticket, all boxes for everybody, and nothing shown that the issuer was not told of before."""

from contextlib import suppress

from forum.clock import Clock
from forum.ids import TermId
from forum.locker.domain import Edition, deposit, digest_of, nonce_of, together
from forum.locker.ports import BoxStore, Issuer, Peppers, Terms
from forum.refusals import RefusalCode, Refused
from forum.tickets.keylist import KeyList


class Locker:
    """The lockers of all terms."""

    def __init__(
        self, terms: Terms, peppers: Peppers, boxes: BoxStore, issuer: Issuer, clock: Clock, every: float
    ) -> None:
        self._terms = terms
        self._peppers = peppers
        self._boxes = boxes
        self._issuer = issuer
        self._clock = clock
        self._every = every
        # When each term's newest edition came out; a program that starts anew may publish at once.
        self._published: dict[TermId, float] = {}

    def deposit(self, term: TermId, ticket: bytes, box: bytes) -> None:
        """Keeps the box that this ticket buys; the identical pair again changes nothing.

        Raises NOT_FOUND, CLOSED, MALFORMED, INVALID or BOX_TAKEN.
        """
        nonce = nonce_of(self._open(term), ticket)
        self._peppers.make(term)
        try:
            self._boxes.put(deposit(self._pepper(term), term, nonce, box))
        except Refused as refusal:
            if refusal.code is RefusalCode.CLOSED:
                # The term ended at the same moment: what was just prepared must not stay behind.
                self._peppers.forget(term)
            raise

    def edition(self, term: TermId) -> Edition:
        """What everybody is given now; raises NOT_FOUND before the first edition, and CLOSED once the term is over."""
        self._boxes.require_live(term)
        shown = self._boxes.edition(term)
        if shown is None:
            raise Refused(RefusalCode.NOT_FOUND)
        return shown

    def is_shown(self, term: TermId) -> bool:
        """Whether there is anything to give yet, so that nobody asks in vain."""
        return self._boxes.is_shown(term)

    def publish(self) -> None:
        """A new edition for every term whose boxes changed, the first at once and then one every so often.

        The issuer is told first. Whatever was cut short is finished by the next call; while the issuer is away
        nothing newer is shown.
        """
        for term in self._boxes.waiting() & self._boxes.live():
            if self._due(term):
                with suppress(Refused):
                    self._publish(term)

    def tidy(self) -> None:
        """Forgets what a closing that was interrupted has left of terms that are over."""
        # In this order: a term may begin meanwhile, and none begins again.
        held = self._boxes.held() | set(self._peppers.all())
        for term in held - self._boxes.live():
            self.forget(term)

    def forget(self, term: TermId) -> None:
        """Makes every box's ticket unreadable, then deletes all boxes; harmless when done again."""
        self._published.pop(term, None)
        self._peppers.forget(term)
        self._boxes.forget(term)

    def _due(self, term: TermId) -> bool:
        last = self._published.get(term)
        return last is None or self._clock.monotonic() - last >= self._every

    def _publish(self, term: TermId) -> None:
        frozen = self._boxes.boxes(term)
        number = self._announced(term, digest_of(together(frozen.values())))
        self._boxes.show(term, number, frozen.keys())
        self._published[term] = self._clock.monotonic()

    def _announced(self, term: TermId, digest: str) -> int:
        told = self._issuer.locker(term)
        if told is not None and told.digest == digest:
            # Told before, by a call whose answer or whose end was lost.
            return told.number
        shown = self._boxes.edition(term)
        number = 1 + max(told.number if told else 0, shown.number if shown else 0)
        self._issuer.announce_locker(term, number, digest)
        return number

    def _open(self, term: TermId) -> KeyList:
        self._boxes.require_live(term)
        return self._terms.term(term).keylist

    def _pepper(self, term: TermId) -> bytes:
        pepper = self._peppers.of(term)
        if pepper is None:
            raise Refused(RefusalCode.CLOSED)
        return pepper
