"""The force's words and the numbers of the versions, in SQL."""

from datetime import date

from sqlalchemy import Connection, delete, insert, select

from forum.information.domain import ForceTexts, Lang, Version
from forum.storage.door_schema import force_texts, text_versions
from forum.storage.engine import Database


class SqlForceTexts:
    """The port `ForceTextStore` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def texts(self) -> ForceTexts:
        """Everything that the force has worded."""
        return self._database.read(_texts)

    def put(self, key: str, words: dict[Lang, str]) -> None:
        """Keeps a part in the languages that it has words in, and forgets it in the others."""
        self._database.run(lambda c: _put(c, key, words))

    def version(self, digest: str, day: date) -> Version:
        """The newest version if it has this digest; else a new one, with the next number."""
        return self._database.run(lambda c: _version(c, digest, day))


def _texts(connection: Connection) -> ForceTexts:
    rows = connection.execute(select(force_texts.c.part, force_texts.c.language, force_texts.c.words))
    return {(part, language): words for part, language, words in rows}


def _put(connection: Connection, key: str, words: dict[Lang, str]) -> None:
    connection.execute(delete(force_texts).where(force_texts.c.part == key))
    for language, text in words.items():
        connection.execute(insert(force_texts).values(part=key, language=language, words=text))


def _version(connection: Connection, digest: str, day: date) -> Version:
    columns = (text_versions.c.number, text_versions.c.digest, text_versions.c.day)
    newest = connection.execute(select(*columns).order_by(text_versions.c.number.desc()).limit(1)).one_or_none()
    if newest is not None and newest.digest == digest:
        return Version(newest.number, newest.digest, date.fromisoformat(newest.day))
    number = 1 if newest is None else newest.number + 1
    connection.execute(insert(text_versions).values(number=number, digest=digest, day=day.isoformat()))
    return Version(number, digest, day)
