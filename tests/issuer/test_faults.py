"""One secret that cannot be destroyed, one count that cannot be taken: nothing else waits for it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from forum.ids import SessionId
from forum.issuer.domain import locker_name
from forum.issuer.keys import SecretFiles
from forum.refusals import RefusalCode
from forum.tickets.keylist import KeyList
from tests.issuer.conftest import announced
from tests.issuer.parts import Parts, refusal, requests_for

FIRST, SECOND, OTHER = SessionId("session-00"), SessionId("session-01"), SessionId("session-10")


class Stuck:
    """Secrets or a store, some of which cannot be closed."""

    def __init__(self, real: Any, *stuck: str) -> None:
        self._real, self.stuck = real, set(stuck)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def destroy(self, name: str) -> None:
        self._try(self._real.destroy, name)

    def close(self, name: str) -> Any:
        return self._try(self._real.close, name)

    def _try(self, act: Callable[[str], Any], name: str) -> Any:
        if name in self.stuck:
            raise OSError
        return act(name)


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path)


@pytest.fixture
def terms(parts: Parts) -> tuple[KeyList, KeyList]:
    """A term in which something will fail, and one that is well."""
    return parts.term(), parts.issuer.make_term([announced(OTHER)])


def keys_stuck(parts: Parts, *names: str) -> Stuck:
    deadlines = parts.issuer._deadlines
    stuck = Stuck(deadlines._secrets.keys, *names)
    deadlines._secrets = replace(deadlines._secrets, keys=stuck)  # type: ignore[arg-type]
    return stuck


def test_a_key_that_cannot_be_destroyed_holds_up_no_other(parts: Parts, terms: tuple[KeyList, KeyList]) -> None:
    ill, well = terms
    stuck = keys_stuck(parts, FIRST)
    parts.clock.move(hours=4)
    with pytest.raises(OSError):
        parts.issuer.close_due()
    # Of its own term everything else is gone; the statement key has one count left to sign.
    assert parts.secrets() == [f"keys/{FIRST}", f"statements/{ill.term}"]
    assert parts.issuer.keylist(well.term) == well.to_bytes()
    assert parts.issuer.collected(OTHER).signature
    with pytest.raises(OSError):
        parts.issuer.collected(SECOND)
    stuck.stuck.clear()
    parts.issuer.close_due()
    assert parts.secrets() == []
    assert all(parts.issuer.collected(session).signature for session in (FIRST, SECOND))


def test_a_locker_key_that_cannot_be_destroyed_holds_up_no_count(parts: Parts, terms: tuple[KeyList, KeyList]) -> None:
    keys_stuck(parts, locker_name(terms[0].term))
    parts.clock.move(hours=4)
    with pytest.raises(OSError):
        parts.issuer.close_due()
    assert all(count.signature for count in (parts.store.count(FIRST), parts.store.count(SECOND)) if count)
    assert parts.secrets() == [f"keys/locker-{terms[0].term}", f"statements/{terms[0].term}"]


def test_a_count_that_cannot_be_taken_holds_up_no_other_and_nothing_more_is_signed(
    parts: Parts, terms: tuple[KeyList, KeyList]
) -> None:
    code, requests = parts.code(terms[0]), requests_for(terms[0])
    stuck = Stuck(parts.issuer._deadlines._store, FIRST)
    parts.issuer._deadlines._store = stuck  # type: ignore[assignment]
    parts.clock.move(hours=4)
    with pytest.raises(OSError):
        parts.issuer.close_due()
    assert (parts.store.count(FIRST), parts.issuer.collected(OTHER).collected) == (None, 0)
    second = parts.store.count(SECOND)
    assert second is not None
    assert second.signature
    assert refusal(lambda: parts.issuer.collect(code, requests)) is RefusalCode.UNKNOWN_INVITATION
    assert parts.signer.signed == 0
    stuck.stuck.clear()
    parts.issuer.close_due()
    assert parts.secrets() == []


def test_an_issuer_starts_beside_a_secret_that_cannot_be_destroyed(
    tmp_path: Path, terms: tuple[KeyList, KeyList], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keys" / "orphan-key").write_bytes(b"x")
    stock = SecretFiles.destroy

    def destroy(files: SecretFiles, name: str) -> None:
        if name == "orphan-key":
            raise OSError
        stock(files, name)

    monkeypatch.setattr(SecretFiles, "destroy", destroy)
    (tmp_path / "peppers" / "orphan-one").write_bytes(b"x")
    after = Parts(tmp_path)
    assert after.issuer.keylist(terms[1].term) == terms[1].to_bytes()
    assert "peppers/orphan-one" not in after.secrets()
    with pytest.raises(OSError):
        after.issuer.close_due()
    monkeypatch.undo()
    after.issuer.close_due()
    assert "keys/orphan-key" not in after.secrets()


def test_a_pepper_that_cannot_be_read_yet_holds_up_no_other_term(
    tmp_path: Path, terms: tuple[KeyList, KeyList]
) -> None:
    path = tmp_path / "peppers" / terms[0].term
    path.rename(tmp_path / "aside")
    path.mkdir()
    after = Parts(tmp_path)
    code, requests = after.code(terms[1]), requests_for(terms[1])
    assert len(after.issuer.collect(code, requests)) == 2
    with pytest.raises(IsADirectoryError):
        after.code(terms[0])
    path.rmdir()
    (tmp_path / "aside").rename(path)
    assert len(after.issuer.collect(after.code(terms[0]), requests_for(terms[0]))) == 3


def test_no_card_is_made_without_a_pepper(tmp_path: Path, terms: tuple[KeyList, KeyList]) -> None:
    (tmp_path / "peppers" / terms[0].term).unlink()
    after = Parts(tmp_path)
    assert refusal(lambda: after.code(terms[0])) is RefusalCode.NOT_FOUND
    assert after.rows("invitations") == 0
    assert after.issuer.cancel(after.issuer.make_cards(terms[1].term, 1, 9).code) == 1
