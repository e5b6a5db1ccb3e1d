"""How the evenings that matter tonight stand, as far as anybody may know without a card."""

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import StrEnum

from forum.ids import SessionId
from forum.sessions.domain import ForumSession, State


class Standing(StrEnum):
    """What can be said of a session to somebody who has no card."""

    CANCELLED = "cancelled"
    OVER = "over"
    OPEN = "open"
    RESTING = "resting"
    LATE = "late"
    NEXT = "next"


ORDER = list(Standing)
Known = tuple[Standing, ForumSession]


def standings(sessions: Sequence[ForumSession], now: datetime, rests: Callable[[SessionId], bool]) -> list[Known]:
    """What is off or on now, and the next one alone of those to come."""
    known = [(_standing(one, now, rests), one) for one in sessions if now < one.closes or one.state is State.DOORS_OPEN]
    ahead = [one for one in known if one[0] is Standing.NEXT]
    now_known = [one for one in known if one[0] is not Standing.NEXT]
    return sorted(now_known, key=lambda one: ORDER.index(one[0])) + ahead[:1]


def _standing(session: ForumSession, now: datetime, rests: Callable[[SessionId], bool]) -> Standing:
    begun = now >= session.opens
    if session.state is State.CLOSED:
        return Standing.OVER if begun else Standing.CANCELLED
    if session.state is State.DOORS_OPEN:
        return Standing.RESTING if rests(session.id) else Standing.OPEN
    return Standing.LATE if begun else Standing.NEXT
