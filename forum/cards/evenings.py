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
    WAITING = "waiting"
    RESTING = "resting"
    LATE = "late"
    NEXT = "next"


ORDER = list(Standing)
Known = tuple[Standing, ForumSession]
Holds = Callable[[SessionId], Standing]
"""How the room of a session whose doors are open stands: held, resting, or waiting for its moderator."""


def standings(sessions: Sequence[ForumSession], now: datetime, holds: Holds) -> list[Known]:
    """What is off or on now, and the next one alone of those to come."""
    known = [(_standing(one, now, holds), one) for one in sessions if now < one.closes or one.state is State.DOORS_OPEN]
    ahead = [one for one in known if one[0] is Standing.NEXT]
    now_known = [one for one in known if one[0] is not Standing.NEXT]
    return sorted(now_known, key=lambda one: ORDER.index(one[0])) + ahead[:1]


def off(session: ForumSession) -> Standing:
    """What a closed session is: over if its doors were ever open, else it was not held."""
    return Standing.OVER if session.held else Standing.CANCELLED


def _standing(session: ForumSession, now: datetime, holds: Holds) -> Standing:
    if session.state is State.CLOSED:
        return off(session)
    if session.state is State.DOORS_OPEN:
        return holds(session.id)
    return Standing.LATE if now >= session.opens else Standing.NEXT
