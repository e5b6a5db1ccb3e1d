"""A locker over its real store, next to a real issuer, and a board on which editions are announced."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from forum.attendance.peppers import FilePeppers
from forum.clock import SystemChance
from forum.ids import TermId
from forum.locker.domain import BOX_BYTES, Edition, digest_of
from forum.locker.editions import Editions, Pace
from forum.locker.ports import Issuer
from forum.locker.service import Locker
from forum.locker.store_sql import SqlBoxes
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession
from forum.sessions.plans import TermPlan, Times
from forum.sessions.ports import ForgetLocker
from forum.sessions.service import Sessions
from forum.sessions.store_sql import SqlSessions
from forum.storage.door_schema import locker
from forum.storage.engine import Database
from forum.tickets.service_calls import AnnouncedEdition
from tests.clocks import NOW, MovableClock
from tests.sessions.parts import House

EVERY = 300.0
AHEAD = 3600.0
LEAST = 18
"""How many boxes a locker of twelve seats has at least."""


class Board:
    """The port `Issuer` without a wire: takes higher numbers only; can be away, or lose its answer."""

    def __init__(self) -> None:
        self.told: dict[TermId, list[AnnouncedEdition]] = {}
        self.away = False
        self.away_for: set[TermId] = set()
        self.loses_answers = False

    def locker(self, term: TermId) -> AnnouncedEdition | None:
        self._answer(self.away or term in self.away_for)
        return self.told.get(term, [None])[-1]  # type: ignore[list-item]

    def announce_locker(self, term: TermId, number: int, digest: str) -> None:
        before = self.locker(term)
        self._answer(before is not None and number <= before.number)
        self.told.setdefault(term, []).append(AnnouncedEdition(number, digest))
        self._answer(self.loses_answers)

    def agrees(self, term: TermId, edition: Edition) -> bool:
        """Whether this is exactly what was announced last."""
        return self.told[term][-1] == AnnouncedEdition(edition.number, digest_of(edition.boxes))

    @staticmethod
    def _answer(fails: bool) -> None:
        if fails:
            raise Refused(RefusalCode.ISSUER_AWAY)


def a_box() -> bytes:
    """Bytes like those of a sealed box."""
    return secrets.token_bytes(BOX_BYTES)


def locker_over(folder: Path, board: Issuer | None = None, clock: MovableClock | None = None) -> Locker:
    """A locker over this data folder; another process may have another one."""
    database = Database(f"sqlite:///{folder / 'door' / 'door.sqlite'}")
    peppers = FilePeppers[TermId](folder / "door" / "lockers", SystemChance())
    terms, boxes, pace = SqlSessions(database), SqlBoxes(database), Pace(EVERY, AHEAD)
    editions = Editions(terms, boxes, board or Board(), clock or MovableClock(), SystemChance(), pace)
    return Locker(terms, peppers, boxes, editions)


def apart(boxes: bytes) -> set[bytes]:
    """The boxes of an edition one by one."""
    return {boxes[at : at + BOX_BYTES] for at in range(0, len(boxes), BOX_BYTES)}


def boxes_of(database: Database, term: TermId) -> dict[bytes, bytes]:
    """Every box that somebody put in, by its nonce's hash, shown or not."""
    return _boxes(database, term, filler=False)


def fillers_of(database: Database, term: TermId) -> dict[bytes, bytes]:
    """Every filler, by its nonce."""
    return _boxes(database, term, filler=True)


def _boxes(database: Database, term: TermId, filler: bool) -> dict[bytes, bytes]:
    wanted = select(locker.c.nonce, locker.c.box).where(locker.c.term == term, locker.c.filler == filler)
    return database.read(lambda c: {row.nonce: row.box for row in c.execute(wanted)})


@dataclass
class Cloakroom(House):
    """A house with its locker."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.board = Board()
        self.locker = locker_over(self.folder, self.board, self.clock)
        self.database = Database(f"sqlite:///{self.folder / 'door' / 'door.sqlite'}")
        self.boxes = SqlBoxes(self.database)
        self.sessions = self.sessions_with(self.locker.forget)

    def sessions_with(self, forget_locker: ForgetLocker) -> Sessions:
        """The sessions, which forget their locker so."""
        rooms = self.rooms_ended.append, self.rooms_forgotten.append
        return Sessions(self.store, self.issuer, self.seats, *rooms, forget_locker, self.clock, SystemChance())

    def plan_two(self) -> list[ForumSession]:
        """Two evenings that the same cards are good for."""
        starts = (NOW + timedelta(days=day) for day in (1, 8))
        times = tuple(Times(start, start + timedelta(hours=2)) for start in starts)
        return self.sessions.plan_term(TermPlan("Evenings", times, 12, "both"))

    def put(self, session: ForumSession, box: bytes | None = None) -> bytes:
        """Collects with a fresh card and puts a box in; returns it."""
        box = box or a_box()
        self.locker.deposit(session.term, self.issuer.locker_ticket(session), box)
        return box

    def kept(self, session: ForumSession) -> dict[bytes, bytes]:
        """Every box that somebody put in, shown or not."""
        return boxes_of(self.database, session.term)

    def all_shown(self, session: ForumSession) -> set[bytes]:
        """Every box of the newest edition, fillers too."""
        return apart(self.locker.edition(session.term).boxes)

    def shown(self, session: ForumSession) -> set[bytes]:
        """Every box of the newest edition that somebody put in."""
        return self.all_shown(session) & set(self.kept(session).values())
