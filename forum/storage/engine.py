"""A database that forgets what is deleted, and one way to use it: a short transaction off the event loop."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError, DataError, IntegrityError, InterfaceError, ProgrammingError
from sqlalchemy.pool import NullPool

from forum.refusals import RefusalCode, Refused

T = TypeVar("T")
Program = Literal["door", "issuer"]
BUSY_MS = 5_000
READS = "forum_reads"
MIGRATIONS = Path(__file__).parent / "migrations"

PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA secure_delete = ON",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = FULL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA foreign_keys = ON",
)
"""Set on every connection: deleted rows are overwritten, and no side file outlives a transaction."""


class Offload(Protocol):
    """Calls a function where it cannot hold up the event loop, and waits for its answer."""

    def __call__(self, fn: Callable[..., T], *args: Any) -> T:
        """The answer, or the exception, of `fn(*args)`."""


def direct(fn: Callable[..., T], *args: Any) -> T:
    """Calls at once, in this thread: for tools and tests that have no event loop."""
    return fn(*args)


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file; makes the file, readable by its owner only, if it is not there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    return f"sqlite:///{path}"


class Database:
    """One database; every use of it is one transaction that either happens whole or not at all."""

    def __init__(self, url: str, offload: Offload = direct) -> None:
        self._offload = offload
        lite = make_url(url).get_backend_name() == "sqlite"
        # A connection of SQLite belongs to the thread that made it, and opening one costs little.
        self._engine = create_engine(url, hide_parameters=True, poolclass=NullPool if lite else None)
        if lite:
            event.listen(self._engine, "connect", _prepare)
            event.listen(self._engine, "begin", _begin)
        self._reader = self._engine.execution_options(**{READS: True})

    def run(self, fn: Callable[[Connection], T]) -> T:
        """What `fn` answers after its transaction is kept; raises Refused(STORE_AWAY) if there is no store."""
        answer: T = self._offload(self._transaction, self._engine, fn)
        return answer

    def read(self, fn: Callable[[Connection], T]) -> T:
        """The same for an `fn` that changes nothing: it does not wait until others have written."""
        answer: T = self._offload(self._transaction, self._reader, fn)
        return answer

    def _transaction(self, engine: Engine, fn: Callable[[Connection], T]) -> T:
        try:
            with engine.begin() as connection:
                return fn(connection)
        except (IntegrityError, ProgrammingError, DataError):
            # The store is well: these are for whoever called, or a fault of ours.
            raise
        except (DatabaseError, InterfaceError):
            # Away, busy or damaged. The driver's own words can carry values, so they go no further.
            raise Refused(RefusalCode.STORE_AWAY) from None

    def close(self) -> None:
        """Lets go of connections that are kept open."""
        self._engine.dispose()


def upgrade(database: Database, program: Program = "door") -> None:
    """Brings the schema of one program up to date, over a connection like any other."""
    config = Config()
    config.set_main_option("script_location", _literal(MIGRATIONS))
    config.set_main_option("version_locations", _literal(MIGRATIONS / program))
    config.set_main_option("path_separator", "newline")

    def migrate(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    database.run(migrate)


def _literal(path: Path) -> str:
    return str(path).replace("%", "%%")


def _prepare(connection: Any, _record: object) -> None:
    # Without this the driver would begin transactions by itself, too late for a check before a write.
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(pragma)


def _begin(connection: Connection) -> None:
    # A transaction that writes holds the lock from its first moment, so that what it has read stays true.
    connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(READS) else "BEGIN IMMEDIATE")
