"""Boxes in SQL."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from forum.ids import TermId
from forum.locker.domain import Deposit, Edition, together
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import State
from forum.storage.door_schema import editions, locker, sessions
from forum.storage.engine import Database


class SqlBoxes:
    """The port `BoxStore` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, deposit: Deposit) -> None:
        """Keeps the box, or finds it there already."""
        try:
            self._database.run(lambda c: _put(c, deposit))
        except IntegrityError:
            # Somebody put one in at the same moment; the unique insert decides, and this tells which it was.
            self._database.run(lambda c: _put(c, deposit))

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
        """Terms with boxes that no edition has shown yet."""
        return self._terms(select(locker.c.term).distinct().where(~locker.c.shown))

    def boxes(self, term: TermId) -> dict[bytes, bytes]:
        """Every box of the term by its nonce's hash, shown or not."""
        wanted = select(locker.c.nonce, locker.c.box).where(locker.c.term == term)
        return self._database.read(lambda c: {row.nonce: row.box for row in c.execute(wanted)})

    def edition(self, term: TermId) -> Edition | None:
        """What is shown now, if anything."""
        shown = (locker.c.term == editions.c.term) & locker.c.shown
        # One statement, so that number and boxes are of the same moment.
        wanted = (
            select(editions.c.number, locker.c.box).join_from(editions, locker, shown).where(editions.c.term == term)
        )
        rows = self._database.read(lambda c: c.execute(wanted).all())
        return Edition(rows[0].number, together([row.box for row in rows])) if rows else None

    def is_shown(self, term: TermId) -> bool:
        """Whether there is an edition."""
        wanted = select(editions.c.term).where(editions.c.term == term)
        return self._database.read(lambda c: c.scalar(wanted) is not None)

    def show(self, term: TermId, number: int, nonces: Collection[bytes]) -> None:
        """From now on these boxes are shown, as the edition with this number."""
        self._database.run(lambda c: _show(c, term, number, nonces))

    def forget(self, term: TermId) -> None:
        """Deletes every box of the term; harmless when done again."""
        self._database.run(lambda c: _forget(c, term))

    def _terms(self, wanted: Select[Any]) -> set[TermId]:
        return self._database.read(lambda c: {TermId(term) for term in c.scalars(wanted)})


def _put(connection: Connection, deposit: Deposit) -> None:
    # Held, so that no session of the term ends before this box is in, to be forgotten with the others.
    _require_live(connection, _states(deposit.term).with_for_update(read=True))
    kept = connection.scalar(select(locker.c.box).where(locker.c.nonce == deposit.nonce))
    if kept is None:
        row = {"nonce": deposit.nonce, "term": deposit.term, "box": deposit.box, "shown": False}
        connection.execute(insert(locker).values(row))
    elif kept != deposit.box:
        raise Refused(RefusalCode.BOX_TAKEN)


def _states(term: TermId) -> Select[Any]:
    return select(sessions.c.state).where(sessions.c.term == term)


def _require_live(connection: Connection, states: Select[Any]) -> None:
    found = set(connection.scalars(states))
    if not found:
        raise Refused(RefusalCode.NOT_FOUND)
    if found == {State.CLOSED.value}:
        raise Refused(RefusalCode.CLOSED)


def _show(connection: Connection, term: TermId, number: int, nonces: Collection[bytes]) -> None:
    these = (locker.c.term == term) & locker.c.nonce.in_(nonces)
    if connection.execute(update(locker).where(these).values(shown=True)).rowcount == 0:
        return  # Forgotten meanwhile; nothing of the term may come back.
    connection.execute(delete(editions).where(editions.c.term == term))
    connection.execute(insert(editions).values(term=term, number=number))


def _forget(connection: Connection, term: TermId) -> None:
    for table in (locker, editions):
        connection.execute(delete(table).where(table.c.term == term))
