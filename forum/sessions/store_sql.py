"""Sessions and terms in SQL."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession, State, Term
from forum.storage.door_schema import sessions, terms
from forum.storage.engine import Database
from forum.tickets.keylist import KeyList

_NAMES = tuple(field.name for field in fields(ForumSession))
_TERM = tuple(field.name for field in fields(Term))
_BEFORE = {State.DOORS_OPEN: [State.PLANNED.value], State.CLOSED: [State.PLANNED.value, State.DOORS_OPEN.value]}


class SqlSessions:
    """The port `SessionStore` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, term: Term, planned: Sequence[ForumSession]) -> None:
        """Keeps a new term and its sessions."""
        self._database.run(lambda c: _add(c, term, planned))

    def get(self, session: SessionId) -> ForumSession:
        """The session; raises NOT_FOUND."""
        # Not held: reading a page must not wait for those who come in.
        return self._database.read(lambda c: _found(c, select(sessions).where(sessions.c.id == session)))

    def all(self) -> list[ForumSession]:
        """Every session, in no order."""
        return self._database.read(lambda c: [_read(row) for row in c.execute(select(sessions)).mappings()])

    def term(self, term: TermId) -> Term:
        """The term; raises NOT_FOUND, also once it is over."""
        wanted = select(*(terms.c[name] for name in _TERM)).where(terms.c.id == term)
        return self._database.read(lambda c: _term(c, wanted))

    def terms(self) -> list[TermId]:
        """Every term that is not over."""
        return self._database.read(lambda c: [TermId(found) for found in c.scalars(select(terms.c.id))])

    def drop_term(self, term: TermId) -> None:
        """Deletes the term; harmless when done again."""
        self._database.run(lambda c: c.execute(delete(terms).where(terms.c.id == term)))

    def advance(self, session: SessionId, state: State, few: bool | None = None) -> None:
        """Moves the session to a later state, never back."""
        earlier = (sessions.c.id == session) & sessions.c.state.in_(_BEFORE[state])
        known = ({} if few is None else {"few": few}) | ({"held": True} if state is State.DOORS_OPEN else {})
        self._database.run(lambda c: c.execute(update(sessions).where(earlier).values(state=state.value, **known)))

    def count(self, session: SessionId, collected: int) -> None:
        """Keeps how many tickets were collected; the first count stays."""
        uncounted = (sessions.c.id == session) & sessions.c.collected.is_(None)
        self._database.run(lambda c: c.execute(update(sessions).where(uncounted).values(collected=collected)))

    def settle(self, session: SessionId, collected: int | None, sound: bool | None) -> None:
        """Keeps the totals of a closed session and drops its public key."""
        closed = (sessions.c.id == session) & (sessions.c.state == State.CLOSED.value)
        # A second closing finds the counts forgotten, and must not forget what the first one found.
        known = {name: value for name, value in (("collected", collected), ("sound", sound)) if value is not None}
        totals = update(sessions).where(closed).values(key=None, **known)
        self._database.run(lambda c: c.execute(totals))


def held_session(connection: Connection, session: SessionId) -> ForumSession:
    """The session, which nobody can move on before this transaction ends; raises NOT_FOUND."""
    return _found(connection, select(sessions).where(sessions.c.id == session).with_for_update())


def _add(connection: Connection, term: Term, planned: Sequence[ForumSession]) -> None:
    row = {name: getattr(term, name) for name in _TERM}
    connection.execute(insert(terms).values(row | {"keylist": term.keylist.to_bytes()}))
    connection.execute(insert(sessions), [_written(session) for session in planned])


def _written(session: ForumSession) -> dict[str, Any]:
    return {name: getattr(session, name) for name in _NAMES} | {"state": session.state.value}


def _found(connection: Connection, wanted: Select[Any]) -> ForumSession:
    return _read(_row(connection, wanted))


def _term(connection: Connection, wanted: Select[Any]) -> Term:
    row = _row(connection, wanted)
    return Term(**{**row, "keylist": KeyList.from_bytes(row["keylist"])})


def _row(connection: Connection, wanted: Select[Any]) -> Mapping[Any, Any]:
    row = connection.execute(wanted).mappings().first()
    if row is None:
        raise Refused(RefusalCode.NOT_FOUND)
    return row


def _read(row: Mapping[Any, Any]) -> ForumSession:
    return ForumSession(**{**row, "state": State(row["state"])})
