"""What has happened between one seat and the moderators."""

from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias

from forum.ids import SeatId
from forum.rooms.domain.audiences import DESK, OWN, OWN_AND_DESK
from forum.rooms.domain.state import AsideKind, Lang, MessageId, Speaker


@dataclass(frozen=True, slots=True)
class AsideSaid:
    """Something was said quietly, by the seat or to it; the first opens the aside."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId
    id: MessageId
    who: Speaker
    lang: Lang
    kind: AsideKind | None
    at: float
    haze: float


@dataclass(frozen=True, slots=True)
class AsideRemoved:
    """These were taken back, or are more than an aside holds; the words are gone."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId
    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class AsideEnded:
    """The aside is over and all its words are gone."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId
    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class AsideSeen:
    """A moderator has seen what the seat said, up to this message."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId
    id: MessageId


@dataclass(frozen=True, slots=True)
class AsideLate:
    """Nobody has seen it for too long."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId


@dataclass(frozen=True, slots=True)
class AsideUp:
    """The page of a seat with an open aside is connected now, or no longer."""

    audience: ClassVar = DESK
    seat: SeatId
    up: bool


@dataclass(frozen=True, slots=True)
class ContactGiven:
    """A seat gave a contact; the one that it gave before, if it is still there, is gone."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId
    id: MessageId
    lang: Lang
    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class ContactGone:
    """A contact was taken back or settled; the words are gone."""

    audience: ClassVar = OWN_AND_DESK
    seat: SeatId
    how: Literal["taken", "passed", "not-needed"]
    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class DeskAway:
    """No moderator is connected any more, or one is again; only those are told who wait for one."""

    audience: ClassVar = OWN
    away: bool


ContactEvent: TypeAlias = ContactGiven | ContactGone
ThreadEvent: TypeAlias = AsideSaid | AsideRemoved | AsideEnded | AsideSeen | AsideLate | AsideUp
AsideEvent: TypeAlias = ThreadEvent | ContactEvent | DeskAway
