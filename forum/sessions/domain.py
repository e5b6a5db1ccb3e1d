"""A session: what is known of a scheduled meeting, and what may be done with it when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused
from forum.tickets.keylist import KeyList

MOST_IN_NAME = 60
MOST_IN_WORDING = 120
MOST_SEATS = 200
MOST_CARDS = 200
LONGEST = timedelta(hours=12)
FURTHEST = timedelta(days=366)
"""How far ahead a session may begin; beyond it somebody has mistyped the year."""
EARLIEST = timedelta(hours=1)
"""How long before its announced beginning the doors of a session can open."""
GRACE = timedelta(hours=1)
"""How long after its announced end a session that nobody closed is closed by itself."""
TERM_LASTS = timedelta(hours=24)
"""How long after its last session has opened the issuer keeps a term of which it hears nothing."""

SpokenLanguage = Literal["en", "cy", "both"]
LateDoor = Literal["open", "shut"]
Details = Literal["ask", "stop"]
"""What happens to words with an identifying detail: their writer decides, or they stay out."""
Given = Literal["after-talk", "from-box"]
Group = Literal["everyone", "women", "men", "lgbt", "minoritised", "deaf", "older"]


class State(StrEnum):
    """Where a session stands; it only ever moves forward."""

    PLANNED = "planned"
    DOORS_OPEN = "doors-open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many seats were taken and how many tickets were spent in one session."""

    seats: int
    spent: int

    def sound(self, collected: int) -> bool:
        """Nobody minted a seat: never more seats than spent tickets, nor more of those than were collected."""
        return self.seats <= self.spent <= collected


@dataclass(frozen=True, slots=True)
class Count:
    """How many tickets the issuer says were collected, and what it has signed that with."""

    collected: int
    signature: bytes


@dataclass(frozen=True, slots=True)
class Term:
    """The sessions that a card is good for: their keys, whom they are for, and what is said on and of the cards."""

    id: TermId
    keylist: KeyList
    given: Given
    group: Group
    card_en: str
    card_cy: str


@dataclass(frozen=True, slots=True)
class ForumSession:
    """A scheduled meeting. After closing only its plan and coarse totals are left."""

    id: SessionId
    name: str
    opens: datetime
    closes: datetime
    collecting_closes: datetime
    size: int
    language: SpokenLanguage
    late_door: LateDoor
    floor: int | None
    beat: float | None
    state: State
    term: TermId
    keylist_digest: str
    key: bytes | None
    details: Details = "ask"
    held: bool = False
    few: bool | None = None
    collected: int | None = None
    sound: bool | None = None

    @property
    def forgotten(self) -> bool:
        """Whether everything about it is gone at both programs."""
        return self.state is State.CLOSED and self.key is None

    @property
    def below_floor(self) -> bool:
        """Whether fewer tickets were collected than the coordinator asks for."""
        return self.floor is not None and self.collected is not None and self.collected < self.floor

    @property
    def doors_from(self) -> datetime:
        """When the doors can open at the earliest."""
        before = self.opens - EARLIEST
        return max(before, self.collecting_closes) if self.late_door == "shut" else before

    def overdue(self, now: datetime) -> bool:
        """Whether it should have been closed by now."""
        return self.state is not State.CLOSED and now - GRACE >= self.closes

    def collecting_open(self, now: datetime) -> bool:
        """Whether tickets can be collected; once they have been counted never again, whatever the clock says."""
        return self.state is not State.CLOSED and self.collected is None and now < self.collecting_closes

    def uncounted(self, now: datetime) -> bool:
        """Whether its tickets should have been counted by now."""
        return self.state is not State.CLOSED and self.collected is None and now >= self.collecting_closes

    def require_open(self) -> None:
        """Raises NOT_OPEN before the doors open and CLOSED after they closed."""
        if self.state is State.PLANNED:
            raise Refused(RefusalCode.NOT_OPEN)
        self.require_not_closed()

    def require_not_early(self, now: datetime) -> None:
        """Raises TOO_EARLY while the beginning is more than an hour away, or STILL_COLLECTING where more is missing."""
        if self.state is State.PLANNED and now < self.doors_from:
            shut = self.late_door == "shut" and self.collecting_open(now)
            raise Refused(RefusalCode.STILL_COLLECTING if shut else RefusalCode.TOO_EARLY)

    def require_admitting(self) -> None:
        """Raises NOT_OPEN, CLOSED, or TOO_FEW where the coordinator has set a floor."""
        self.require_open()
        if self.below_floor:
            raise Refused(RefusalCode.TOO_FEW)

    def require_collecting(self, now: datetime) -> None:
        """Raises CLOSED or COLLECTING_CLOSED when no ticket can be collected any more."""
        self.require_not_closed()
        if not self.collecting_open(now):
            raise Refused(RefusalCode.COLLECTING_CLOSED)

    def require_not_closed(self) -> None:
        """Raises CLOSED once the session has ended."""
        if self.state is State.CLOSED:
            raise Refused(RefusalCode.CLOSED)


def in_order(sessions: list[ForumSession]) -> list[ForumSession]:
    """Soonest first."""
    return sorted(sessions, key=lambda session: (session.opens, session.id))


def over_by_itself(sessions: list[ForumSession], now: datetime) -> bool:
    """Whether the issuer has forgotten the term by now, also if nobody told it that the last session has closed."""
    return now - TERM_LASTS >= max(session.opens for session in sessions)


def spares_of(size: int) -> int:
    """How many cards there may be beyond the seats, for those that get lost: half as many, rounded up."""
    return (size + 1) // 2


def most_cards(sessions: list[ForumSession]) -> int:
    """How many cards a term may have: as many as its smallest session has seats, and the spares."""
    size = min(session.size for session in sessions)
    return size + spares_of(size)
