"""What sessions need from elsewhere. Every method raises Refused(STORE_AWAY) when its store is away."""

from datetime import datetime
from typing import Protocol

from forum.ids import SessionId, TermId
from forum.sessions.domain import ForumSession, State, Tally, Term


class SessionStore(Protocol):
    """Keeps sessions."""

    def add(self, session: ForumSession) -> None:
        """Keeps a new session."""

    def get(self, session: SessionId) -> ForumSession:
        """The session; raises NOT_FOUND."""

    def all(self) -> list[ForumSession]:
        """Every session, in no order."""

    def advance(self, session: SessionId, state: State) -> None:
        """Moves the session to a later state, at once and for good; never back."""

    def settle(self, session: SessionId, collected: int, sound: bool | None) -> None:
        """Keeps the totals of a closed session and drops its public key."""


class Issuer(Protocol):
    """The other program. Every method raises ISSUER_AWAY when it does not answer."""

    def make_term(self, session: SessionId, opens: datetime, collecting_closes: datetime) -> Term:
        """A new term with a key for this one session."""

    def make_cards(self, term: TermId, count: int) -> list[str]:
        """Fresh invitation codes, canonical; nobody can ask for them again."""

    def close(self, session: SessionId) -> int:
        """Destroys the session's private key; how many tickets were collected. The same answer every time."""


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
