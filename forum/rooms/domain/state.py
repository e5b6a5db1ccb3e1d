"""What a room holds at one moment: a fold of its log, without a single word of what was said."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NewType, TypeAlias

from forum.ids import ModeratorId, SeatId

MessageId = NewType("MessageId", str)
"""A message, and the cell that holds its text: 8 characters of url-safe base64, random."""

Lang = Literal["en", "cy"]
Mode = Literal["listening", "speaking"]
Why = Literal["", "stop", "resting"]

NO_HANDLE = -1
"""Stands where a handle would, on a moderator's words."""


class Phase(StrEnum):
    """The parts of a session, in order; a pause comes between."""

    ARRIVING = "arriving"
    OPEN = "open"
    PAUSE = "pause"
    CLOSING = "closing"
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
    spoken: bool = False
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

    @property
    def hidden(self) -> bool:
        """Whether a moderator has taken it from the floor."""
        return self.hidden_at is not None


@dataclass(frozen=True, slots=True)
class State:
    """A whole room at one moment; `seats` that have spoken stand in the order in which they first did."""

    epoch: str = ""
    first: int = 0
    phase: Phase = Phase.ARRIVING
    why: Why = ""
    closing: bool = False
    """Whether the closing has begun, even where a pause has come into it."""
    seats: Mapping[SeatId, Seat] = field(default_factory=dict)
    counts: Mapping[Person, int] = field(default_factory=dict)
    messages: tuple[Message, ...] = ()

    def message(self, wanted: str) -> Message | None:
        """The message of that id, hidden or not."""
        return next((m for m in self.messages if m.id == wanted), None)

    def count(self, actor: Actor) -> int:
        """The number of the last command that was done for this actor."""
        return 0 if isinstance(actor, House) else self.counts.get(actor, 0)
