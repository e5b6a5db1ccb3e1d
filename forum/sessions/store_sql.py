"""Sessions in SQL."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from forum.ids import SessionId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession, State
from forum.storage.door_schema import sessions
from forum.storage.engine import Database

_NAMES = tuple(field.name for field in fields(ForumSession))
_BEFORE = {State.DOORS_OPEN: [State.PLANNED.value], State.CLOSED: [State.PLANNED.value, State.DOORS_OPEN.value]}


class SqlSessions:
    """The port `SessionStore` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, session: ForumSession) -> None:
        """Keeps a new session."""
        row = {name: getattr(session, name) for name in _NAMES}
        self._database.run(lambda c: c.execute(insert(sessions).values(row | {"state": session.state.value})))

    def get(self, session: SessionId) -> ForumSession:
        """The session; raises NOT_FOUND."""
        # Not held: reading a page must not wait for those who come in.
        return self._database.read(lambda c: _found(c, select(sessions).where(sessions.c.id == session)))

    def all(self) -> list[ForumSession]:
        """Every session, in no order."""
        return self._database.read(lambda c: [_read(row) for row in c.execute(select(sessions)).mappings()])

    def advance(self, session: SessionId, state: State) -> None:
        """Moves the session to a later state, never back."""
        earlier = (sessions.c.id == session) & sessions.c.state.in_(_BEFORE[state])
        self._database.run(lambda c: c.execute(update(sessions).where(earlier).values(state=state.value)))

    def settle(self, session: SessionId, collected: int, sound: bool | None) -> None:
        """Keeps the totals of a closed session and drops its public key."""
        closed = (sessions.c.id == session) & (sessions.c.state == State.CLOSED.value)
        # A second closing finds the counts forgotten, and must not forget what the first one found.
        known = {} if sound is None else {"sound": sound}
        totals = update(sessions).where(closed).values(collected=collected, key=None, **known)
        self._database.run(lambda c: c.execute(totals))


def held_session(connection: Connection, session: SessionId) -> ForumSession:
    """The session, which nobody can move on before this transaction ends; raises NOT_FOUND."""
    return _found(connection, select(sessions).where(sessions.c.id == session).with_for_update())


def _found(connection: Connection, wanted: Select[Any]) -> ForumSession:
    row = connection.execute(wanted).mappings().first()
    if row is None:
        raise Refused(RefusalCode.NOT_FOUND)
    return _read(row)


def _read(row: Mapping[Any, Any]) -> ForumSession:
    return ForumSession(**{**row, "state": State(row["state"])})
