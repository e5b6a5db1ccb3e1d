"""Joins the door's parts; the only place that knows which adapter stands behind which port."""

from collections.abc import Mapping
from dataclasses import dataclass

import gevent

from forum.attendance.peppers import FilePeppers
from forum.attendance.ports import LeaveRoom
from forum.attendance.service import Door
from forum.attendance.store_sql import SqlSeats
from forum.attendance.tickets import BlindTickets
from forum.clock import Chance, Clock, SystemChance, SystemClock
from forum.ids import SeatId, SessionId
from forum.moderation.pace_memory import MemoryPace
from forum.moderation.passphrases import Argon2Passphrases
from forum.moderation.ports import LeaveDesks
from forum.moderation.service import Moderators
from forum.moderation.store_sql import SqlModerators
from forum.rooms.beat import Beats
from forum.rooms.domain.handles import HANDLES
from forum.rooms.service import Rooms
from forum.rooms.store_memory import MemoryRoomLog
from forum.sessions.issuer_client import IssuerClient
from forum.sessions.service import Sessions
from forum.sessions.store_sql import SqlSessions
from forum.settings import Settings
from forum.signposting.directory import read_directory
from forum.signposting.domain import Directory
from forum.storage.engine import Database, sqlite_url, upgrade
from forum.storage.seal import Seal, read_keys
from forum.storage.secret_files import read_or_make
from forum.web.folders import COOKIE_KEYS, DESK_PEPPER, DOOR, service_key
from forum.web.identity import DESK_COOKIE, SEAT_COOKIE, Identity
from forum.web.offload import off_loop


@dataclass(frozen=True, slots=True)
class Services:
    """What views and handlers need."""

    settings: Settings
    clock: Clock
    chance: Chance
    sessions: Sessions
    door: Door
    rooms: Rooms
    beats: Beats
    moderators: Moderators
    directory: Directory

    @property
    def handles(self) -> tuple[tuple[str, str], ...]:
        """Every handle in English and Welsh; the wire carries a place in this list."""
        return HANDLES

    def identify(self, cookies: Mapping[str, str]) -> Identity:
        """Whose cookies these are; nobody's, where they lead to no live seat and no moderator."""
        seat, desk = cookies.get(SEAT_COOKIE), cookies.get(DESK_COOKIE)
        return Identity(
            self.door.seat_of(seat) if seat else None,
            self.moderators.signed_in(desk) if desk else None,
        )


def assemble(settings: Settings, clock: Clock | None = None, chance: Chance | None = None) -> Services:
    """The door over its own folder and one SQLite file; raises FolderFault."""
    clock, chance = clock or SystemClock(), chance or SystemChance()
    secret = service_key(settings.data, DOOR)
    database = Database(sqlite_url(settings.data / DOOR / "door.sqlite3"), off_loop)
    upgrade(database, "door")
    store = SqlSessions(database)
    issuer = IssuerClient(settings.issuer_origin, settings.door_origin, secret, off_loop)

    # Rooms, sessions and the door need one another: these two are called long after all of them are there.
    def leave_room(session: SessionId, seat: SeatId) -> None:
        beats.leave(session, seat)

    def forget_room(session: SessionId) -> None:
        beats.forget(session)

    door = _door(settings, database, store, leave_room, chance)
    rooms = Rooms(MemoryRoomLog(), door, chance, pace=settings.pace, beat=settings.beat)
    sessions = Sessions(store, issuer, door, forget_room, clock, chance)
    beats = Beats(rooms, sessions, clock, chance, sessions.close)
    moderators = _moderators(settings, database, beats.sign_out, clock, chance)
    return Services(settings, clock, chance, sessions, door, rooms, beats, moderators, read_directory())


def _door(settings: Settings, database: Database, store: SqlSessions, leave_room: LeaveRoom, chance: Chance) -> Door:
    folder = settings.data / DOOR
    return Door(
        store,
        BlindTickets(settings.issuer_origin, settings.door_origin),
        FilePeppers(folder / "peppers", chance, off_loop),
        SqlSeats(database),
        Seal(read_keys(folder / COOKIE_KEYS), "seat"),
        leave_room,
        chance,
    )


def _moderators(
    settings: Settings, database: Database, leave_desks: LeaveDesks, clock: Clock, chance: Chance
) -> Moderators:
    folder = settings.data / DOOR
    return Moderators(
        SqlModerators(database),
        Argon2Passphrases(off_loop),
        MemoryPace(clock),
        gevent.sleep,
        Seal(read_keys(folder / COOKIE_KEYS), "desk"),
        read_or_make(folder / DESK_PEPPER, lambda: chance.token(32)),
        leave_desks,
        clock,
        chance,
    )
