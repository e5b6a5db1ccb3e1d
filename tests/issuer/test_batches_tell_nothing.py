"""A batch that cannot be signed is refused alike for every card: nobody learns from it whether one was used."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from forum.clock import SystemChance
from forum.ids import SessionId, TermId
from forum.issuer.domain import invitation_hash
from forum.issuer.live import LiveTerm, LiveTerms
from forum.refusals import RefusalCode
from forum.tickets.codes import new_code
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList
from tests.issuer.conftest import Running
from tests.issuer.parts import refusal
from tests.tickets.client import ask

Batch = Callable[[list[bytes]], list[bytes]]

UNFIT: dict[str, Batch] = {
    "the locker alone": lambda good: good[-1:],
    "one missing": lambda good: good[1:],
    "another order": lambda good: good[::-1],
    "one too many": lambda good: [*good, good[0]],
    "no locker": lambda good: good[:-1],
    "z above n": lambda good: [good[0][:3] + b"\xff" * 256, *good[1:]],
    "z above n for the locker": lambda good: [*good[:-1], good[-1][:3] + b"\xff" * 256],
    "another length": lambda good: [good[0] + b"\0", *good[1:]],
    "nothing": lambda good: [],
}


def batch_for(keylist: KeyList) -> list[bytes]:
    return [one.request for one in ask(keylist)]


@pytest.fixture
def keylist(issuer: Running) -> KeyList:
    return issuer.term("session-00", "session-01")


@pytest.fixture
def cards(issuer: Running, keylist: KeyList) -> dict[str, str]:
    """A card that is good, and one of each kind that is not."""
    over = issuer.term("session-07")
    fresh, used = issuer.cards(keylist, 2)
    expired, lost = issuer.cards(over)[0], issuer.sheet(keylist)
    issuer.close("session-07")
    assert issuer.collect(used, batch_for(keylist)).status_code == 200
    issuer.call("/cancel", {"code": lost["sheet"]})
    refused = {"unknown": new_code(SystemChance()), "expired": expired, "cancelled": lost["cards"][0]["code"]}
    return {"fresh": fresh, "used": used} | refused


def told(issuer: Running, cards: dict[str, str], batch: list[bytes]) -> tuple[int, str]:
    """Status and code of the one answer that every card gets."""
    answers = [issuer.collect(code, batch) for code in cards.values()]
    ((status, body, _headers),) = {(one.status_code, one.data, tuple(one.headers)) for one in answers}
    return status, body.decode()


@pytest.mark.parametrize("name", UNFIT)
def test_a_batch_of_the_wrong_form(issuer: Running, keylist: KeyList, cards: dict[str, str], name: str) -> None:
    batch = UNFIT[name](batch_for(keylist))
    assert told(issuer, cards, batch) == (400, '{"code":"bad-request"}\n')
    assert issuer.collect(cards["fresh"], batch_for(keylist)).status_code == 200


def test_a_batch_that_comes_too_late(issuer: Running, keylist: KeyList, cards: dict[str, str]) -> None:
    batch = batch_for(keylist)
    issuer.close("session-00")
    assert told(issuer, cards, batch) == (410, '{"code":"collecting-closed"}\n')
    assert told(issuer, cards, [batch[0], batch[2]])[0] == 400
    assert issuer.collect(cards["fresh"], batch[1:]).status_code == 200


def test_a_batch_for_a_key_that_has_signed_falsely(issuer: Running, keylist: KeyList, cards: dict[str, str]) -> None:
    live = issuer.live(keylist)
    live.stopped.add(next(iter(live.keys)))
    assert told(issuer, cards, batch_for(keylist)) == (500, '{"code":"signing-failure"}\n')


def test_a_batch_for_a_term_that_collects_no_more(issuer: Running, keylist: KeyList, cards: dict[str, str]) -> None:
    for one in keylist.sessions:
        issuer.close(one.session)
    assert told(issuer, cards, batch_for(keylist)) == (403, '{"code":"unknown-invitation"}\n')


def test_a_batch_for_another_term(issuer: Running, keylist: KeyList, cards: dict[str, str]) -> None:
    other = issuer.term("session-02")
    assert told(issuer, cards, batch_for(other)) == (403, '{"code":"unknown-invitation"}\n')
    assert issuer.collect(cards["fresh"], batch_for(keylist)).status_code == 200


def test_a_batch_that_fits_two_terms_is_for_the_cards_of_both(keylist: KeyList) -> None:
    # Short names of keys are one byte: here those of two terms are the same.
    renamed = tuple(replace(one, session=SessionId(f"other-{n:04}")) for n, one in enumerate(keylist.sessions))
    lists = [keylist, replace(keylist, term=TermId("other-term"), sessions=renamed)]
    terms, codes = LiveTerms(bytes(32)), [new_code(SystemChance()) for _ in lists]
    for one, code in zip(lists, codes, strict=True):
        live = terms.put(LiveTerm.fresh(one, bytearray(one.term.encode())))
        live.book.invitations.add(invitation_hash(live.book.pepper, code))
    batch = [TokenRequest.from_bytes(one) for one in batch_for(keylist)]
    assert [terms.admit(code, batch, terms.fitting(batch)).term for code in codes] == [one.term for one in lists]
    terms.get(keylist.term).stopped |= terms.get(keylist.term).keys
    fitting = terms.fitting(batch)
    assert terms.admit(codes[1], batch, fitting).term == "other-term"
    assert refusal(lambda: terms.admit(codes[0], batch, fitting)) is RefusalCode.UNKNOWN_INVITATION
