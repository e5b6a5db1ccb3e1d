"""The lists of stations and departments in SQL."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from forum.rooms.details.keeper import Lang
from forum.storage.door_schema import places
from forum.storage.engine import Database


class SqlPlaces:
    """The port `PlaceStore` over a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lists(self) -> dict[Lang, str]:
        """The lists that are not empty."""
        return self._database.read(lambda c: {row.language: row.names for row in c.execute(_ALL)})

    def put(self, lists: Mapping[Lang, str]) -> None:
        """From now on these are the lists."""
        self._database.run(lambda c: _put(c, lists))


_ALL = select(places.c.language, places.c.names)


def _put(connection: Connection, lists: Mapping[Lang, str]) -> None:
    connection.execute(delete(places))
    for lang, names in lists.items():
        connection.execute(insert(places).values(language=lang, names=names))
