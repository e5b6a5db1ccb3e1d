"""The issuer's store in SQL."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, delete, func, insert, select, update

from forum.ids import SessionId, TermId
from forum.issuer.domain import KeptRequest, KeptTerm, KeyName, key_name, locker_name
from forum.refusals import RefusalCode, Refused
from forum.storage.engine import Database
from forum.storage.issuer_schema import invitations, requests, sessions, terms
from forum.tickets.keylist import KeyList

T = TypeVar("T")


class SqlIssuerStore:
    """Keeps the promises of `IssuerStore`, one transaction per call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_term(self, keylist: KeyList) -> None:
        """Keeps a new term; raises Refused (bad-request) if one of its sessions was ever known."""
        self._run(_add_term, keylist)

    def terms(self) -> list[KeptTerm]:
        """Every term that has a session still collecting."""
        return self._database.run(_terms)

    def add_invitations(self, term: TermId, hashes: Iterable[bytes]) -> None:
        """Keeps the hashes of new codes; raises Refused (not-found) if the term is over."""
        self._run(_add_invitations, (term, sorted(hashes)))

    def record(self, invitation: bytes, asked: Sequence[KeptRequest]) -> None:
        """Keeps all requests or none, and takes the identical ones again."""
        self._run(_record, (invitation, asked))

    def stop(self, key: KeyName) -> None:
        """Remembers that this key must not sign again."""
        self._run(_stop, key)

    def close(self, session: SessionId) -> tuple[int, TermId | None]:
        """Ends collecting, counts and deletes its requests, and says which term ended with it, if one did."""
        return self._database.run(partial(_close, session=session))

    def _run(self, act: Callable[[Connection, T], None], what: T) -> None:
        self._database.run(lambda connection: act(connection, what))


def _add_term(connection: Connection, keylist: KeyList) -> None:
    ids = [entry.session for entry in keylist.sessions]
    if connection.scalar(select(func.count()).where(sessions.c.session.in_(ids))):
        raise Refused(RefusalCode.BAD_REQUEST)
    connection.execute(insert(terms).values(id=keylist.term, keylist=keylist.to_bytes(), stopped=False))
    connection.execute(insert(sessions), [{"session": one, "term": keylist.term, "stopped": False} for one in ids])


def _terms(connection: Connection) -> list[KeptTerm]:
    found = connection.execute(select(terms)).all()
    return [_kept(connection, TermId(row.id), row.keylist, row.stopped) for row in found]


def _kept(connection: Connection, term: TermId, keylist: bytes, stopped: bool) -> KeptTerm:
    hashes = connection.scalars(select(invitations.c.hash).where(invitations.c.term == term))
    open_ones = select(sessions.c.session).where(sessions.c.term == term, sessions.c.collected.is_(None))
    return KeptTerm(
        term,
        keylist,
        frozenset(hashes),
        frozenset(map(SessionId, connection.scalars(open_ones))),
        frozenset(map(KeyName, connection.scalars(open_ones.where(sessions.c.stopped))))
        | ({locker_name(term)} if stopped else set()),
    )


def _add_invitations(connection: Connection, what: tuple[TermId, Sequence[bytes]]) -> None:
    term, hashes = what
    if connection.scalar(select(func.count()).where(terms.c.id == term)) == 0:
        raise Refused(RefusalCode.NOT_FOUND)
    connection.execute(insert(invitations), [{"hash": one, "term": term} for one in hashes])


def _record(connection: Connection, what: tuple[bytes, Sequence[KeptRequest]]) -> None:
    invitation, asked = what
    if connection.scalar(select(func.count()).where(invitations.c.hash == invitation)) == 0:
        raise Refused(RefusalCode.UNKNOWN_INVITATION)
    over = select(func.count()).where(
        sessions.c.session.in_([one.key for one in asked]), sessions.c.collected.is_not(None)
    )
    if connection.scalar(over):
        raise Refused(RefusalCode.COLLECTING_CLOSED)
    for one in asked:
        _record_one(connection, one)


def _record_one(connection: Connection, asked: KeptRequest) -> None:
    before = connection.scalar(select(requests.c.request).where(requests.c.slot == asked.slot))
    if before is None:
        values = {"slot": asked.slot, "key": asked.key, "request": asked.request}
        connection.execute(insert(requests).values(values))
    elif before != asked.request:
        raise Refused(RefusalCode.UNKNOWN_INVITATION)


def _stop(connection: Connection, key: KeyName) -> None:
    connection.execute(update(sessions).where(sessions.c.session == key).values(stopped=True))
    named = [one for one in connection.scalars(select(terms.c.id)) if locker_name(TermId(one)) == key]
    connection.execute(update(terms).where(terms.c.id.in_(named)).values(stopped=True))


def _close(connection: Connection, session: SessionId) -> tuple[int, TermId | None]:
    row = connection.execute(
        select(sessions.c.term, sessions.c.collected).where(sessions.c.session == session)
    ).one_or_none()
    if row is None:
        raise Refused(RefusalCode.NOT_FOUND)
    if row.collected is None:
        count = connection.scalar(select(func.count()).where(requests.c.key == key_name(session))) or 0
        connection.execute(delete(requests).where(requests.c.key == key_name(session)))
        connection.execute(update(sessions).where(sessions.c.session == session).values(collected=count))
        return count, _ended(connection, TermId(row.term))
    return int(row.collected), _ended(connection, TermId(row.term))


def _ended(connection: Connection, term: TermId) -> TermId | None:
    """Forgets the term once none of its sessions is collecting; the counts stay."""
    still = select(func.count()).where(sessions.c.term == term, sessions.c.collected.is_(None))
    if connection.scalar(still):
        return None
    connection.execute(delete(requests).where(requests.c.key == locker_name(term)))
    connection.execute(delete(invitations).where(invitations.c.term == term))
    connection.execute(delete(terms).where(terms.c.id == term))
    return term
