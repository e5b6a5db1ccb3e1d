"""What a room needs from outside, as promises."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from forum.ids import SeatId, SessionId
from forum.rooms.domain.events import Record
from forum.rooms.domain.state import MessageId


class Conflict(Exception):
    """Somebody else's record came first: catch up and decide again."""


class NoLog(Exception):
    """There is no log for this room: it was never opened, or it is forgotten."""


class RoomLog(Protocol):
    """One append-only log a room, and its texts in cells apart; raises Refused(STORE_AWAY) when it is away."""

    def open(self, room: SessionId) -> bool:
        """Makes an empty log where there is none, and says whether it did."""

    def append(self, room: SessionId, after: int, record: Record, cells: Mapping[MessageId, str]) -> None:
        """Adds the record as number `after` + 1, writes its cells and deletes those it drops, in one step.

        Raises Conflict unless the last number is `after`, NoLog where there is no log; then nothing is written.
        """

    def read(self, room: SessionId, after: int) -> Sequence[Record]:
        """The records that follow number `after` (the first has number 1); raises NoLog."""

    def cells(self, room: SessionId, ids: Iterable[MessageId]) -> dict[MessageId, str]:
        """The texts that are still there; raises NoLog."""

    def forget(self, room: SessionId) -> None:
        """Drops log and texts; nothing happens where there are none."""


class Seats(Protocol):
    """Who may sit in a room, kept by the door."""

    def remove(self, session: SessionId, seat: SeatId) -> None:
        """The seat's ticket opens nothing any more; the same again is harmless. Raises Refused(STORE_AWAY)."""


class Doors(Protocol):
    """Which sessions have their doors open."""

    def beat_of(self, session: SessionId) -> float | None:
        """The session's own beat in seconds, None for the usual one; raises Refused unless its doors are open."""
