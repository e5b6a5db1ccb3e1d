"""What the door and the issuer tell each other in service calls: sessions, sheets of cards, editions of a locker."""

from dataclasses import dataclass
from datetime import datetime

from forum.ids import SessionId


@dataclass(frozen=True, slots=True)
class AnnouncedSession:
    """A session as the door announces it to the issuer."""

    session: SessionId
    opens: datetime
    collecting_closes: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """The invitation code on a card and the cancel code on its stub, both canonical."""

    code: str
    cancel: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Cards that were made together, and the code that cancels all of them."""

    code: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class AnnouncedEdition:
    """The number of a locker's edition, and the SHA-256 of all its boxes in hexadecimal."""

    number: int
    digest: str
