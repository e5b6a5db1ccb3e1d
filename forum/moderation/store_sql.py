"""Moderators in SQL."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from forum.ids import ModeratorId
from forum.storage.door_schema import desks, moderators
from forum.storage.engine import Database


class SqlModerators:
    """The port `ModeratorStore` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, moderator: ModeratorId, phrase_hash: str) -> None:
        """Keeps a moderator; one who was there is signed out everywhere and has the new passphrase."""
        self._database.run(lambda c: _put(c, moderator, phrase_hash))

    def remove(self, moderator: ModeratorId) -> bool:
        """Forgets a moderator and every sign-in of theirs; whether there was one."""
        return self._database.run(lambda c: _remove(c, moderator))

    def phrase_hash_of(self, moderator: ModeratorId) -> str | None:
        """The hash of the passphrase, or None for a name that nobody has."""
        wanted = select(moderators.c.passphrase).where(moderators.c.name == moderator)
        return self._database.read(lambda c: c.scalar(wanted))

    def rehash(self, moderator: ModeratorId, old: str, new: str) -> None:
        """Exchanges the hash, unless it is another one by now."""
        same = (moderators.c.name == moderator) & (moderators.c.passphrase == old)
        self._database.run(lambda c: c.execute(update(moderators).where(same).values(passphrase=new)))

    def sign_in(self, cookie: bytes, moderator: ModeratorId, ends: datetime, now: datetime) -> None:
        """Keeps that the moderator is signed in, and drops everybody whose time is over."""
        row = {"cookie": cookie, "moderator": moderator, "ends": ends}
        self._database.run(lambda c: _sign_in(c, row, now))

    def tidy(self, now: datetime) -> None:
        """Drops everybody whose time is over."""
        self._database.run(lambda c: _drop_ended(c, now))

    def signed_in(self, cookie: bytes, now: datetime) -> ModeratorId | None:
        """Whose hash this is, if it has not ended."""
        wanted = select(desks.c.moderator).where(desks.c.cookie == cookie, desks.c.ends > now)
        found = self._database.read(lambda c: c.scalar(wanted))
        return None if found is None else ModeratorId(found)

    def valid(self, now: datetime) -> set[bytes]:
        """The hashes of all that have not ended."""
        wanted = select(desks.c.cookie).where(desks.c.ends > now)
        return self._database.read(lambda c: set(c.scalars(wanted)))

    def sign_out(self, cookie: bytes) -> None:
        """The hash leads to nobody any more; harmless when done again."""
        self._database.run(lambda c: c.execute(delete(desks).where(desks.c.cookie == cookie)))


def _put(connection: Connection, moderator: ModeratorId, phrase_hash: str) -> None:
    _remove(connection, moderator)
    connection.execute(insert(moderators).values(name=moderator, passphrase=phrase_hash))


def _remove(connection: Connection, moderator: ModeratorId) -> bool:
    connection.execute(delete(desks).where(desks.c.moderator == moderator))
    return connection.execute(delete(moderators).where(moderators.c.name == moderator)).rowcount == 1


def _sign_in(connection: Connection, row: dict[str, object], now: datetime) -> None:
    _drop_ended(connection, now)
    connection.execute(insert(desks).values(row))


def _drop_ended(connection: Connection, now: datetime) -> None:
    connection.execute(delete(desks).where(desks.c.ends <= now))
