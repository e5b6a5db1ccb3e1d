"""Boxes in SQL."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from forum.ids import TermId
from forum.locker.domain import Deposit, Edition, Filler, Frozen, frozen, together
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import State
from forum.storage.door_schema import editions, locker, sessions
from forum.storage.engine import Database


class SqlBoxes:
    """The port `BoxStore` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, deposit: Deposit) -> None:
        """Keeps the box, or finds it there already: whoever repeats what is done holds up nobody who writes."""
        if self._database.read(lambda c: _was_there(c, deposit)):
            return
        try:
            self._database.run(lambda c: _put(c, deposit))
        except IntegrityError:
            # Somebody put one in at the same moment; the unique insert decides, and this tells which it was.
            self._database.run(lambda c: _put(c, deposit))

    def fill(self, term: TermId, least: int, make: Callable[[], Filler]) -> None:
        """Adds fillers until there are `least` boxes."""
        self._database.run(lambda c: _fill(c, term, least, make))

    def require_live(self, term: TermId) -> None:
        """Raises NOT_FOUND for a term without sessions, CLOSED once the last of them has ended."""
        self._database.read(lambda c: _require_live(c, _states(term)))

    def live(self) -> set[TermId]:
        """Terms with a session that has not ended."""
        return self._terms(select(sessions.c.term).where(sessions.c.state != State.CLOSED.value))

    def held(self) -> set[TermId]:
        """Terms of which there are boxes."""
        return self._terms(select(locker.c.term).distinct())

    def waiting(self) -> set[TermId]:
        """Terms with boxes that somebody put in and no edition has shown yet."""
        return self._terms(select(locker.c.term).distinct().where(~locker.c.shown & ~locker.c.filler))

    def open(self) -> set[TermId]:
        """Terms with a session whose doors are open."""
        return self._terms(select(sessions.c.term).where(sessions.c.state == State.DOORS_OPEN.value))

    def published(self) -> set[TermId]:
        """Terms of which there is an edition."""
        return self._terms(select(editions.c.term))

    def frozen(self, term: TermId, least: int) -> Frozen:
        """Every box that somebody put in, shown or not, with fillers up to `least`."""
        return self._database.read(lambda c: _frozen(c, term, least))

    def edition(self, term: TermId) -> Edition | None:
        """What is shown now, if anything."""
        return self._database.read(lambda c: _edition(c, term))

    def number(self, term: TermId) -> int | None:
        """The number of what is shown now, if anything."""
        return self._database.read(lambda c: _live_number(c, term))

    def is_shown(self, term: TermId) -> bool:
        """Whether there is an edition."""
        return self._database.read(lambda c: _number(c, term) is not None)

    def show(self, term: TermId, number: int, nonces: Collection[bytes]) -> None:
        """From now on these boxes are shown, as the edition with this number, and no other filler is kept."""
        self._database.run(lambda c: _show(c, term, number, nonces))

    def forget(self, term: TermId) -> None:
        """Deletes every box of the term; harmless when done again."""
        self._database.run(lambda c: _forget(c, term))

    def _terms(self, wanted: Select[Any]) -> set[TermId]:
        return self._database.read(lambda c: {TermId(term) for term in c.scalars(wanted)})


def _put(connection: Connection, deposit: Deposit) -> None:
    # Held, so that no session of the term ends before this box is in, to be forgotten with the others.
    _require_live(connection, _states(deposit.term).with_for_update(read=True))
    if not _is_there(connection, deposit):
        connection.execute(insert(locker).values(_row(deposit.term, deposit, filler=False)))


def _was_there(connection: Connection, deposit: Deposit) -> bool:
    _require_live(connection, _states(deposit.term))
    return _is_there(connection, deposit)


def _is_there(connection: Connection, deposit: Deposit) -> bool:
    kept = connection.scalar(select(locker.c.box).where(locker.c.nonce == deposit.nonce))
    if kept not in (None, deposit.box):
        raise Refused(RefusalCode.BOX_TAKEN)
    return kept is not None


def _fill(connection: Connection, term: TermId, least: int, make: Callable[[], Filler]) -> None:
    _require_live(connection, _states(term).with_for_update(read=True))
    there = connection.scalar(select(func.count()).select_from(locker).where(locker.c.term == term)) or 0
    for _ in range(there, least):
        connection.execute(insert(locker).values(_row(term, make(), filler=True)))


def _row(term: TermId, kept: Deposit | Filler, filler: bool) -> dict[str, object]:
    return {"nonce": kept.nonce, "term": term, "box": kept.box, "shown": False, "filler": filler}


def _frozen(connection: Connection, term: TermId, least: int) -> Frozen:
    wanted = select(locker.c.nonce, locker.c.box, locker.c.filler).where(locker.c.term == term)
    owned, fillers = dict[bytes, bytes](), dict[bytes, bytes]()
    for row in connection.execute(wanted):
        (fillers if row.filler else owned)[row.nonce] = row.box
    return frozen(owned, fillers, least)


def _edition(connection: Connection, term: TermId) -> Edition | None:
    shown = (locker.c.term == editions.c.term) & locker.c.shown
    # One statement, so that number and boxes are of the same moment.
    wanted = select(editions.c.number, locker.c.box).join_from(editions, locker, shown).where(editions.c.term == term)
    rows = connection.execute(wanted).all()
    return Edition(rows[0].number, together([row.box for row in rows])) if rows else None


def _number(connection: Connection, term: TermId) -> int | None:
    return connection.scalar(select(editions.c.number).where(editions.c.term == term))


def _live_number(connection: Connection, term: TermId) -> int | None:
    _require_live(connection, _states(term))
    return _number(connection, term)


def _states(term: TermId) -> Select[Any]:
    return select(sessions.c.state).where(sessions.c.term == term)


def _require_live(connection: Connection, states: Select[Any]) -> None:
    found = set(connection.scalars(states))
    if not found:
        raise Refused(RefusalCode.NOT_FOUND)
    if found == {State.CLOSED.value}:
        raise Refused(RefusalCode.CLOSED)


def _show(connection: Connection, term: TermId, number: int, nonces: Collection[bytes]) -> None:
    if (_number(connection, term) or 0) >= number:
        return  # Somebody was told of a newer one meanwhile.
    these = (locker.c.term == term) & locker.c.nonce.in_(nonces)
    if connection.execute(update(locker).where(these).values(shown=True)).rowcount == 0:
        return  # Forgotten meanwhile; nothing of the term may come back.
    others = (locker.c.term == term) & locker.c.nonce.not_in(nonces)
    connection.execute(delete(locker).where(others & locker.c.filler))
    connection.execute(delete(editions).where(editions.c.term == term))
    connection.execute(insert(editions).values(term=term, number=number))


def _forget(connection: Connection, term: TermId) -> None:
    for table in (locker, editions):
        connection.execute(delete(table).where(table.c.term == term))
