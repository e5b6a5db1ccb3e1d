"""What the door needs from elsewhere. Every method raises Refused(STORE_AWAY) when its store is away."""

from collections.abc import Collection
from typing import Protocol

from forum.attendance.domain import Claim, Place
from forum.ids import SeatId, SessionId
from forum.sessions.domain import ForumSession, Tally


class SessionBook(Protocol):
    """The sessions there are."""

    def get(self, session: SessionId) -> ForumSession:
        """The session; raises NOT_FOUND."""


class Tickets(Protocol):
    """Knows a good ticket."""

    def nonce_of(self, session: ForumSession, token: bytes) -> bytes:
        """The nonce of a ticket for this session; raises MALFORMED, WRONG_SESSION or INVALID."""


class Peppers(Protocol):
    """One secret a session, kept apart from the hashes that are made with it."""

    def make(self, session: SessionId) -> None:
        """Makes the session's pepper unless there is one."""

    def of(self, session: SessionId) -> bytes | None:
        """The session's pepper, or None when it was never made or is destroyed."""

    def all(self) -> dict[SessionId, bytes]:
        """Every pepper there is now."""

    def forget(self, session: SessionId) -> None:
        """Destroys the pepper; harmless when it is gone."""


class SeatStore(Protocol):
    """Keeps seats and spent tickets; every method is one transaction."""

    def redeem(self, claim: Claim, place: Place) -> SeatId:
        """The claim's seat, old or new, which the place's cookie alone leads to from now on.

        Raises NOT_OPEN, CLOSED, TOO_FEW, REMOVED, ALREADY_USED or ROOM_FULL, and then nothing is spent.
        """

    def seat_of(self, cookies: Collection[bytes]) -> tuple[SessionId, SeatId] | None:
        """The live seat that one of these hashes leads to, in a session whose doors are open."""

    def drop_cookies(self, cookies: Collection[bytes]) -> None:
        """Nothing leads to these seats any more but their tickets."""

    def remove(self, session: SessionId, seat: SeatId) -> None:
        """Nothing leads to the seat any more; harmless when done again."""

    def tally(self, session: SessionId) -> Tally:
        """The counts."""

    def forget(self, session: SessionId) -> None:
        """Deletes every row of the session; harmless when done again."""


class LeaveRoom(Protocol):
    """The live side of leaving."""

    def __call__(self, session: SessionId, seat: SeatId) -> None:
        """Closes the seat's connection; the seat stays."""
