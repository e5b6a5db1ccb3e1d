"""A real forum with open doors and taken seats: the programs as they ship, and cookies for everybody in the rooms.

The seats are written down as the door writes them down, without tickets: those are measured in `bench.attendance`.
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from forum.assemble import Services, assemble
from forum.attendance.domain import COOKIE, COOKIE_BYTES, SEAT_BYTES, Place, claim
from forum.attendance.store_sql import SqlSeats
from forum.ids import SeatId, SessionId
from forum.rooms.beat import LEAD
from forum.rooms.domain.schedule import schedule_of
from forum.sealing import keyed_hash
from forum.settings import Settings
from forum.storage.engine import Database, sqlite_url
from forum.tickets import base64url
from forum.web.folders import DOOR, prepare_both
from forum.web.identity import DESK_COOKIE, SEAT_COOKIE
from forum.web.people import new_passphrase
from tests.running import Running, free_port

BEAT = 1.0
"""The default."""
MOST_SOCKETS = 4000


@dataclass(frozen=True)
class LiveRoom:
    """One session with its doors open, and the cookies that lead into its room."""

    session: SessionId
    desk: str
    seats: list[str]

    @property
    def moment(self) -> float:
        """When in a beat its frames are due."""
        schedule = schedule_of(self.session, BEAT)
        return (schedule.offset + LEAD * BEAT) % BEAT


class House:
    """A data folder, and the door over it as often as it is wanted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port, issuer = free_port(), free_port()
        self._settings = Settings(
            data=folder / "data", door_port=self.port, issuer_port=issuer, beat=BEAT, max_sockets=MOST_SOCKETS
        )
        self.origin = self._settings.door_origin
        prepare_both(self._settings.data)

    def open(self, rooms: int, each: int) -> list[LiveRoom]:
        """So many rooms with so many seats each."""
        issuer = self._run("issuer", self._settings.issuer_port, None, {})
        try:
            services = assemble(self._settings)
            return [self._room(services, number, each) for number in range(rooms)]
        finally:
            issuer.stop()

    def _room(self, services: Services, number: int, seats: int) -> LiveRoom:
        now = datetime.now(UTC)
        session = services.sessions.plan(
            "An evening", now - timedelta(minutes=5), now + timedelta(hours=3), size=max(seats, 5), language="both"
        )
        services.sessions.open_doors(session.id)
        name, phrase = f"moderator-{number}", new_passphrase(services.chance)
        services.moderators.add(name, phrase)
        desk = f"{DESK_COOKIE}={services.moderators.sign_in(name, phrase)}"
        return LiveRoom(session.id, desk, self._seats(services, session.id, seats))

    def _seats(self, services: Services, session: SessionId, count: int) -> list[str]:
        store = SqlSeats(Database(sqlite_url(self._settings.data / DOOR / "door.sqlite3")))
        pepper = services.door._pepper(session)
        cookies = [secrets.token_bytes(COOKIE_BYTES) for _ in range(count)]
        for cookie in cookies:
            spent = claim(pepper, session, secrets.token_bytes(32), secrets.token_bytes(16))
            seat = SeatId(base64url.encode(secrets.token_bytes(SEAT_BYTES)))
            store.redeem(spent, Place(seat, keyed_hash(pepper, COOKIE, cookie)))
        return [f"{SEAT_COOKIE}={services.door._seal.wrap(cookie)}" for cookie in cookies]

    def start(self, core: int | None, environment: Mapping[str, str]) -> Running:
        """The door, listening."""
        return self._run("door", self.port, core, environment)

    def _run(self, program: str, port: int, core: int | None, environment: Mapping[str, str]) -> Running:
        settings = {
            "FORUM_DATA": str(self._settings.data),
            "FORUM_DOOR_PORT": str(self.port),
            "FORUM_ISSUER_PORT": str(self._settings.issuer_port),
            "FORUM_BEAT": str(BEAT),
            "FORUM_MAX_SOCKETS": str(MOST_SOCKETS),
        }
        running = Running(["-m", "forum", program], self._folder / f"{program}.log", {**settings, **environment})
        if core is not None:
            os.sched_setaffinity(running.process.pid, {core})
        running.wait_healthy(port)
        return running
