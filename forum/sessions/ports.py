"""What sessions need from elsewhere. Every method raises Refused(STORE_AWAY) when its store is away."""

from collections.abc import Sequence
from typing import Protocol

from forum.ids import SessionId, TermId
from forum.sessions.domain import Count, ForumSession, State, Tally, Term
from forum.tickets.keylist import KeyList
from forum.tickets.service_calls import AnnouncedSession, Sheet


class SessionStore(Protocol):
    """Keeps sessions, and the terms that they belong to."""

    def add(self, term: Term, planned: Sequence[ForumSession]) -> None:
        """Keeps a new term and its sessions, all or nothing."""

    def get(self, session: SessionId) -> ForumSession:
        """The session; raises NOT_FOUND."""

    def all(self) -> list[ForumSession]:
        """Every session, in no order."""

    def term(self, term: TermId) -> Term:
        """The term; raises NOT_FOUND, also once it is over."""

    def terms(self) -> list[TermId]:
        """Every term that is not over."""

    def drop_term(self, term: TermId) -> None:
        """Deletes the term; harmless when done again."""

    def advance(self, session: SessionId, state: State, few: bool | None = None) -> None:
        """Moves the session to a later state, at once and for good; never back. `few` is kept if it was moved."""

    def count(self, session: SessionId, collected: int) -> None:
        """Keeps how many tickets were collected; the first count stays."""

    def settle(self, session: SessionId, collected: int | None, sound: bool | None) -> None:
        """Keeps the totals of a closed session, as far as they are known, and drops its public key."""


class Issuer(Protocol):
    """The other program. Every method raises ISSUER_AWAY when it does not answer."""

    def make_term(self, sessions: Sequence[AnnouncedSession]) -> KeyList:
        """The key list of a new term, with a key for each of these sessions."""

    def make_cards(self, term: TermId, count: int, most: int) -> Sheet:
        """Fresh cards; nobody can ask for them again. Raises TOO_MANY_CARDS if the term would have more than `most`."""

    def cancel(self, code: str) -> int:
        """Makes the card, or the sheet of cards, of this cancel code worthless; how many cards these were."""

    def few(self, session: SessionId) -> bool:
        """Whether fewer than five tickets have been collected so far."""

    def collected(self, session: SessionId) -> Count:
        """How many tickets were collected; raises STILL_COLLECTING before that is over."""

    def close(self, session: SessionId) -> Count:
        """Destroys the session's private key; how many tickets were collected. The same answer every time."""

    def end_term(self, term: TermId) -> None:
        """Tells it that the last session has closed; harmless when done again."""


class Attendance(Protocol):
    """Seats and spent tickets."""

    def open(self, session: SessionId) -> None:
        """Prepares for tickets; harmless when done again."""

    def opened(self, session: SessionId) -> bool:
        """Whether tickets can open seats: not before `open`, and never again after `shut`."""

    def shut(self, session: SessionId) -> None:
        """No ticket and no cookie leads anywhere any more, from now on, even while the store is away."""

    def tally(self, session: SessionId) -> Tally | None:
        """The counts, or None when they are forgotten already."""

    def forget(self, session: SessionId) -> None:
        """Makes everything about the seats unreadable; harmless when done again."""


class EndRoom(Protocol):
    """Closes the live room for those who are in it."""

    def __call__(self, session: SessionId) -> None:
        """Returns once everybody there has been told that it is over; harmless where nobody is."""


class ForgetRoom(Protocol):
    """Ends the live room."""

    def __call__(self, session: SessionId) -> None:
        """Cuts every connection and forgets every word; harmless when done again."""


class ForgetLocker(Protocol):
    """Forgets the boxes of a term."""

    def __call__(self, term: TermId) -> None:
        """Makes every box unreadable and deletes it; harmless when done again, and needs no issuer."""
