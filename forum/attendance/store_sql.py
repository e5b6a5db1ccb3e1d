"""Seats and spent tickets in SQL."""

from collections.abc import Collection

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from forum.attendance.domain import Claim, Place
from forum.ids import SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import State, Tally
from forum.sessions.store_sql import held_session
from forum.storage.door_schema import seats, sessions, spent
from forum.storage.engine import Database


class SqlSeats:
    """The port `SeatStore` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def redeem(self, claim: Claim, place: Place) -> SeatId:
        """The claim's seat, old or new, which the place's cookie alone leads to from now on."""
        try:
            return self._database.run(lambda c: _redeem(c, claim, place))
        except IntegrityError:
            # The unique insert is what decides, whatever was read before it.
            raise Refused(RefusalCode.ALREADY_USED) from None

    def seat_of(self, cookies: Collection[bytes]) -> tuple[SessionId, SeatId] | None:
        """The live seat that one of these hashes leads to, in a session whose doors are open."""
        wanted = (
            select(seats.c.session, seats.c.id)
            .join(sessions)
            .where(seats.c.cookie.in_(cookies), sessions.c.state == State.DOORS_OPEN.value, ~seats.c.removed)
        )
        row = self._database.read(lambda c: c.execute(wanted).first())
        return None if row is None else (SessionId(row.session), SeatId(row.id))

    def drop_cookies(self, cookies: Collection[bytes]) -> None:
        """Nothing leads to these seats any more but their tickets."""
        dropped = update(seats).where(seats.c.cookie.in_(cookies)).values(cookie=None)
        self._database.run(lambda c: c.execute(dropped))

    def remove(self, session: SessionId, seat: SeatId) -> None:
        """Nothing leads to the seat any more; harmless when done again."""
        wanted = (seats.c.session == session) & (seats.c.id == seat)
        self._database.run(lambda c: c.execute(update(seats).where(wanted).values(removed=True, cookie=None)))

    def tally(self, session: SessionId) -> Tally:
        """How many seats were ever taken in the session, and how many tickets were spent."""
        return self._database.read(lambda c: _tally(c, session))

    def forget(self, session: SessionId) -> None:
        """Deletes every row of the session; harmless when done again."""
        self._database.run(lambda c: _forget(c, session))


def _redeem(connection: Connection, claim: Claim, place: Place) -> SeatId:
    session = held_session(connection, claim.session)
    session.require_admitting()
    known = connection.execute(select(seats.c.id, seats.c.removed).where(seats.c.secret == claim.pair)).first()
    if known is not None:
        return _come_back(connection, SeatId(known.id), known.removed, place)
    if connection.execute(select(spent.c.nonce).where(spent.c.nonce == claim.nonce)).first() is not None:
        raise Refused(RefusalCode.ALREADY_USED)
    if _taken(connection, claim.session) >= session.size:
        raise Refused(RefusalCode.ROOM_FULL)
    return _take_seat(connection, claim, place)


def _come_back(connection: Connection, seat: SeatId, removed: bool, place: Place) -> SeatId:
    if removed:
        raise Refused(RefusalCode.REMOVED)
    connection.execute(update(seats).where(seats.c.id == seat).values(cookie=place.cookie))
    return seat


def _taken(connection: Connection, session: SessionId) -> int:
    # A seat that a moderator closed makes room for somebody else.
    sitting = select(func.count()).select_from(seats).where(seats.c.session == session, ~seats.c.removed)
    return connection.scalar(sitting) or 0


def _take_seat(connection: Connection, claim: Claim, place: Place) -> SeatId:
    connection.execute(insert(spent).values(nonce=claim.nonce, session=claim.session))
    row = {"id": place.seat, "session": claim.session, "secret": claim.pair, "cookie": place.cookie, "removed": False}
    connection.execute(insert(seats).values(row))
    return place.seat


def _tally(connection: Connection, session: SessionId) -> Tally:
    taken, used = (
        connection.scalar(select(func.count()).select_from(table).where(table.c.session == session)) or 0
        for table in (seats, spent)
    )
    return Tally(taken, used)


def _forget(connection: Connection, session: SessionId) -> None:
    for table in (seats, spent):
        connection.execute(delete(table).where(table.c.session == session))
