"""The search itself: it finds what is there, however it is written."""

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.privacy.needles import Needles, folder, rows, secret_files

pytestmark = pytest.mark.privacy
WORD = "gwylan-a-hedodd ŵ ŷ 🌊"


@pytest.mark.parametrize(
    "written",
    [
        WORD.encode(),
        WORD.encode().hex().encode(),
        json.dumps({"text": WORD}).encode(),
        repr({"text": WORD}).encode(),
        repr(WORD.encode()).encode(),
        WORD.encode("utf-16"),
        *(base64.b64encode(b"x" * before + WORD.encode() + b"tail") for before in range(3)),
    ],
)
def test_a_word_is_found_however_it_is_written(written: bytes) -> None:
    needles = Needles()
    needles.add("words", WORD)
    assert needles.found({"log": b"before " + written + b" after"}) == {"words": ["log"]}


def test_what_is_not_there_is_not_found() -> None:
    needles = Needles()
    needles.add_secret("codes", "0123-4567-89AB-CDEF-GHJK")
    assert needles.found({"log": b"started\nstopped\n" * 100}) == {}


def test_values_of_rows_are_collected_and_then_found_in_free_pages(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "some.sqlite3")) as base:
        base.execute("PRAGMA secure_delete = OFF")
        base.execute("CREATE TABLE seats (secret BLOB)")
        base.execute("INSERT INTO seats VALUES (?)", (bytes(range(32)),))
        base.commit()
        kept = rows(tmp_path)
        base.execute("DELETE FROM seats")
        base.commit()
    assert kept == {bytes(range(32))}
    assert rows(tmp_path) == set()
    needles = Needles()
    needles.add("rows", *kept)
    assert needles.found(folder(tmp_path)) == {"rows": ["some.sqlite3"]}


def test_files_in_folders_of_their_own_count_as_secrets(tmp_path: Path) -> None:
    (tmp_path / "door" / "peppers").mkdir(parents=True)
    (tmp_path / "door" / "peppers" / "abc").write_bytes(bytes(range(64)))
    (tmp_path / "door" / "cookie.keys").write_bytes(b"stays, and is nobody's")
    assert secret_files(tmp_path) == {bytes(range(32)), bytes(range(32, 64))}
