"""The issuer's store in SQL."""

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from forum.coarse import FEW
from forum.ids import SessionId, TermId
from forum.issuer.domain import Count, KeptCard, KeptRequest, KeptTerm, KeyName, key_name, locker_name
from forum.refusals import RefusalCode, Refused
from forum.storage.engine import Database
from forum.storage.issuer_schema import invitations, requests, sessions, terms
from forum.tickets.keylist import KeyList
from forum.tickets.service_calls import AnnouncedEdition

T = TypeVar("T")


class SqlIssuerStore:
    """Keeps the promises of `IssuerStore`, one transaction per call."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_term(self, keylist: KeyList) -> None:
        """Keeps a new term; raises Refused (bad-request) if one of its sessions was ever known."""
        self._run(_add_term, keylist)

    def terms(self) -> list[KeptTerm]:
        """Every term that is not over."""
        return self._database.run(_terms)

    def end_term(self, term: TermId) -> None:
        """Forgets the term; the counts of its sessions stay, and the signatures that the door may ask for again."""
        self._run(_end_term, term)

    def add_cards(self, term: TermId, sheet: bytes, cards: Iterable[KeptCard]) -> None:
        """Keeps the hashes of a sheet of cards; raises Refused (not-found) if the term is over."""
        self._run(_add_cards, (term, sheet, list(cards)))

    def cancel(self, cancels: Collection[bytes], sheets: Collection[bytes]) -> set[bytes]:
        """Forgets the cards with one of these hashes, and answers the hashes of their codes."""
        return self._database.run(partial(_cancel, cancels=cancels, sheets=sheets))

    def record(self, invitation: bytes, asked: Sequence[KeptRequest]) -> None:
        """Keeps all requests or none, and takes the identical ones again."""
        self._run(_record, (invitation, asked))

    def stop(self, key: KeyName) -> None:
        """Remembers that this key must not sign again."""
        self._run(_stop, key)

    def close(self, session: SessionId) -> Count:
        """Ends collecting, counts and deletes its requests; with the term's last session its cards go too."""
        return self._database.run(partial(_close, session=session))

    def keep_signatures(self, session: SessionId, count: Count) -> None:
        """Keeps the two signatures of this count."""
        self._run(_keep_signatures, (session, count))

    def count(self, session: SessionId) -> Count | None:
        """The count, or None while collecting is open; raises Refused (not-found) for a session never known."""
        return self._database.read(lambda connection: _count(_row(connection, session)))

    def few(self, session: SessionId) -> bool:
        """Whether few tickets were collected when this was asked first; raises Refused (not-found)."""
        return self._database.run(partial(_few, session=session))

    def announce(self, term: TermId, edition: AnnouncedEdition) -> None:
        """Keeps the edition of the term's locker."""
        values = {"edition": edition.number, "locker": edition.digest}
        self._run(Connection.execute, update(terms).where(terms.c.id == term).values(values))

    def _run(self, act: Callable[[Connection, T], object], what: T) -> None:
        self._database.run(lambda connection: act(connection, what))


def _add_term(connection: Connection, keylist: KeyList) -> None:
    ids = [entry.session for entry in keylist.sessions]
    if connection.scalar(select(func.count()).where(sessions.c.session.in_(ids))):
        raise Refused(RefusalCode.BAD_REQUEST)
    connection.execute(insert(terms).values(id=keylist.term, keylist=keylist.to_bytes(), stopped=False))
    connection.execute(insert(sessions), [{"session": one, "term": keylist.term, "stopped": False} for one in ids])


def _terms(connection: Connection) -> list[KeptTerm]:
    return [_kept(connection, row) for row in connection.execute(select(terms)).all()]


def _kept(connection: Connection, row: Row[tuple[object, ...]]) -> KeptTerm:
    term = TermId(row.id)
    held = connection.execute(select(sessions).where(sessions.c.term == term)).all()
    names = [*(key_name(SessionId(one.session)) for one in held), locker_name(term)]
    stopped = {key_name(SessionId(one.session)) for one in held if one.stopped}
    return KeptTerm(
        row.keylist,
        frozenset(connection.scalars(select(invitations.c.hash).where(invitations.c.term == term))),
        _requests(connection, names),
        {SessionId(one.session): count for one in held if (count := _count(one)) is not None},
        frozenset(stopped | ({locker_name(term)} if row.stopped else set())),
        None if row.edition is None else AnnouncedEdition(row.edition, row.locker),
    )


