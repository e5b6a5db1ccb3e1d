"""A door over its real store, next to a real issuer."""

from dataclasses import dataclass
from pathlib import Path

from forum.attendance.peppers import FilePeppers
from forum.attendance.service import Door
from forum.attendance.store_sql import SqlSeats
from forum.attendance.tickets import BlindTickets
from forum.clock import SystemChance
from forum.ids import SeatId, SessionId
from forum.sessions.domain import ForumSession
from forum.sessions.service import Sessions
from forum.sessions.store_sql import SqlSessions
from forum.settings import Settings
from forum.storage.engine import Database
from forum.storage.seal import CookieSeal, read_keys
from tests.sessions.parts import House

SECRET = b"0123456789abcdef"


Gone = list[tuple[SessionId, SeatId]]


def door_over(folder: Path, left: Gone | None = None, sent_away: Gone | None = None) -> Door:
    """A door over this data folder; another process may have another one."""
    settings, chance = Settings(data=folder), SystemChance()
    database = Database(f"sqlite:///{folder / 'door' / 'door.sqlite'}")
    gone: Gone = [] if left is None else left
    replaced: Gone = [] if sent_away is None else sent_away
    return Door(
        SqlSessions(database),
        BlindTickets(settings.issuer_origin, settings.door_origin),
        FilePeppers(folder / "door" / "peppers", chance),
        SqlSeats(database),
        CookieSeal(read_keys(folder / "door" / "cookie.keys"), "seat"),
        lambda session, seat: gone.append((session, seat)),
        lambda session, seat: replaced.append((session, seat)),
        chance,
    )


@dataclass
class Entrance(House):
    """A house with its door."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.left: Gone = []
        self.sent_away: Gone = []
        self.door = door_over(self.folder, self.left, self.sent_away)
        self.sessions = Sessions(
            self.store,
            self.issuer,
            self.door,
            self.rooms_ended.append,
            self.rooms_forgotten.append,
            self.lockers_forgotten.append,
            self.clock,
            SystemChance(),
        )

    def open(self, size: int = 12) -> ForumSession:
        made = self.plan(size=size)
        self.sessions.open_doors(made.id)
        return made
