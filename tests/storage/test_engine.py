"""The engine: the same pragmas on every connection, whole transactions, nothing left of what is deleted."""

import multiprocessing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from forum.refusals import RefusalCode, Refused
from forum.storage import door_schema, engine
from forum.storage.engine import Database, sqlite_url, upgrade

EXPECTED = {
    "busy_timeout": 5000,
    "secure_delete": 1,
    "journal_mode": "delete",
    "synchronous": 2,
    "temp_store": 2,
    "foreign_keys": 1,
}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(sqlite_url(tmp_path / "door" / "door.sqlite"))
    upgrade(made)
    return made


def pragmas(connection: Connection) -> dict[str, object]:
    return {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in EXPECTED}


def test_every_connection_has_the_pragmas(database: Database) -> None:
    assert [database.run(pragmas) for _ in range(3)] == [EXPECTED] * 3


def test_the_migrations_run_over_a_connection_with_the_pragmas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, object]] = []
    monkeypatch.setattr(
        engine.command, "upgrade", lambda config, _to: seen.append(pragmas(config.attributes["connection"]))
    )
    upgrade(Database(sqlite_url(tmp_path / "x.sqlite")))
    assert seen == [EXPECTED]


def test_the_migrations_give_the_schema_that_the_code_uses(database: Database) -> None:
    difference = database.run(lambda c: compare_metadata(MigrationContext.configure(c), door_schema.metadata))
    assert difference == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    upgrade(database)


def test_a_folder_with_odd_signs_in_its_name_works(tmp_path: Path) -> None:
    upgrade(Database(sqlite_url(tmp_path / "50% ŵ:;" / "door.sqlite")))


def test_the_file_and_its_folder_belong_to_the_owner_only(tmp_path: Path) -> None:
    sqlite_url(tmp_path / "new" / "door.sqlite")
    modes = [oct(p.stat().st_mode & 0o777) for p in (tmp_path / "new", tmp_path / "new" / "door.sqlite")]
    assert modes == ["0o700", "0o600"]


def test_a_transaction_holds_the_write_lock_from_its_first_moment(tmp_path: Path, database: Database) -> None:
    other = Database(f"sqlite:///{tmp_path / 'door' / 'door.sqlite'}?timeout=0")

    def meanwhile(_connection: Connection) -> RefusalCode:
        with pytest.raises(Refused) as refused:
            other.run(lambda c: c.execute(text("SELECT 1")))
        return refused.value.code

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "PRAGMAS", ("PRAGMA busy_timeout = 0",))
        assert database.run(meanwhile) is RefusalCode.STORE_AWAY


def test_reading_does_not_wait_for_who_writes_and_sees_whole_transactions(tmp_path: Path, database: Database) -> None:
    reader = Database(f"sqlite:///{tmp_path / 'door' / 'door.sqlite'}")
    count = select(func.count()).select_from(door_schema.moderators)

    def meanwhile(connection: Connection) -> int | None:
        connection.execute(insert(door_schema.moderators).values(name="a", passphrase="x"))
        return reader.read(lambda c: c.scalar(count))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "PRAGMAS", ("PRAGMA busy_timeout = 0",))
        assert database.run(meanwhile) == 0
    assert reader.read(lambda c: c.scalar(count)) == 1
    assert reader.read(pragmas) == EXPECTED


def test_a_store_that_is_away_is_a_refusal_without_any_detail(tmp_path: Path) -> None:
    away = Database(f"sqlite:///{tmp_path}/no/such/folder/x.sqlite")
    with pytest.raises(Refused) as refused:
        away.run(lambda c: c.execute(text("SELECT 1")))
    assert refused.value.code is RefusalCode.STORE_AWAY
    assert refused.value.__cause__ is None


def test_a_store_that_is_damaged_is_a_refusal_too(tmp_path: Path) -> None:
    (tmp_path / "door.sqlite").write_bytes(b"not a database at all " * 200)
    with pytest.raises(Refused) as refused:
        upgrade(Database(sqlite_url(tmp_path / "door.sqlite")))
    assert refused.value.code is RefusalCode.STORE_AWAY
    assert refused.value.__cause__ is None


def test_a_fault_of_ours_is_not_taken_for_a_store_that_is_away(tmp_path: Path) -> None:
    def unlike_the_schema(connection: Connection) -> None:
        raise ProgrammingError("a statement", None, Exception())

    with pytest.raises(ProgrammingError):
        Database(sqlite_url(tmp_path / "door.sqlite")).run(unlike_the_schema)


def test_an_error_in_the_middle_undoes_everything(database: Database) -> None:
    def half(connection: Connection) -> None:
        connection.execute(insert(door_schema.moderators).values(name="a", passphrase="x"))
        raise KeyError

    with pytest.raises(KeyError):
        database.run(half)
    assert database.run(lambda c: c.scalar(select(func.count()).select_from(door_schema.moderators))) == 0


def test_an_error_does_not_tell_the_values(database: Database) -> None:
    row = insert(door_schema.moderators).values(name="a-canary-name", passphrase="a-canary-phrase")
    database.run(lambda c: c.execute(row))
    with pytest.raises(IntegrityError) as fault:
        database.run(lambda c: c.execute(row))
    assert "canary" not in str(fault.value)


def count_up(path: str, times: int) -> None:
    database = Database(f"sqlite:///{path}")

    def step(connection: Connection) -> None:
        highest = connection.scalar(select(func.max(door_schema.moderators.c.passphrase))) or "0000"
        name = f"{int(highest) + 1:04}"
        connection.execute(insert(door_schema.moderators).values(name=name, passphrase=name))

    for _ in range(times):
        database.run(step)


def test_four_processes_never_draw_the_same_number(tmp_path: Path, database: Database) -> None:
    spawn = multiprocessing.get_context("spawn")
    path = str(tmp_path / "door" / "door.sqlite")
    workers = [spawn.Process(target=count_up, args=(path, 25)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert database.run(lambda c: c.scalar(select(func.count()).select_from(door_schema.moderators))) == 100


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def fill(connection: Connection) -> None:
    rows = [{"name": f"m{n}", "passphrase": f"canary-{n}-" + "x" * 900} for n in range(40)]
    connection.execute(insert(door_schema.moderators), rows)


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_what_is_deleted_is_gone_from_every_file(
    tmp_path: Path, database: Database, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not guarded:
        monkeypatch.setattr(engine, "PRAGMAS", ("PRAGMA secure_delete = OFF",))
    database.run(fill)
    assert b"canary-7-" in everything_in(tmp_path)
    database.run(lambda c: c.execute(update(door_schema.moderators).values(passphrase="short")))
    database.run(lambda c: c.execute(door_schema.moderators.delete()))
    assert (b"canary-" in everything_in(tmp_path)) is not guarded
