"""What the locker needs from elsewhere. Every method raises Refused(STORE_AWAY) when its store is away."""

from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from forum.ids import TermId
from forum.locker.domain import Deposit, Edition, Filler, Frozen
from forum.sessions.domain import ForumSession, Term
from forum.tickets.service_calls import AnnouncedEdition


class Terms(Protocol):
    """The terms there are."""

    def term(self, term: TermId) -> Term:
        """The term; raises NOT_FOUND."""

    def all(self) -> list[ForumSession]:
        """Every session, in no order."""


class Peppers(Protocol):
    """One secret a term, kept apart from the hashes that are made with it."""

    def make(self, term: TermId) -> None:
        """Makes the term's pepper unless there is one."""

    def of(self, term: TermId) -> bytes | None:
        """The term's pepper, or None when it was never made or is destroyed."""

    def all(self) -> Mapping[TermId, bytes]:
        """Every pepper there is now."""

    def forget(self, term: TermId) -> None:
        """Destroys the pepper; harmless when it is gone."""


class BoxStore(Protocol):
    """Keeps boxes and what was shown of them; every method is one transaction."""

    def put(self, deposit: Deposit) -> None:
        """Keeps the box, or finds it there already; raises BOX_TAKEN for another box, CLOSED once the term is over."""

    def fill(self, term: TermId, least: int, make: Callable[[], Filler]) -> None:
        """Adds fillers until there are `least` boxes; raises CLOSED once the term is over."""

    def require_live(self, term: TermId) -> None:
        """Raises NOT_FOUND for a term without sessions, CLOSED once the last of them has ended."""

    def live(self) -> set[TermId]:
        """Terms with a session that has not ended."""

    def held(self) -> set[TermId]:
        """Terms of which there are boxes."""

    def waiting(self) -> set[TermId]:
        """Terms with boxes that somebody put in and no edition has shown yet."""

    def open(self) -> set[TermId]:
        """Terms with a session whose doors are open."""

    def published(self) -> set[TermId]:
        """Terms of which there is an edition."""

    def frozen(self, term: TermId, least: int) -> Frozen:
        """Every box that somebody put in, shown or not, with fillers up to `least`."""

    def edition(self, term: TermId) -> Edition | None:
        """What is shown now, if anything."""

    def number(self, term: TermId) -> int | None:
        """The number of what is shown now, if anything; raises NOT_FOUND, and CLOSED once the term is over."""

    def is_shown(self, term: TermId) -> bool:
        """Whether there is an edition."""

    def show(self, term: TermId, number: int, nonces: Collection[bytes]) -> None:
        """From now on these boxes are shown, as the edition with this number, and no other filler is kept.

        Nothing happens where a higher number is shown already, or the term is forgotten.
        """

    def forget(self, term: TermId) -> None:
        """Deletes every box of the term; harmless when done again."""


class Issuer(Protocol):
    """The other program, which says in public what the door shows. Every method raises ISSUER_AWAY."""

    def locker(self, term: TermId) -> AnnouncedEdition | None:
        """The newest edition that it was told of, if any."""

    def announce_locker(self, term: TermId, number: int, digest: str) -> None:
        """Tells it of an edition with a higher number than any before."""
