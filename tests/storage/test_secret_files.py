"""Secret files and sealed cookie values."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from forum.attendance.peppers import FilePeppers
from forum.clock import SystemChance
from forum.issuer.keys import SecretFiles
from forum.sealing import keyed_hash
from forum.storage import secret_files
from forum.storage.seal import CookieSeal, read_keys
from forum.storage.secret_files import destroy, discard_drafts, read_or_make


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


class PullThePlug(BaseException):
    """The machine stops here."""


def crash(path: Path, monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    """Makes a secret, and stops before its draft is linked in, or before the draft is removed."""

    def stop(*_args: object) -> None:
        raise PullThePlug

    with monkeypatch.context() as patched:
        patched.setattr(secret_files, "discard", stop)
        if before == "link":
            patched.setattr(os, "link", stop)
        with pytest.raises(PullThePlug):
            read_or_make(path, lambda: b"canary-secret")
    assert len(os.listdir(path.parent)) == (1 if before == "link" else 2)


@pytest.mark.parametrize("before", ["link", "removal"])
def test_a_draft_that_a_crash_left_is_destroyed_with_its_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    path = tmp_path / "x.key"
    crash(path, monkeypatch, before)
    read_or_make(tmp_path / "x", lambda: b"other")
    with next(tmp_path.glob(".x.key.*")).open("rb") as still_open:
        destroy(path)
        assert still_open.read() == bytes(13)
    assert os.listdir(tmp_path) == ["x"]


@pytest.mark.parametrize("before", ["link", "removal"])
@pytest.mark.parametrize("make", [FilePeppers, SecretFiles])
def test_drafts_are_removed_at_the_start_and_secrets_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str, make: Callable[..., object]
) -> None:
    path = tmp_path / "term-00001"
    crash(path, monkeypatch, before)
    with next(tmp_path.glob(".term*")).open("rb") as still_open:
        make(tmp_path, SystemChance()) if make is FilePeppers else make(tmp_path)
        # What was linked in is the secret itself.
        assert still_open.read() == (bytes(13) if before == "link" else b"canary-secret")
    assert os.listdir(tmp_path) == ([] if before == "link" else ["term-00001"])
    assert read_or_make(path, lambda: b"canary-secret") == b"canary-secret"


def test_a_draft_that_another_process_took_away_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stock, tried = os.link, []

    def link(draft: Path, path: Path) -> None:
        tried.append(draft)
        if len(tried) == 1:
            discard_drafts(tmp_path)
        stock(draft, path)

    monkeypatch.setattr(os, "link", link)
    assert read_or_make(tmp_path / "x.key", lambda: b"secret") == b"secret"
    assert (len(tried), os.listdir(tmp_path)) == (2, ["x.key"])


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
