"""After an evening nothing of anyone is found: in what was printed, and in any byte of either data folder."""

import pytest

from tests.privacy.evening import NEVER_WRITTEN, Evening

pytestmark = pytest.mark.privacy


def test_canaries_went_in_by_every_door(evening: Evening) -> None:
    assert set(evening.words.drawn) == {
        *("query", "static", "missing page", "method", "body", "name", "passphrase", "origin", "cookie", "bearer"),
        *("code", "ticket", "malformed request", "frame", "message", "moderator's message", "refused message"),
        *("failing page", "failing page's cookie", "failing handler", "crowd", "box"),
    }
    assert all(evening.needles.by_kind.values())


def test_faults_were_noticed_so_there_was_something_to_print(evening: Evening) -> None:
    log = evening.log["log"].decode()
    assert "page-fault RuntimeError" in log
    assert "socket-fault RuntimeError" in log


def test_nothing_of_anyone_is_printed(evening: Evening) -> None:
    assert evening.needles.found(evening.log) == {}
    assert b"Traceback" not in evening.log["log"]
    assert b"127.0.0.1" not in evening.log["log"]


def test_no_byte_of_the_data_folders_holds_anything_of_anyone(evening: Evening) -> None:
    assert evening.needles.found(evening.after) == {}


def test_words_codes_and_tickets_are_in_no_file_even_while_the_session_lasts(evening: Evening) -> None:
    assert evening.needles.found(evening.during, *NEVER_WRITTEN) == {}


def test_what_is_kept_while_the_session_lasts_is_there_to_be_forgotten(evening: Evening) -> None:
    assert set(evening.needles.found(evening.during)) == {"rows", "key files", "boxes"}


def test_no_file_lies_beside_the_databases(evening: Evening) -> None:
    assert [name for name in evening.after if name.endswith(("-wal", "-journal", "-shm", ".tmp"))] == []
