"""What a room holds at one moment: a fold of its log, without a single word of what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NewType, TypeAlias, get_args

from forum.ids import ModeratorId, SeatId

MessageId = NewType("MessageId", str)
"""A message, and the cell that holds its text: 8 characters of url-safe base64, random; asides and contacts too."""

Lang = Literal["en", "cy"]
Mode = Literal["listening", "speaking"]
Why = Literal["", "stop", "resting"]

Support = Literal["with-you", "believe", "thank-you", "same-here", "strength"]
Note = Literal["violence", "sexual", "children", "self-harm", "death", "police", "other"]
AsideKind = Literal["need", "someone-here"]
Speaker = Literal["seat", "desk"]
Settled = Literal["passed", "not-needed"]

SUPPORTS: tuple[Support, ...] = get_args(Support)
"""The small supportive replies, in the order in which they are always told."""
NOTES: tuple[Note, ...] = get_args(Note)
"""What a message may say that it is about, before it is opened."""
KINDS: tuple[AsideKind, ...] = get_args(AsideKind)
"""What may be said to the moderators with one tap."""

NO_HANDLE = -1
"""Stands where a handle would, on a moderator's words."""


class Phase(StrEnum):
    """The parts of a session, in order; a pause comes between."""

    ARRIVING = "arriving"
    OPEN = "open"
    PAUSE = "pause"
    CLOSING = "closing"
    STAYING = "staying"
    CLOSED = "closed"


SPEAKING = (Phase.OPEN, Phase.CLOSING)
"""When members may speak, and so when a moderator must be there."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who attends, known by the seat alone."""

    seat: SeatId


@dataclass(frozen=True, slots=True)
class Moderator:
    """A moderator, at the desk."""

    moderator: ModeratorId


@dataclass(frozen=True, slots=True)
class House:
    """The room itself, which tidies up, rests, and closes when its session does."""


Person: TypeAlias = Member | Moderator
Actor: TypeAlias = Member | Moderator | House


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat in the room; nobody but its owner, and in part the desk, ever learns of it."""

    id: SeatId
    handle: int
    mode: Mode = "listening"
    paused: bool = False
    muted: bool = False
    removed: bool = False
    known: bool = False
    """Whether the desk knows of it, and its handle stays."""
    granted: bool = False
    """Whether it may draw another handle all the same, once."""
    hand: int = 0
    """Its place among the raised hands; 0 while it is down."""
    contact: Literal["", "given", "passed", "not-needed"] = ""
    said_at: float | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Something said; its words are in a cell of their own."""

    id: MessageId
    seat: SeatId | None
    handle: int
    lang: Lang
    size: int
    at: float
    hidden_at: float | None = None
    haze: float = 1.0
    """How long its coarse ages last, beside what is usual: drawn for each message, and told to nobody."""
    to: MessageId | None = None
    note: Note | None = None
    sup: frozenset[Support] = frozenset()
    flagged: bool = False
    flaggers: frozenset[SeatId] = frozenset()
    """Whose flags it had: nobody is told, and a second one of the same seat changes nothing."""
    withdrawn_at: float | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether its author took it back, and the desk has it until it is settled because it was flagged."""
        return self.withdrawn_at is not None

    @property
    def hidden(self) -> bool:
        """Whether it is taken from the floor, by a moderator or by its author."""
        return self.hidden_at is not None or self.withdrawn


@dataclass(frozen=True, slots=True)
class AsideMessage:
    """Something said quietly, between one seat and the moderators."""

    id: MessageId
    who: Speaker
    lang: Lang
    at: float
    haze: float = 1.0
    kind: AsideKind | None = None
    seen: bool = False
    """Whether a moderator has seen it; of what the desk said itself, always."""


@dataclass(frozen=True, slots=True)
class Thread:
    """One seat's open aside."""

    messages: tuple[AsideMessage, ...] = ()
    late: bool = False
    """Whether something has waited too long for a moderator to see it."""
    up: bool = False
    """Whether the seat's page is connected; known only while the aside holds words of the seat."""

    @property
    def of_seat(self) -> bool:
        """Whether the seat has written in it: who was only written to has told nobody that they are there."""
        return any(m.who == "seat" for m in self.messages)

    def up_to(self, wanted: str) -> tuple[AsideMessage, ...]:
        """The messages up to this one, and with it; none where it is not there."""
        ids = [m.id for m in self.messages]
        return self.messages[: ids.index(MessageId(wanted)) + 1] if wanted in ids else ()

    @property
    def unseen_since(self) -> float | None:
        """Since when the oldest has waited to be seen; None where all is seen."""
        return next((m.at for m in self.messages if not m.seen), None)

    @property
    def unseen(self) -> bool:
        """Whether something has not been seen."""
        return self.unseen_since is not None


@dataclass(frozen=True, slots=True)
class Contact:
    """A place or a number that a member gave, so that the moderators can get help."""

    id: MessageId
    lang: Lang


def own_words(message: MessageId) -> MessageId:
    """The cell that holds a content note's own words, which go when the message's do."""
    return MessageId(f"{message}.own")


@dataclass(frozen=True, slots=True)
class State:
    """A whole room at one moment; `seats` that are known stand in the order in which they became so."""

    epoch: str = ""
    first: int = 0
    phase: Phase = Phase.ARRIVING
    why: Why = ""
    closing: bool = False
    """Whether the closing has begun, even where a pause has come into it."""
    until: float = 0.0
    """When the time after the closing is over."""
    one: bool = False
    """Whether one voice speaks at a time: `turn`, or nobody."""
    turn: SeatId | None = None
    away: bool = False
    """Whether no moderator is connected."""
    seats: Mapping[SeatId, Seat] = field(default_factory=dict)
    shown: frozenset[int] = frozenset()
    """The handles that were ever seen."""
    asides: Mapping[SeatId, Thread] = field(default_factory=dict)
    contacts: Mapping[SeatId, Contact] = field(default_factory=dict)
    counts: Mapping[Person, int] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()

    def message(self, wanted: str) -> Message | None:
        """The message of that id, hidden or not."""
        return next((m for m in reversed(self.messages) if m.id == wanted), None)

    def count(self, actor: Actor) -> int:
        """The number of the last command that was done for this actor."""
        return 0 if isinstance(actor, House) else self.counts.get(actor, 0)
