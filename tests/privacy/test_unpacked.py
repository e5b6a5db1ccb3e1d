"""What is packed is found as well."""

import gzip
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from tests.privacy.unpacked import MOZ_LZ4, lz4, snappy, unpacked

pytestmark = pytest.mark.privacy
WORDS = b"gwylan gwylan gwylan gwylan"
LZ4 = b"\x7fgwylan \x07\x00\x01" + b"\x00"
SNAPPY = bytes([len(WORDS), 6 << 2]) + b"gwylan " + bytes([19 << 2 | 2, 7, 0])


def test_each_way_of_packing_is_read() -> None:
    assert snappy(SNAPPY) == WORDS
    assert lz4(LZ4) == WORDS
    # A long run, whose length goes on in further bytes.
    assert lz4(b"\xf0\xff\x03" + b"x" * 273) == b"x" * 273


@pytest.mark.parametrize("bad", [b"", b"\x05", b"\xff\xff\xff", b"\x04\x00a\x01\x09", b"\x09\x00a"])
def test_what_is_not_packed_is_refused(bad: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        snappy(bad)


def test_everything_in_a_folder_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(b"before" + gzip.compress(b"a page") + b"after")
    (tmp_path / "piece").write_bytes(b"before" + zlib.compress(b"a piece"))
    (tmp_path / "tabs").write_bytes(MOZ_LZ4 + len(WORDS).to_bytes(4, "little") + LZ4)
    with closing(sqlite3.connect(tmp_path / "storage")) as base:
        base.execute("CREATE TABLE kept (value BLOB)")
        base.execute("INSERT INTO kept VALUES (?)", (SNAPPY,))
        base.commit()
    found = unpacked(tmp_path)
    assert (found["page (inflated)"], found["piece (inflated)"]) == (b"a page", b"a piece")
    assert (found["tabs (lz4)"], found["storage (snappy)"]) == (WORDS, WORDS)
    assert b"tabs" in found["(names)"]
