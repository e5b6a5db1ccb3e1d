"""Secret files and sealed cookie values."""

import os
import threading
from pathlib import Path

import pytest

from forum.sealing import keyed_hash
from forum.storage.seal import CookieSeal, read_keys
from forum.storage.secret_files import destroy, read_or_make


def test_a_secret_is_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "door" / "x.key"
    first = read_or_make(path, lambda: b"one")
    assert (first, read_or_make(path, lambda: b"two")) == (b"one", b"one")
    assert (oct(path.stat().st_mode & 0o777), os.listdir(path.parent)) == ("0o600", ["x.key"])


def test_many_that_make_it_at_once_all_read_the_same(tmp_path: Path) -> None:
    seen: list[bytes] = []
    start = threading.Barrier(8)

    def make() -> None:
        start.wait()
        seen.append(read_or_make(tmp_path / "x.key", lambda: os.urandom(32)))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(seen), len(set(seen)), os.listdir(tmp_path)) == (8, 1, ["x.key"])


def test_a_destroyed_secret_is_overwritten_before_its_name_goes(tmp_path: Path) -> None:
    path = tmp_path / "x.key"
    read_or_make(path, lambda: b"canary-secret")
    with path.open("rb") as still_open:
        destroy(path)
        assert still_open.read() == bytes(13)
    assert not path.exists()
    destroy(path)


def test_nothing_is_hashed_under_an_empty_pepper() -> None:
    with pytest.raises(ValueError, match="pepper"):
        keyed_hash(b"", b"purpose", b"secret")


def test_a_sealed_value_comes_back_and_a_changed_one_does_not(tmp_path: Path) -> None:
    seal = CookieSeal(read_keys(tmp_path / "cookie.keys"), "seat")
    cookie = seal.wrap(b"0123456789abcdef")
    assert seal.unwrap(cookie) == b"0123456789abcdef"
    others = [cookie[:-2] + "AA", "A" + cookie, cookie.split(".")[0], "", "a.b", "\x00", "ŵ.ŵ"]
    assert [seal.unwrap(other) for other in others] == [None] * len(others)


def test_a_value_sealed_for_one_purpose_is_nothing_for_another(tmp_path: Path) -> None:
    keys = read_keys(tmp_path / "cookie.keys")
    assert CookieSeal(keys, "desk").unwrap(CookieSeal(keys, "seat").wrap(b"x" * 16)) is None


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before, after = CookieSeal(["a" * 64], "seat"), CookieSeal(["a" * 64, "b" * 64], "seat")
    assert after.unwrap(before.wrap(b"x")) == b"x"
    assert before.unwrap(after.wrap(b"x")) is None


@pytest.mark.parametrize("size", [0, 1, 16, 32])
def test_nothing_but_the_value_is_inside(size: int) -> None:
    seal = CookieSeal(["a" * 64], "seat")
    assert seal.wrap(bytes(size)) == seal.wrap(bytes(size))
