"""Record first, then sign: what a fault, a crash or a crowd between the two can and cannot do."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from forum.ids import SessionId
from forum.refusals import RefusalCode, Refused
from forum.tickets.formats import TokenRequest
from tests.issuer.parts import Parts, PullThePlug, refusal, requests_for


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path)


@pytest.mark.parametrize("stop_at", [1, 2, 3])
def test_a_crash_while_signing_leaves_a_card_good_for_the_same_requests_only(
    parts: Parts, tmp_path: Path, stop_at: int
) -> None:
    keylist = parts.term()
    code, requests = parts.code(keylist), requests_for(keylist)
    parts.signer.stop_at = stop_at
    with pytest.raises(PullThePlug):
        parts.issuer.collect(code, requests)
    after = Parts(tmp_path)
    other = requests_for(keylist)
    assert refusal(lambda: after.issuer.collect(code, other)) is RefusalCode.UNKNOWN_INVITATION
    assert after.signer.signed == 0
    assert len(after.issuer.collect(code, requests)) == 3
    assert after.issuer.close(SessionId("session-00")).collected == 1


def test_nothing_is_signed_on_any_path_that_refuses(parts: Parts) -> None:
    keylist = parts.term()
    code, requests = parts.code(keylist), requests_for(keylist)
    beyond = TokenRequest(requests[2].short_key_id, b"\xff" * 256)
    for batch in ([], requests[:1], requests[:2], requests[::-1], [*requests[:2], beyond], [*requests, requests[0]]):
        assert refusal(lambda batch=batch: parts.issuer.collect(code, batch)) is RefusalCode.BAD_REQUEST
    for wrong in ("", "0" * 19 + "1", "0" * 20):
        assert refusal(lambda wrong=wrong: parts.issuer.collect(wrong, requests)) is RefusalCode.UNKNOWN_INVITATION
    assert parts.signer.signed == 0
    parts.issuer.collect(code, requests)
    assert parts.signer.signed == 3
    for place, other in enumerate(requests_for(keylist)):
        mixed = [*requests[:place], other, *requests[place + 1 :]]
        assert refusal(lambda mixed=mixed: parts.issuer.collect(code, mixed)) is RefusalCode.UNKNOWN_INVITATION
    assert parts.signer.signed == 3


def test_one_card_used_by_twenty_at_once_gives_tickets_to_one(parts: Parts) -> None:
    keylist = parts.term()
    code = parts.code(keylist)
    batches = [requests_for(keylist) for _ in range(20)]

    def tried(batch: list[TokenRequest]) -> bool:
        try:
            return len(parts.issuer.collect(code, batch)) == 3
        except Refused as refused:
            assert refused.code is RefusalCode.UNKNOWN_INVITATION  # noqa: PT017
            return False

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(tried, batches)) == 1
    assert parts.signer.signed == 3
    assert parts.issuer.close(SessionId("session-00")).collected == 1


def test_the_same_requests_by_twenty_at_once_get_one_answer(parts: Parts) -> None:
    keylist = parts.term()
    code, batch = parts.code(keylist), requests_for(keylist)
    with ThreadPoolExecutor(8) as crowd:
        found = list(crowd.map(lambda _: tuple(parts.issuer.collect(code, batch)), range(20)))
    assert len(set(found)) == 1
    assert parts.issuer.close(SessionId("session-00")).collected == 1


def test_the_rows_of_the_store_are_no_clock(parts: Parts) -> None:
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version'"
    tables = parts.store._database.run(lambda connection: connection.exec_driver_sql(sql).all())
    assert {row.name for row in tables} == {"terms", "sessions", "invitations", "requests"}
    assert all("WITHOUT ROWID" in row.sql for row in tables)


def test_the_migration_makes_the_tables_of_the_schema(parts: Parts) -> None:
    from sqlalchemy import inspect

    from forum.storage.issuer_schema import metadata

    def columns(connection: object) -> dict[str, set[str]]:
        found = inspect(connection)
        return {name: {column["name"] for column in found.get_columns(name)} for name in found.get_table_names()}

    made = parts.store._database.run(columns)
    made.pop("alembic_version")
    assert made == {name: set(table.columns.keys()) for name, table in metadata.tables.items()}
