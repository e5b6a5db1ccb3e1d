"""Unknown, expired, cancelled and used cards: one answer, made in the same steps, none of them in the store."""

from collections.abc import Callable
from typing import Any

import pytest

from forum import sealing
from forum.clock import SystemChance
from forum.issuer import domain
from forum.tickets.codes import new_code
from forum.tickets.formats import TokenRequest
from tests.issuer.conftest import Running
from tests.tickets.client import ask


class NoStore:
    """A store that must not be asked."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        raise AssertionError(f"the store was asked: {name}")


@pytest.fixture
def cards(issuer: Running) -> tuple[dict[str, str], list[bytes]]:
    """One card of each kind that opens nothing, and requests that are fit for the term that goes on."""
    over, keylist = issuer.term("session-07"), issuer.term("session-00", "session-01")
    expired, used = issuer.cards(over)[0], issuer.cards(keylist)[0]
    lost = issuer.sheet(keylist)
    issuer.close("session-07")
    assert issuer.collect(used, [one.request for one in ask(keylist)]).status_code == 200
    issuer.call("/cancel", {"code": lost["sheet"]})
    unknown = new_code(SystemChance())
    kinds = {"unknown": unknown, "expired": expired, "cancelled": lost["cards"][0]["code"], "used": used}
    return kinds, [one.request for one in ask(keylist)]


def test_they_get_the_same_answer(issuer: Running, cards: tuple[dict[str, str], list[bytes]]) -> None:
    kinds, requests = cards
    answers = [issuer.collect(code, requests) for code in kinds.values()]
    assert {(one.status_code, one.data, tuple(one.headers)) for one in answers} == {
        (403, b'{"code":"unknown-invitation"}\n', tuple(answers[0].headers))
    }


def test_none_of_them_touches_the_store(issuer: Running, cards: tuple[dict[str, str], list[bytes]]) -> None:
    kinds, requests = cards
    issuer.services.issuer._store = NoStore()  # type: ignore[assignment]
    issuer.services.issuer._deadlines._store = NoStore()  # type: ignore[assignment]
    for code in kinds.values():
        assert issuer.collect(code, requests).status_code == 403
    # The control: a card that is good does need it.
    fresh = new_code(SystemChance())
    live = next(live for live in issuer.services.issuer._terms if live.collecting)
    live.book.invitations.add(domain.invitation_hash(live.book.pepper, fresh))
    with pytest.raises(AssertionError, match="record"):
        issuer.services.issuer._recorded(fresh, [TokenRequest.from_bytes(one) for one in requests])


def test_each_of_them_is_hashed_as_often(
    issuer: Running, cards: tuple[dict[str, str], list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds, requests = cards
    made: list[bytes] = []

    def counted(pepper: bytes | bytearray, purpose: bytes, value: bytes) -> bytes:
        made.append(purpose)
        return sealing.keyed_hash(pepper, purpose, value)

    monkeypatch.setattr(domain, "keyed_hash", counted)
    found = set()
    for code in kinds.values():
        made.clear()
        issuer.collect(code, requests)
        found.add(tuple(made))
    assert len(found) == 1
    (steps,) = found
    # One term collects, and there is the decoy; then the card, and each request twice.
    assert [steps.count(one) for one in (b"inv1", b"slot1", b"req1")] == [2, 1 + len(requests), len(requests)]
