"""What has happened in a room; an event names texts by id and never holds one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from forum.ids import SeatId
from forum.rooms.domain.state import Lang, MessageId, Mode, Person, Phase, Why

Audience: TypeAlias = Literal["floor", "desk", "own"]

EVERYONE: frozenset[Audience] = frozenset({"floor", "desk"})
DESK: frozenset[Audience] = frozenset({"desk"})
OWN: frozenset[Audience] = frozenset({"own"})
OWN_AND_DESK: frozenset[Audience] = OWN | DESK
"""Who may be told of an event: those on the floor, those at the desk, the one whom it concerns."""


@dataclass(frozen=True, slots=True)
class RoomOpened:
    """The log begins: nobody is shown this, the epoch rides in every frame, and `first` is the number of the first."""

    audience: ClassVar = DESK
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
    """A seat that has not spoken has another handle."""

    audience: ClassVar = OWN
    seat: SeatId
    handle: int


@dataclass(frozen=True, slots=True)
class SeatKnown:
    """A seat spoke for the first time: from now on the desk knows that it is there."""

    audience: ClassVar = DESK
    seat: SeatId


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


@dataclass(frozen=True, slots=True)
class MessagesWithdrawn:
    """Their author took these back; the words are gone."""

    audience: ClassVar = EVERYONE
    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class MessagesTrimmed:
    """The oldest, beyond what a room holds; the words are gone."""

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
    """Hidden for two minutes: the words are gone, for the desk too."""

    audience: ClassVar = DESK
    ids: tuple[MessageId, ...]


@dataclass(frozen=True, slots=True)
class PhaseChanged:
    """The room is in another phase."""

    audience: ClassVar = EVERYONE
    phase: Phase
    why: Why = ""


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
    | SeatMuted
    | SeatUnmuted
    | SeatRemoved
    | SeatKnown
)
Removal: TypeAlias = MessagesWithdrawn | MessagesTrimmed | MessagesErased
MessageEvent: TypeAlias = MessageSaid | MessageHidden | MessageUnhidden | Removal
Event: TypeAlias = RoomOpened | Counted | PhaseChanged | SeatEvent | MessageEvent


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
        return tuple(i for e in self.events if isinstance(e, Removal) for i in e.ids)
