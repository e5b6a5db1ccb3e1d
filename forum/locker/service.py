"""The locker: a box for a ticket, all boxes for everybody, and nothing shown that the issuer was not told of before."""

from forum.ids import TermId
from forum.locker.domain import Edition, deposit, nonce_of
from forum.locker.editions import Editions
from forum.locker.ports import BoxStore, Peppers, Terms
from forum.refusals import RefusalCode, Refused
from forum.tickets.keylist import KeyList


class Locker:
    """The lockers of all terms."""

    def __init__(self, terms: Terms, peppers: Peppers, boxes: BoxStore, editions: Editions) -> None:
        self._terms = terms
        self._peppers = peppers
        self._boxes = boxes
        self._editions = editions

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
        return self._editions.newest(term)

    def is_shown(self, term: TermId) -> bool:
        """Whether there is anything to give yet, so that nobody asks in vain."""
        return self._boxes.is_shown(term)

    def publish(self) -> None:
        """Shows everybody what has changed, wherever it is time to."""
        self._editions.publish()

    def show_all(self, term: TermId) -> None:
        """Shows everybody every box at once, for doors that open; with the issuer away that comes later."""
        self._editions.show_all(term)

    def tidy(self) -> None:
        """Forgets what a closing that was interrupted has left of terms that are over."""
        # In this order: a term may begin meanwhile, and none begins again.
        held = self._boxes.held() | set(self._peppers.all())
        for term in held - self._boxes.live():
            self.forget(term)

    def forget(self, term: TermId) -> None:
        """Makes every box's ticket unreadable, then deletes all boxes; harmless when done again."""
        self._editions.forget(term)
        self._peppers.forget(term)
        self._boxes.forget(term)

    def _open(self, term: TermId) -> KeyList:
        self._boxes.require_live(term)
        return self._terms.term(term).keylist

    def _pepper(self, term: TermId) -> bytes:
        pepper = self._peppers.of(term)
        if pepper is None:
            raise Refused(RefusalCode.CLOSED)
        return pepper
