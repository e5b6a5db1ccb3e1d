"""What may be asked of a room, as values that have been checked for shape but not for rights."""

from dataclasses import dataclass
from typing import TypeAlias

from forum.ids import SeatId
from forum.rooms.domain.state import Lang, MessageId, Mode


@dataclass(frozen=True, slots=True)
class ChooseMode:
    """A member listens, or speaks."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class Say:
    """Somebody says something; the text is already clean."""

    lang: Lang
    text: str


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A member takes one of their messages back."""

    id: MessageId


@dataclass(frozen=True, slots=True)
class WithdrawAll:
    """A member takes back everything they said."""


@dataclass(frozen=True, slots=True)
class PauseSeat:
    """A member goes on a pause."""


@dataclass(frozen=True, slots=True)
class ResumeSeat:
    """A member comes back from a pause."""


@dataclass(frozen=True, slots=True)
class DrawHandle:
    """A member who has not spoken asks for another name for tonight."""


@dataclass(frozen=True, slots=True)
class OpenRoom:
    """A moderator opens the floor."""


@dataclass(frozen=True, slots=True)
class StopRoom:
    """A moderator stops everything, at once."""


@dataclass(frozen=True, slots=True)
class EndRoom:
    """A moderator begins the closing, with last words or without (empty text)."""

    lang: Lang
    text: str


@dataclass(frozen=True, slots=True)
class CloseRoom:
    """A moderator, or the house, closes the room for good."""


@dataclass(frozen=True, slots=True)
class Hide:
    """A moderator takes a message from the floor."""

    id: MessageId


@dataclass(frozen=True, slots=True)
class Unhide:
    """A moderator puts a hidden message back."""

    id: MessageId


@dataclass(frozen=True, slots=True)
class Mute:
    """A moderator asks a seat to listen for now."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class Unmute:
    """A moderator lets a seat speak again."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class Remove:
    """A moderator closes a seat for tonight."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class Enter:
    """A seat is taken in; the same seat again changes nothing."""


@dataclass(frozen=True, slots=True)
class Tidy:
    """The house erases what is due, and rests when no moderator has been there for `alone` seconds."""

    alone: float


MemberCommand: TypeAlias = ChooseMode | Say | Withdraw | WithdrawAll | PauseSeat | ResumeSeat | DrawHandle | Enter
ModeratorCommand: TypeAlias = OpenRoom | StopRoom | EndRoom | CloseRoom | Say | Hide | Unhide | Mute | Unmute | Remove
Command: TypeAlias = MemberCommand | ModeratorCommand | Tidy
