"""How collecting ends: keys, codes and hashes go, a count stays, and a crash changes nothing of that."""

import stat
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from forum.issuer.keys import SecretFiles
from tests.issuer.conftest import Running
from tests.tickets.client import ask


def files(issuer: Running) -> list[str]:
    folders = ("keys", "statements", "peppers")
    return sorted(path.name for folder in folders for path in (issuer.folder / folder).iterdir())


def everything_on_disk(issuer: Running) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(issuer.folder.rglob("*")) if path.is_file())


def collected_from(issuer: Running, cards: int, *sessions: str) -> tuple[str, list[bytes]]:
    """A term with some cards, all used; the last code and what it asked."""
    keylist = issuer.term(*sessions)
    for code in issuer.cards(keylist, cards):
        requests = [one.request for one in ask(keylist)]
        assert issuer.collect(code, requests).status_code == 200
    return code, requests


def test_closing_answers_the_count_destroys_key_and_hashes_and_can_be_repeated(issuer: Running) -> None:
    code, requests = collected_from(issuer, 3)
    live = next(iter(issuer.services.issuer._terms))
    hashes, pepper = [*live.book.invitations, *live.book.requests], bytes(live.book.pepper)
    kept = everything_on_disk(issuer)
    assert all(one in kept for one in hashes)
    assert pepper in kept
    assert files(issuer) == sorted(["session-00", f"locker-{live.keylist.term}", live.keylist.term, live.keylist.term])
    assert [issuer.collected("session-00") for _ in range(2)] == [3, 3]
    left = everything_on_disk(issuer)
    assert files(issuer) == []
    assert not any(one in left for one in [*hashes, pepper, code.encode()])
    assert bytes(live.book.pepper) == bytes(32)
    assert issuer.collect(code, requests).json == {"code": "unknown-invitation"}
    issuer.restart()
    assert issuer.collected("session-00") == 3


def test_no_code_in_clear_is_ever_on_disk(issuer: Running) -> None:
    keylist = issuer.term()
    codes = issuer.cards(keylist, 20)
    kept = everything_on_disk(issuer)
    assert not any(code.encode() in kept for code in codes)


def test_cards_of_a_term_serve_the_sessions_that_are_left(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    early, late = issuer.cards(keylist, 2)
    pending = ask(keylist)
    assert issuer.collect(early, [one.request for one in pending]).status_code == 200
    assert issuer.collected("session-00") == 1
    assert issuer.collect(late, [one.request for one in pending]).json == {"code": "collecting-closed"}
    assert issuer.collect(late, [one.request for one in pending[1:]]).status_code == 200
    assert issuer.collected("session-01") == 2
    assert files(issuer) == []


def test_a_key_is_destroyed_when_its_time_is_over_before_anything_is_answered(issuer: Running) -> None:
    code, requests = collected_from(issuer, 1)
    issuer.clock.move(hours=3)
    assert issuer.collect(code, requests).json == {"code": "unknown-invitation"}
    assert files(issuer) == []
    assert issuer.collected("session-00") == 1


def test_an_issuer_that_starts_after_the_deadline_destroys_before_it_answers(
    start_issuer: Callable[[], Running],
) -> None:
    first = start_issuer()
    code, requests = collected_from(first, 2)
    first.clock.move(hours=4)
    first.restart()
    assert files(first) == []
    assert first.collect(code, requests).json == {"code": "unknown-invitation"}
    assert first.collected("session-00") == 2


def test_what_a_crash_left_between_two_steps_is_destroyed_at_the_next_start(issuer: Running) -> None:
    collected_from(issuer, 1)
    key = (issuer.folder / "keys" / "session-00").read_bytes()
    issuer.close("session-00")
    (issuer.folder / "keys" / "session-00").write_bytes(key)
    (issuer.folder / "peppers" / "some-term0").write_bytes(bytes(32))
    issuer.restart()
    assert files(issuer) == []


def test_a_closed_session_is_never_opened_again(issuer: Running) -> None:
    collected_from(issuer, 1)
    issuer.close("session-00")
    payload = {
        "sessions": [{"session": "session-00", "opens": "2027-03-01T19:00Z", "collecting_closes": "2027-03-01T21:00Z"}]
    }
    assert issuer.call("/terms", payload).status_code == 400
    assert files(issuer) == []


def test_secrets_are_readable_by_one_account_only(issuer: Running) -> None:
    issuer.term()
    for path in issuer.folder.rglob("*"):
        if path.name != "service.key":
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_secret_is_overwritten_before_its_file_goes(tmp_path: Path) -> None:
    files = SecretFiles(tmp_path / "secrets")
    files.write("one", b"secret" * 10)
    with (tmp_path / "secrets" / "one").open("rb") as still_open:
        files.destroy("one")
        files.destroy("one")
        assert still_open.read() == bytes(60)
    assert files.names() == set()


@pytest.mark.parametrize("folder", ["keys", "statements", "peppers"])
def test_every_secret_of_a_term_is_overwritten_before_its_file_goes(issuer: Running, folder: str) -> None:
    keylist = issuer.term("session-00", "session-01")
    with ExitStack() as still_open:
        paths = sorted((issuer.folder / folder).iterdir())
        before = [still_open.enter_context(path.open("rb")) for path in paths]
        issuer.call(f"/terms/{keylist.term}/end", {})
        assert [set(file.read()) for file in before] == [{0}] * len(paths)
    assert len(paths) == (3 if folder == "keys" else 1)


def test_a_secret_is_never_replaced(tmp_path: Path) -> None:
    files = SecretFiles(tmp_path)
    files.write("one", b"first")
    with pytest.raises(FileExistsError):
        files.write("one", b"second")
    assert files.read("one") == b"first"
