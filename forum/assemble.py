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
from forum.ids import ModeratorId, SeatId, SessionId, TermId
from forum.information.films import Films
from forum.information.service import Information
from forum.information.store_sql import SqlForceTexts
from forum.information.texts import FOLDER as TEXTS
from forum.information.texts import read_both
from forum.locker.editions import Editions, Pace
from forum.locker.issuer_board import IssuerBoard
from forum.locker.service import Locker
from forum.locker.store_sql import SqlBoxes
from forum.moderation.pace_memory import MemoryPace
from forum.moderation.passphrases import Argon2Passphrases
from forum.moderation.ports import Desks
from forum.moderation.service import Moderators
from forum.moderation.store_sql import SqlModerators
from forum.rooms.beat import Beats
from forum.rooms.details import data
from forum.rooms.details.gate import Gate
from forum.rooms.details.keeper import Places
from forum.rooms.details.store_sql import SqlPlaces
from forum.rooms.domain.handles import HANDLES
from forum.rooms.service import Rooms
from forum.rooms.store_memory import MemoryRoomLog
from forum.sessions.issuer_client import IssuerClient
from forum.sessions.issuer_line import IssuerLine
from forum.sessions.service import Sessions
from forum.sessions.store_sql import SqlSessions
from forum.settings import Settings
from forum.signposting.directory import read_directory
from forum.signposting.domain import Directory
from forum.storage.engine import Database, sqlite_url, upgrade
from forum.storage.seal import CookieSeal, read_keys
from forum.storage.secret_files import read_or_make
from forum.web.allowance import Allowance, failures
from forum.web.folders import COOKIE_KEYS, DESK_PEPPER, DOOR, service_key
from forum.web.identity import DESK_COOKIE, SEAT_COOKIE, Identity
from forum.web.lines import Lines
from forum.web.offload import off_loop


@dataclass(frozen=True, slots=True)
class Services:
    """What views and handlers need."""

    settings: Settings
    clock: Clock
    chance: Chance
    sessions: Sessions
    door: Door
    locker: Locker
    locker_failures: Allowance
    rooms: Rooms
    beats: Beats
    lines: Lines
    moderators: Moderators
    directory: Directory
    information: Information
    films: Films
    places: Places

    @property
    def details(self) -> Mapping[str, object]:
        """What the page needs to look for identifying details by itself."""
        return {"patterns": data(), "places": self.places.all()}

    @property
    def handles(self) -> tuple[tuple[str, str], ...]:
        """Every handle in English and Welsh; the wire carries a place in this list."""
        return HANDLES

    def identify(self, cookies: Mapping[str, str]) -> Identity:
        """Whose cookies these are; nobody's, where they lead to no live seat and no moderator."""
        seat, desk = cookies.get(SEAT_COOKIE), cookies.get(DESK_COOKIE)
        moderator = self.moderators.signed_in(desk) if desk else None
        return Identity(
            self.door.seat_of(seat) if seat else None,
            moderator,
            self.moderators.sign_in_of(desk) if desk and moderator else None,
        )


@dataclass(frozen=True, slots=True)
class LiveDesks:
    """The port `Desks` over the rooms' connections and the lines that carry them."""

    beats: Beats
    lines: Lines

    def leave(self, moderator: ModeratorId) -> None:
        """Ends every connection of the moderator."""
        self.beats.sign_out(moderator)
        self.lines.end(moderator)

    def sign_ins(self) -> set[bytes]:
        """The hashes of the sign-ins by which anybody is connected."""
        return self.lines.sign_ins()

    def end(self, sign_ins: set[bytes]) -> None:
        """Ends every connection that was made by one of these sign-ins."""
        self.lines.end(*sign_ins)


def assemble(settings: Settings, clock: Clock | None = None, chance: Chance | None = None) -> Services:
    """The door over its own folder and one SQLite file; raises FolderFault."""
    clock, chance = clock or SystemClock(), chance or SystemChance()
    secret = service_key(settings.data, DOOR)
    database = Database(sqlite_url(settings.data / DOOR / "door.sqlite3"), off_loop)
    upgrade(database, "door")
    store = SqlSessions(database)
    issuer = IssuerClient(settings.issuer_origin, settings.door_origin, secret, off_loop)

    lines = Lines()

    # Rooms, sessions and the door need one another: these are called long after all of them are there.
    def leave_room(session: SessionId, seat: SeatId) -> None:
        beats.leave(session, seat)
        lines.end((session, seat))

    def send_away(session: SessionId, seat: SeatId) -> None:
        beats.send_away(session, seat)
        lines.end((session, seat))

    def end_room(session: SessionId) -> None:
        beats.end(session)

    def forget_room(session: SessionId) -> None:
        beats.forget(session)

    door = _door(settings, database, store, leave_room, send_away, chance)
    locker = _locker(settings, database, store, IssuerLine(settings.issuer_origin, secret, off_loop), clock, chance)
    rooms = Rooms(MemoryRoomLog(), door, chance, pace=settings.pace, beat=settings.beat)
    sessions = Sessions(store, issuer, door, end_room, forget_room, locker.forget, clock, chance)
    places = Places(SqlPlaces(database))
    beats = Beats(rooms, sessions, clock, chance, sessions.close, Gate(sessions.stops_details, places.all))
    moderators = _moderators(settings, database, LiveDesks(beats, lines), clock, chance)
    live = (sessions, door, locker, failures(clock), rooms, beats, lines, moderators)
    return Services(settings, clock, chance, *live, read_directory(), *_told(settings, database, clock), places)


def _told(settings: Settings, database: Database, clock: Clock) -> tuple[Information, Films]:
    information = Information(read_both(TEXTS), SqlForceTexts(database), lambda: clock.now().date())
    return information, Films(settings.bsl_folder)


def _door(
    settings: Settings,
    database: Database,
    store: SqlSessions,
    leave_room: LeaveRoom,
    send_away: LeaveRoom,
    chance: Chance,
) -> Door:
    folder = settings.data / DOOR
    return Door(
        store,
        BlindTickets(settings.issuer_origin, settings.door_origin),
        FilePeppers[SessionId](folder / "peppers", chance, off_loop),
        SqlSeats(database),
        CookieSeal(read_keys(folder / COOKIE_KEYS), "seat"),
        leave_room,
        send_away,
        chance,
    )


def _locker(
    settings: Settings, database: Database, store: SqlSessions, issuer: IssuerLine, clock: Clock, chance: Chance
) -> Locker:
    peppers = FilePeppers[TermId](settings.data / DOOR / "lockers", chance, off_loop)
    boxes, pace = SqlBoxes(database), Pace(settings.locker_every, settings.locker_every_ahead)
    return Locker(store, peppers, boxes, Editions(store, boxes, IssuerBoard(issuer), clock, chance, pace))


def _moderators(settings: Settings, database: Database, desks: Desks, clock: Clock, chance: Chance) -> Moderators:
    folder = settings.data / DOOR
    return Moderators(
        SqlModerators(database),
        Argon2Passphrases(off_loop),
        MemoryPace(clock),
        gevent.sleep,
        CookieSeal(read_keys(folder / COOKIE_KEYS), "desk"),
        read_or_make(folder / DESK_PEPPER, lambda: chance.token(32)),
        desks,
        clock,
        chance,
    )
