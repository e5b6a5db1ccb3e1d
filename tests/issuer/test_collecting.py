"""Collecting over HTTP: what a card gives, what it gives again, and what gives nothing."""

from collections.abc import Callable

import pytest

from forum.clock import SystemChance
from forum.tickets import base64url
from forum.tickets.blindrsa import public_key
from forum.tickets.codes import new_code, printed
from forum.tickets.formats import challenge_digest, challenge_for, locker_challenge
from forum.tickets.verify import verify_token
from tests.issuer.conftest import DOOR, Running
from tests.tickets.blinding import InvalidSignature
from tests.tickets.client import answers, ask, form

REFUSED = b'{"code":"unknown-invitation"}\n'


def hashes_kept(issuer: Running) -> int:
    return issuer.services.issuer._store._database.run(  # type: ignore[attr-defined]
        lambda connection: connection.exec_driver_sql("SELECT count(*) FROM requests").scalar_one()
    )


def test_a_card_gives_a_ticket_for_every_session_of_its_term(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01", "session-02")
    pending = ask(keylist)
    answer = issuer.collect(printed(issuer.cards(keylist)[0]), [one.request for one in pending])
    assert answer.status_code == 200
    names = ("127.0.0.1:8001", "localhost:8000")
    expected = [challenge_for(*names, entry.session) for entry in keylist.sessions]
    assert [one.entry.challenge for one in pending] == [*expected, locker_challenge(*names, keylist.term)]
    for one, raw in zip(pending, answers(answer.data), strict=True):
        digest = challenge_digest(one.entry.challenge)
        assert verify_token(one.entry.key, digest, one.token(raw).to_bytes()) == one.nonce


def test_the_same_requests_again_get_the_same_answer(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    code, requests = issuer.cards(keylist)[0], [one.request for one in ask(keylist)]
    first = issuer.collect(code, requests)
    issuer.restart()
    assert issuer.collect(code.lower(), requests).data == first.data
    assert hashes_kept(issuer) == 3


def test_other_bytes_for_a_used_card_are_refused_like_an_unknown_card(issuer: Running) -> None:
    keylist = issuer.term()
    code = issuer.cards(keylist)[0]
    assert issuer.collect(code, [one.request for one in ask(keylist)]).status_code == 200
    used = issuer.collect(code, [one.request for one in ask(keylist)])
    unknown = issuer.collect(new_code(SystemChance()), [one.request for one in ask(keylist)])
    mistyped = issuer.collect("0" * 19 + "1", [one.request for one in ask(keylist)])
    assert used.status_code == unknown.status_code == mistyped.status_code == 403
    assert used.data == unknown.data == mistyped.data == REFUSED
    assert list(used.headers) == list(unknown.headers) == list(mistyped.headers)


def test_a_batch_in_which_one_request_differs_is_refused_whole(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    code, pending = issuer.cards(keylist)[0], ask(keylist)
    issuer.collect(code, [one.request for one in pending])
    before = hashes_kept(issuer)
    mixed = issuer.collect(code, [pending[0].request, ask(keylist)[1].request, pending[2].request])
    assert mixed.data == REFUSED
    assert hashes_kept(issuer) == before


def test_a_batch_of_which_one_cannot_be_recorded_leaves_nothing_behind(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    code, pending = issuer.cards(keylist)[0], ask(keylist)
    store = issuer.services.issuer._store
    issuer.close("session-01")
    issuer.live(keylist).counts.clear()
    answer = issuer.collect(code, [one.request for one in pending])
    assert answer.json == {"code": "collecting-closed"}
    assert hashes_kept(issuer) == 0
    assert set(store.terms()[0].counts) == {"session-01"}


def nobodys(good: list[bytes]) -> bytes:
    """A short name that no key of the list has."""
    return bytes([next(number for number in range(256) if number not in {one[2] for one in good})])


SPOILED: dict[str, Callable[[list[bytes], bytes], list[bytes]]] = {
    "none": lambda good, n: [],
    "one missing": lambda good, n: [good[0], good[2]],
    "no locker": lambda good, n: good[:2],
    "the locker alone": lambda good, n: good[2:],
    "the locker first": lambda good, n: [good[2], *good[:2]],
    "wrong order": lambda good, n: good[::-1],
    "one twice": lambda good, n: [good[0], good[0], good[2]],
    "the locker twice": lambda good, n: [*good[:2], good[2], good[2]],
    "one too many": lambda good, n: [*good, good[0]],
    "eight": lambda good, n: (good * 4)[:8],
    "too short": lambda good, n: [good[0][:-1], *good[1:]],
    "too long": lambda good, n: [good[0] + b"\0", *good[1:]],
    "another type": lambda good, n: [b"\0\1" + good[0][2:], *good[1:]],
    "a key of nobody's": lambda good, n: [good[0][:2] + nobodys(good) + good[0][3:], *good[1:]],
    "z = n": lambda good, n: [good[0][:3] + n, *good[1:]],
    "z above n": lambda good, n: [good[0][:3] + b"\xff" * 256, *good[1:]],
    "z above n for the locker": lambda good, n: [*good[:2], good[2][:3] + b"\xff" * 256],
}


@pytest.mark.parametrize("name", SPOILED)
def test_a_batch_of_the_wrong_form_is_a_bad_request_and_spends_nothing(issuer: Running, name: str) -> None:
    keylist = issuer.term("session-00", "session-01")
    code = issuer.cards(keylist)[0]
    n = public_key(keylist.sessions[0].key).n.to_bytes(256, "big")
    answer = issuer.collect(code, SPOILED[name]([one.request for one in ask(keylist)], n))
    assert (answer.status_code, answer.json) == (400, {"code": "bad-request"})
    assert hashes_kept(issuer) == 0
    assert issuer.collect(code, [one.request for one in ask(keylist)]).status_code == 200


def test_a_bit_turned_on_the_way_back_is_noticed_by_the_client(issuer: Running) -> None:
    keylist = issuer.term()
    pending = ask(keylist)
    raw = bytearray(answers(issuer.collect(issuer.cards(keylist)[0], [one.request for one in pending]).data)[0])
    raw[100] ^= 4
    with pytest.raises(InvalidSignature):
        pending[0].token(bytes(raw))
    with pytest.raises(InvalidSignature):
        pending[0].token(bytes(raw[:-1]))


def test_only_the_doors_own_pages_may_collect(issuer: Running) -> None:
    keylist = issuer.term()
    code, requests = issuer.cards(keylist)[0], [one.request for one in ask(keylist)]
    for origin in (None, "null", "http://localhost:8000.example", "http://localhost", DOOR + "/"):
        assert issuer.collect(code, requests, origin).json == {"code": "wrong-origin"}
    answer = issuer.collect(code, requests)
    assert answer.headers["Access-Control-Allow-Origin"] == DOOR
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_forms_of_another_kind_or_size_are_refused(issuer: Running) -> None:
    keylist = issuer.term()
    data = form(issuer.cards(keylist)[0], [one.request for one in ask(keylist)])
    headers = {"Origin": DOOR}
    multipart = issuer.client.post("/tickets", data=data, headers=headers, content_type="multipart/form-data")
    large = issuer.client.post("/tickets", data={**data, "more": "x" * 9000}, headers=headers)
    two_codes = issuer.client.post("/tickets", data={**data, "code": [data["code"]] * 2}, headers=headers)
    assert multipart.json == two_codes.json == {"code": "bad-request"}
    assert (large.status_code, large.json) == (413, {"code": "too-large"})


def test_a_flood_of_wrong_cards_is_slowed_and_a_right_one_is_not(issuer: Running) -> None:
    keylist = issuer.term()
    requests = [one.request for one in ask(keylist)]
    code = issuer.cards(keylist)[0]
    statuses = [issuer.collect(new_code(SystemChance()), requests).status_code for _ in range(120)]
    assert statuses == [403] * 100 + [429] * 20
    assert issuer.collect(code, requests).status_code == 200
    issuer.clock.move(seconds=1)
    assert issuer.collect(new_code(SystemChance()), requests).status_code == 403


def test_the_key_list_is_the_same_for_everybody_and_carries_no_mark(issuer: Running) -> None:
    keylist = issuer.term()
    answers_seen = [issuer.app.test_client().get(f"/keys/{keylist.term}") for _ in range(2)]
    first, second = answers_seen
    assert first.data == second.data == keylist.to_bytes()
    assert list(first.headers) == list(second.headers)
    assert first.headers["Access-Control-Allow-Origin"] == DOOR
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(first.headers.keys())
    assert issuer.client.get("/keys/no-such-00").status_code == 404
    assert base64url.encode(keylist.sessions[0].key) in first.text
