"""A real issuer inside the test, a clock that the test moves, and people who collect tickets."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from forum.clock import SystemChance
from forum.ids import SessionId, TermId
from forum.issuer.assemble import assemble_issuer
from forum.issuer.domain import Count as KeptCount
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import Count, ForumSession, Tally
from forum.sessions.plans import TermPlan, Times
from forum.sessions.service import Sessions
from forum.sessions.store_sql import SqlSessions
from forum.settings import Settings
from forum.storage.engine import Database, sqlite_url, upgrade
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList
from forum.tickets.service_calls import AnnouncedSession, Sheet
from tests.clocks import NOW, MovableClock
from tests.tickets.client import LOCKER, ask

SECRET = "5e" * 32
MANY = 1000
USUAL = {"size": 12, "language": "both"}


class NearIssuer:
    """The port `Issuer` over the real issuer, without a wire; can be away."""

    def __init__(self, settings: Settings, clock: MovableClock) -> None:
        folder = settings.data / "issuer"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "service.key").write_text(SECRET)
        self.real = assemble_issuer(settings, clock).issuer
        self.away = False
        self.forging = False
        self.closed: list[SessionId] = []
        self.ended: list[TermId] = []

    def make_term(self, sessions: Sequence[AnnouncedSession]) -> KeyList:
        self._answer()
        return self.real.make_term(sessions)

    def make_cards(self, term: TermId, count: int, most: int) -> Sheet:
        self._answer()
        return self.real.make_cards(term, count, most)

    def cancel(self, code: str) -> int:
        self._answer()
        return self.real.cancel(code)

    def few(self, session: SessionId) -> bool:
        self._answer()
        return self.real.few(session)

    def collected(self, session: SessionId) -> Count:
        self._answer()
        return self._said(self.real.collected(session))

    def close(self, session: SessionId) -> Count:
        self._answer()
        self.closed.append(session)
        return self._said(self.real.close(session))

    def end_term(self, term: TermId) -> None:
        self._answer()
        self.ended.append(term)
        self.real.end_term(term)

    def _said(self, count: KeptCount) -> Count:
        signature = count.signature or b""
        return Count(count.collected, bytes(len(signature)) if self.forging else signature)

    def _answer(self) -> None:
        if self.away:
            raise Refused(RefusalCode.ISSUER_AWAY)

    def ticket(self, session: ForumSession) -> bytes:
        """A fresh card's ticket for the session, collected as a page does; raises Refused."""
        return self.tickets(session.term, self.real.make_cards(session.term, 1, MANY).cards[0].code)[session.id]

    def locker_ticket(self, session: ForumSession) -> bytes:
        """A fresh card's ticket for the locker, which the page asks for last."""
        return self.tickets(session.term, self.real.make_cards(session.term, 1, MANY).cards[0].code)[LOCKER]

    def tickets(self, term: TermId, code: str) -> dict[SessionId, bytes]:
        """What a card gives now: a ticket for each session whose collecting is open."""
        keylist = KeyList.from_bytes(self.real.keylist(term))
        pending = [one for one in ask(keylist) if one.entry.session not in self.real.counts(term)]
        answers = self.real.collect(code, [TokenRequest.from_bytes(one.request) for one in pending])
        return {one.entry.session: one.token(raw).to_bytes() for one, raw in zip(pending, answers, strict=True)}


def a_database(folder: Path) -> Database:
    """The door's database, up to date."""
    database = Database(sqlite_url(folder / "door" / "door.sqlite"))
    upgrade(database)
    return database


class NoSeats:
    """Attendance where nobody comes: remembers what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, SessionId]] = []
        self.counts: Tally | None = Tally(0, 0)

    def open(self, session: SessionId) -> None:
        self.calls.append(("open", session))

    def opened(self, session: SessionId) -> bool:
        return [call for call in self.calls if call[1] == session][-1:] == [("open", session)]

    def shut(self, session: SessionId) -> None:
        self.calls.append(("shut", session))

    def tally(self, session: SessionId) -> Tally | None:
        return self.counts

    def forget(self, session: SessionId) -> None:
        self.calls.append(("forget", session))
        self.counts = None


@dataclass
class House:
    """Sessions over a real store and a real issuer, with no rooms."""

    folder: Path
    clock: MovableClock = field(default_factory=MovableClock)

    def __post_init__(self) -> None:
        self.issuer = NearIssuer(Settings(data=self.folder), self.clock)
        self.store = SqlSessions(a_database(self.folder))
        self.seats = NoSeats()
        self.rooms_ended: list[SessionId] = []
        self.rooms_forgotten: list[SessionId] = []
        self.lockers_forgotten: list[TermId] = []
        self.sessions = Sessions(
            self.store,
            self.issuer,
            self.seats,
            self.rooms_ended.append,
            self.rooms_forgotten.append,
            self.lockers_forgotten.append,
            self.clock,
            SystemChance(),
        )

    def plan_term(self, *hours: float, **wanted: Any) -> list[ForumSession]:
        """Sessions of two hours that begin in so many hours."""
        opens = [NOW + timedelta(hours=one) for one in hours]
        times = tuple(Times(one, one + timedelta(hours=2)) for one in opens)
        return self.sessions.plan_term(TermPlan(**{"name": "Evening", "times": times, **USUAL, **wanted}))

    def plan(self, name: str = "Evening", size: int = 12) -> ForumSession:
        return self.sessions.plan(name, NOW + timedelta(hours=1), NOW + timedelta(hours=3), size, "both")
