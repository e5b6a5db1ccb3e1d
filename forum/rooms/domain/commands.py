"""What may be asked of a room, as values that have been checked for shape but not for rights."""

from dataclasses import dataclass, field
from typing import TypeAlias

from forum.ids import SeatId
from forum.rooms.domain.state import AsideKind, Lang, MessageId, Mode, Note, Settled
from forum.rooms.domain.state import Support as SupportKind


@dataclass(frozen=True, slots=True)
class ChooseMode:
    """A member listens, or speaks."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class Say:
    """Somebody says something, perhaps in answer, perhaps with a note of what it is about; words are already clean."""

    lang: Lang
    text: str = field(repr=False)
    to: MessageId | None = None
    note: Note | None = None
    own: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Support:
    """A member sends a small supportive reply."""

    id: MessageId
    kind: SupportKind


@dataclass(frozen=True, slots=True)
class Flag:
    """A member asks the moderators to look at a message."""

    id: MessageId


@dataclass(frozen=True, slots=True)
class Withdraw:
    """A member takes one of their messages back, from the floor or from their aside."""

    id: MessageId


@dataclass(frozen=True, slots=True)
class WithdrawAll:
    """A member takes back everything they said: on the floor, in their aside, and a contact."""


@dataclass(frozen=True, slots=True)
class PauseSeat:
    """A member goes on a pause."""


@dataclass(frozen=True, slots=True)
class ResumeSeat:
    """A member comes back from a pause."""


@dataclass(frozen=True, slots=True)
class DrawHandle:
    """A member whose name has not been seen, or who may, asks for another one for tonight."""


@dataclass(frozen=True, slots=True)
class RaiseHand:
    """A member raises a hand."""


@dataclass(frozen=True, slots=True)
class LowerHand:
    """A member lowers their hand, or a moderator that of a seat."""

    seat: SeatId | None = None


@dataclass(frozen=True, slots=True)
class SayAside:
    """Words between a member and the moderators alone; a moderator names the seat."""

    lang: Lang
    text: str = field(repr=False)
    kind: AsideKind | None = None
    seat: SeatId | None = None


@dataclass(frozen=True, slots=True)
class EndAside:
    """A member ends their aside, or a moderator that of a seat; its words are erased."""

    seat: SeatId | None = None


@dataclass(frozen=True, slots=True)
class SeeAside:
    """A moderator has seen what a seat said quietly, up to the message that is the newest on their page."""

    seat: SeatId
    id: MessageId


@dataclass(frozen=True, slots=True)
class GiveContact:
    """A member says where they are, or how to reach them, so that the moderators can get help."""

    lang: Lang
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TakeContact:
    """A member takes their contact back."""


@dataclass(frozen=True, slots=True)
class SettleContact:
    """A moderator has passed a contact on, or does not need it."""

    seat: SeatId
    how: Settled


@dataclass(frozen=True, slots=True)
class SettleMessage:
    """A moderator has dealt with a flag."""

    id: MessageId


@dataclass(frozen=True, slots=True)
class OneVoice:
    """A moderator has one voice speak at a time, or lets everybody."""

    on: bool


@dataclass(frozen=True, slots=True)
class GiveTurn:
    """A moderator gives a seat the word."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class EndTurn:
    """A moderator takes the word back from whoever has it."""


@dataclass(frozen=True, slots=True)
class GrantHandle:
    """A moderator lets a seat draw another name, once."""

    seat: SeatId


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
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StayRoom:
    """A moderator ends the floor after the closing, and stays for asides."""


@dataclass(frozen=True, slots=True)
class CloseRoom:
    """A moderator, or the house, closes the room for good; over an open contact only if `confirmed`."""

    confirmed: bool = False


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
    """The house does what is due: no moderator has been there for `alone` seconds, and `connected` have a line now."""

    alone: float
    connected: frozenset[SeatId] = frozenset()


OwnSeat: TypeAlias = Enter | ChooseMode | PauseSeat | ResumeSeat | DrawHandle | RaiseHand
Words: TypeAlias = Say | Support | Flag | Withdraw | WithdrawAll
Quietly: TypeAlias = SayAside | EndAside | GiveContact | TakeContact
MemberCommand: TypeAlias = OwnSeat | Words | Quietly | LowerHand
OfRoom: TypeAlias = OpenRoom | StopRoom | EndRoom | StayRoom | CloseRoom
Turns: TypeAlias = LowerHand | OneVoice | GiveTurn | EndTurn
OfSeats: TypeAlias = Mute | Unmute | Remove | GrantHandle | SayAside | SeeAside | EndAside | SettleContact
OfMessages: TypeAlias = Say | Hide | Unhide | SettleMessage
ModeratorCommand: TypeAlias = OfRoom | Turns | OfSeats | OfMessages
Command: TypeAlias = MemberCommand | ModeratorCommand | Tidy
