"""What has happened to one seat; the desk is told only of seats that it knows."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from forum.ids import SeatId
from forum.rooms.domain.audiences import OWN, OWN_AND_DESK
from forum.rooms.domain.state import Mode


@dataclass(frozen=True, slots=True)
class SeatEntered:
    """A seat came in, listening."""

    audience: ClassVar = OWN
    seat: SeatId
    handle: int


@dataclass(frozen=True, slots=True)
class ModeChosen:
    """A seat listens or speaks from now on."""

    audience: ClassVar = OWN
    seat: SeatId
    mode: Mode


@dataclass(frozen=True, slots=True)
class SeatPaused:
    """A seat is on a pause."""

    audience: ClassVar = OWN
    seat: SeatId


@dataclass(frozen=True, slots=True)
class SeatResumed:
    """A seat is back from its pause."""

    audience: ClassVar = OWN
    seat: SeatId


@dataclass(frozen=True, slots=True)
class HandleDrawn:
    """A seat has another handle; what allowed a known one to draw it is used up."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId
    handle: int


@dataclass(frozen=True, slots=True)
class SeatKnown:
    """A seat spoke or asked for a moderator for the first time: from now on the desk knows that it is there."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId


@dataclass(frozen=True, slots=True)
class HandleGranted:
    """A moderator lets this seat draw another handle, once."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId


@dataclass(frozen=True, slots=True)
class HandRaised:
    """This seat's hand is up, in that place."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId
    place: int


@dataclass(frozen=True, slots=True)
class HandLowered:
    """This seat's hand is down."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId


@dataclass(frozen=True, slots=True)
class TurnGiven:
    """This seat has the word, where one voice speaks at a time."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId


@dataclass(frozen=True, slots=True)
class TurnEnded:
    """This seat no longer has the word."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId


@dataclass(frozen=True, slots=True)
class SeatMuted:
    """A moderator asked this seat to listen."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId


@dataclass(frozen=True, slots=True)
class SeatUnmuted:
    """This seat may speak again."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId


@dataclass(frozen=True, slots=True)
class SeatRemoved:
    """A moderator closed this seat for tonight."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId


SeatEvent: TypeAlias = (
    SeatEntered
    | ModeChosen
    | SeatPaused
    | SeatResumed
    | HandleDrawn
    | SeatKnown
    | HandleGranted
    | HandRaised
    | HandLowered
    | TurnGiven
    | TurnEnded
    | SeatMuted
    | SeatUnmuted
    | SeatRemoved
)