def _requests(connection: Connection, names: Sequence[KeyName]) -> tuple[KeptRequest, ...]:
    found = connection.execute(select(requests).where(requests.c.key.in_(names))).all()
    return tuple(KeptRequest(KeyName(one.key), one.slot, one.request) for one in found)


def _end_term(connection: Connection, term: TermId) -> None:
    connection.execute(delete(terms).where(terms.c.id == term))
    connection.execute(update(sessions).where(sessions.c.term == term).values(published=None, few=None))


def _add_cards(connection: Connection, what: tuple[TermId, bytes, list[KeptCard]]) -> None:
    term, sheet, cards = what
    if connection.scalar(select(func.count()).where(terms.c.id == term)) == 0:
        raise Refused(RefusalCode.NOT_FOUND)
    rows = [{"hash": one.invitation, "term": term, "cancel": one.cancel, "sheet": sheet} for one in cards]
    connection.execute(insert(invitations), rows)


def _cancel(connection: Connection, cancels: Collection[bytes], sheets: Collection[bytes]) -> set[bytes]:
    meant = or_(invitations.c.cancel.in_(cancels), invitations.c.sheet.in_(sheets))
    gone = set(connection.scalars(select(invitations.c.hash).where(meant)))
    connection.execute(delete(invitations).where(meant))
    return gone


def _record(connection: Connection, what: tuple[bytes, Sequence[KeptRequest]]) -> None:
    invitation, asked = what
    if connection.scalar(select(func.count()).where(invitations.c.hash == invitation)) == 0:
        raise Refused(RefusalCode.UNKNOWN_INVITATION)
    named = sessions.c.session.in_([one.key for one in asked])
    if connection.scalar(select(func.count()).where(named, sessions.c.collected.is_not(None))):
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


def _row(connection: Connection, session: SessionId) -> Row[tuple[object, ...]]:
    row = connection.execute(select(sessions).where(sessions.c.session == session)).one_or_none()
    if row is None:
        raise Refused(RefusalCode.NOT_FOUND)
    return row


def _count(row: Row[tuple[object, ...]]) -> Count | None:
    if row.collected is None:
        return None
    return Count(TermId(row.term), row.collected, row.signature, row.published)


def _close(connection: Connection, session: SessionId) -> Count:
    row = _row(connection, session)
    if (count := _count(row)) is not None:
        return count
    count = Count(TermId(row.term), _asked_for(connection, session))
    connection.execute(delete(requests).where(requests.c.key == key_name(session)))
    connection.execute(update(sessions).where(sessions.c.session == session).values(collected=count.collected))
    still = select(func.count()).where(sessions.c.term == count.term, sessions.c.collected.is_(None))
    if connection.scalar(still) == 0:
        connection.execute(delete(requests).where(requests.c.key == locker_name(count.term)))
        connection.execute(delete(invitations).where(invitations.c.term == count.term))
    return count


def _asked_for(connection: Connection, session: SessionId) -> int:
    return connection.scalar(select(func.count()).where(requests.c.key == key_name(session))) or 0


def _keep_signatures(connection: Connection, what: tuple[SessionId, Count]) -> None:
    session, count = what
    values = {"signature": count.signature, "published": count.published}
    connection.execute(update(sessions).where(sessions.c.session == session).values(values))


def _few(connection: Connection, session: SessionId) -> bool:
    row = _row(connection, session)
    if row.few is not None:
        return bool(row.few)
    collected = _asked_for(connection, session) if row.collected is None else int(row.collected)
    few = collected < FEW
    # Once the term is over, nobody would forget what was written then.
    live = (sessions.c.session == session) & sessions.c.term.in_(select(terms.c.id))
    connection.execute(update(sessions).where(live).values(few=few))
    return few
