"""What has happened in a room; an event names texts by id and never holds one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, TypeAlias

from forum.ids import SeatId
from forum.rooms.domain.aside_events import AsideEnded as AsideEnded
from forum.rooms.domain.aside_events import AsideEvent as AsideEvent
from forum.rooms.domain.aside_events import AsideLate as AsideLate
from forum.rooms.domain.aside_events import AsideRemoved as AsideRemoved
from forum.rooms.domain.aside_events import AsideSaid as AsideSaid
from forum.rooms.domain.aside_events import AsideSeen as AsideSeen
from forum.rooms.domain.aside_events import AsideUp as AsideUp
from forum.rooms.domain.aside_events import ContactEvent as ContactEvent
from forum.rooms.domain.aside_events import ContactGiven as ContactGiven
from forum.rooms.domain.aside_events import ContactGone as ContactGone
from forum.rooms.domain.aside_events import DeskAway as DeskAway
from forum.rooms.domain.aside_events import ThreadEvent as ThreadEvent
from forum.rooms.domain.audiences import DESK, EVERYONE, NOBODY, OWN
from forum.rooms.domain.seat_events import HandleDrawn as HandleDrawn
from forum.rooms.domain.seat_events import HandleGranted as HandleGranted
from forum.rooms.domain.seat_events import HandLowered as HandLowered
from forum.rooms.domain.seat_events import HandRaised as HandRaised
from forum.rooms.domain.seat_events import ModeChosen as ModeChosen
from forum.rooms.domain.seat_events import SeatEntered as SeatEntered
from forum.rooms.domain.seat_events import SeatEvent as SeatEvent
from forum.rooms.domain.seat_events import SeatKnown as SeatKnown
from forum.rooms.domain.seat_events import SeatMuted as SeatMuted
from forum.rooms.domain.seat_events import SeatPaused as SeatPaused
from forum.rooms.domain.seat_events import SeatRemoved as SeatRemoved
from forum.rooms.domain.seat_events import SeatResumed as SeatResumed
from forum.rooms.domain.seat_events import SeatUnmuted as SeatUnmuted
from forum.rooms.domain.seat_events import TurnEnded as TurnEnded
from forum.rooms.domain.seat_events import TurnGiven as TurnGiven
from forum.rooms.domain.state import Lang, MessageId, Note, Person, Phase, Support, Why, own_words


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """The log begins: nobody is shown this, the epoch rides in every frame, and `first` is the number of the first."""

    audience: ClassVar = NOBODY
    epoch: str
    first: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A command was done; the last number per actor makes a repeat harmless."""

    audience: ClassVar = OWN
    actor: Person
    c: int
    message: MessageId | None = None


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The room is in another phase, some until a fixed time."""

    audience: ClassVar = EVERYONE
    phase: Phase
    why: Why = ""
    at: float = 0.0
    until: float = 0.0


@dataclass(frozen=True, slots=True)
class VoiceChanged:
    """One voice speaks at a time from now on, or everybody."""

    audience: ClassVar = EVERYONE
    one: bool


@dataclass(frozen=True, slots=True)
class MessageSaid:
    """Something was said by a seat, or (no seat) by a moderator."""

    audience: ClassVar = EVERYONE
    id: MessageId
    seat: SeatId | None
    handle: int
    lang: Lang
    size: int
    at: float
    haze: float
    to: MessageId | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class MessageSupported:
    """Somebody sent this small reply to a message, as the first."""

    audience: ClassVar = EVERYONE
    id: MessageId
    kind: Support


@dataclass(frozen=True, slots=True)
class MessageFlagged:
    """A seat asked the moderators to look at a message; whose flag it was, nobody is told."""

    audience: ClassVar = DESK
    id: MessageId
    seat: SeatId


@dataclass(frozen=True, slots=True)
class MessageSettled:
    """A moderator has dealt with its flag."""

    audience: ClassVar = DESK
    id: MessageId


@dataclass(frozen=True, slots=True)
class MessagesWithdrawn:
    """Their author took these back; the words are gone."""

    audience: ClassVar = EVERYONE
    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class MessagesRetained:
    """Their author took these back when they were flagged: gone from every page but the desk's, for a while."""

    audience: ClassVar = EVERYONE
    ids: tuple[MessageId, ...]
    at: float


@dataclass(frozen=True, slots=True)
class MessagesTrimmed:
    """The oldest, beyond what a room holds; the words are gone."""

    audience: ClassVar = EVERYONE
    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class MessagesCleared:
    """All there were, when the floor is over; the words are gone."""

    audience: ClassVar = EVERYONE
    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class MessageHidden:
    """A moderator took it from the floor; the words stay, blurred, at the desk for two minutes."""

    audience: ClassVar = EVERYONE
    id: MessageId
    at: float


@dataclass(frozen=True, slots=True)
class MessageUnhidden:
    """A moderator put it back where it was."""

    audience: ClassVar = EVERYONE
    id: MessageId


@dataclass(frozen=True, slots=True)
class MessagesErased:
    """Off the floor for long enough, or settled: the words are gone, for the desk too."""

    audience: ClassVar = DESK
    ids: tuple[MessageId, ...]


Removal: TypeAlias = MessagesWithdrawn | MessagesTrimmed | MessagesCleared | MessagesErased
FlagEvent: TypeAlias = MessageFlagged | MessageSettled | MessagesRetained
MessageEvent: TypeAlias = MessageSaid | MessageSupported | MessageHidden | MessageUnhidden | FlagEvent | Removal
RoomEvent: TypeAlias = RoomOpened | Counted | PhaseChanged | VoiceChanged
Event: TypeAlias = RoomEvent | SeatEvent | MessageEvent | AsideEvent


@dataclass(frozen=True, slots=True)
class Decision:
    """What a command comes to: events, and the texts that belong to them."""

    events: tuple[Event, ...] = ()
    cells: Mapping[MessageId, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Record:
    """All events of one decision, and the beat in which it fell."""

    beat: int
    events: tuple[Event, ...]

    @property
    def dropped(self) -> tuple[MessageId, ...]:
        """The cells that go in the same step as this record comes."""
        return tuple(cell for event in self.events for cell in _dropped(event))


def _dropped(event: Event) -> Iterator[MessageId]:
    if isinstance(event, Removal):
        for gone in event.ids:
            yield from (gone, own_words(gone))
    elif isinstance(event, AsideRemoved | AsideEnded | ContactEvent):
        yield from event.ids
