"""A session: what is known of a scheduled meeting, and what may be done with it when."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, get_args

from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused

MOST_IN_NAME = 60
MOST_SEATS = 200
MOST_CARDS = 200
LONGEST = timedelta(hours=12)
GRACE = timedelta(hours=1)
"""How long after its announced end a session that nobody closed is closed by itself."""

SpokenLanguage = Literal["en", "cy", "both"]
LateDoor = Literal["open"]


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
class Plan:
    """What a coordinator decides about a session."""

    name: str
    opens: datetime
    closes: datetime
    size: int
    language: SpokenLanguage


@dataclass(frozen=True, slots=True)
class Term:
    """What the issuer made for a session: its term, the hash of its key list and its public key."""

    id: TermId
    keylist_digest: str
    key: bytes


@dataclass(frozen=True, slots=True)
class ForumSession:
    """A scheduled meeting. After closing only its plan and coarse totals are left."""

    id: SessionId
    name: str
    opens: datetime
    closes: datetime
    size: int
    language: SpokenLanguage
    late_door: LateDoor
    beat: float | None
    state: State
    term: TermId
    keylist_digest: str
    key: bytes | None
    collected: int | None = None
    sound: bool | None = None

    @property
    def forgotten(self) -> bool:
        """Whether everything about it is gone at both programs."""
        return self.state is State.CLOSED and self.collected is not None

    def overdue(self, now: datetime) -> bool:
        """Whether it should have been closed by now."""
        return self.state is not State.CLOSED and now >= self.closes + GRACE

    def require_open(self) -> None:
        """Raises NOT_OPEN before the doors open and CLOSED after they closed."""
        if self.state is State.PLANNED:
            raise Refused(RefusalCode.NOT_OPEN)
        self.require_not_closed()

    def require_collecting(self, now: datetime) -> None:
        """Raises CLOSED or COLLECTING_CLOSED when no ticket can be collected any more."""
        self.require_not_closed()
        if now >= self.closes:
            raise Refused(RefusalCode.COLLECTING_CLOSED)

    def require_not_closed(self) -> None:
        """Raises CLOSED once the session has ended."""
        if self.state is State.CLOSED:
            raise Refused(RefusalCode.CLOSED)


def checked_plan(plan: Plan, now: datetime) -> Plan:
    """The plan with a tidy name and whole minutes; raises BAD_REQUEST when it cannot be held."""
    name = " ".join(unicodedata.normalize("NFC", plan.name).split())
    tidy = replace(plan, name=name, opens=_minute(plan.opens), closes=_minute(plan.closes))
    if not (_name_fits(name) and _times_fit(tidy, now) and _size_fits(tidy)):
        raise Refused(RefusalCode.BAD_REQUEST)
    return tidy


def planned(session: SessionId, plan: Plan, term: Term) -> ForumSession:
    """A new session, as planned."""
    return ForumSession(
        id=session,
        name=plan.name,
        opens=plan.opens,
        closes=plan.closes,
        size=plan.size,
        language=plan.language,
        late_door="open",
        beat=None,
        state=State.PLANNED,
        term=term.id,
        keylist_digest=term.keylist_digest,
        key=term.key,
    )


def in_order(sessions: list[ForumSession]) -> list[ForumSession]:
    """Soonest first."""
    return sorted(sessions, key=lambda session: (session.opens, session.id))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _name_fits(name: str) -> bool:
    return 0 < len(name) <= MOST_IN_NAME and not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in name)


def _times_fit(plan: Plan, now: datetime) -> bool:
    return plan.opens < plan.closes <= plan.opens + LONGEST and plan.closes > now


def _size_fits(plan: Plan) -> bool:
    return 1 <= plan.size <= MOST_SEATS and plan.language in get_args(SpokenLanguage)
