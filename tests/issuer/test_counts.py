"""What the issuer says of a session: how many tickets, signed; whether few; which locker; and for how long."""

from typing import Any

import pytest

from forum.ids import SessionId
from forum.tickets import base64url
from forum.tickets.keylist import KeyList
from forum.tickets.statements import collected_statement, count_statement, verify_statement
from tests.issuer.conftest import DOOR, SECRET, Running
from tests.tickets.client import ask

DIGEST = "0d" * 32


def collect(issuer: Running, keylist: KeyList, times: int) -> None:
    for code in issuer.cards(keylist, times):
        assert issuer.collect(code, [one.request for one in ask(keylist)]).status_code == 200


def public(issuer: Running, path: str) -> Any:
    answer = issuer.client.get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == DOOR
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(answer.headers.keys())
    return answer.json if answer.status_code == 200 else answer.status_code


def test_the_door_gets_the_exact_count_and_everybody_the_rounded_one(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    collect(issuer, keylist, 7)
    assert public(issuer, f"/collected/{keylist.term}") == {"collected": []}
    exact = issuer.close("session-00").json
    assert exact is not None
    assert exact["collected"] == 7
    statement = count_statement(keylist.term, SessionId("session-00"), 7)
    assert verify_statement(keylist.statements, statement, base64url.decode(exact["signature"]))
    (entry,) = public(issuer, f"/collected/{keylist.term}")["collected"]
    assert (entry["session"], entry["at_least"]) == ("session-00", 5)
    statement = collected_statement(keylist.term, SessionId("session-00"), 5)
    assert verify_statement(keylist.statements, statement, base64url.decode(entry["signature"]))
    issuer.close("session-01")
    issuer.restart()
    assert issuer.close("session-00").json == exact
    entries = public(issuer, f"/collected/{keylist.term}")["collected"]
    assert [one["session"] for one in entries] == ["session-00", "session-01"]
    assert entries[0] == entry


def test_before_collecting_is_over_there_is_no_count(issuer: Running) -> None:
    keylist = issuer.term()
    answer = issuer.call("/sessions/session-00/collected", {})
    assert (answer.status_code, answer.json) == (409, {"code": "still-collecting"})
    issuer.clock.move(hours=3)
    asked = issuer.call("/sessions/session-00/collected", {}).json
    bearer = {"Authorization": f"Bearer {SECRET}"}
    assert issuer.client.get("/service/sessions/session-00/collected", headers=bearer).json == asked
    assert asked == issuer.close("session-00").json
    assert issuer.client.get("/service/sessions/session-00/collected").status_code == 404
    assert keylist.sessions[0].session in issuer.client.get(f"/collected/{keylist.term}").text


@pytest.mark.parametrize("times", [4, 5])
def test_whether_few_have_collected_is_said_once_and_for_all(issuer: Running, times: int) -> None:
    keylist = issuer.term()
    collect(issuer, keylist, times)
    assert issuer.call("/sessions/session-00/few", {}).json == {"few": times < 5}
    collect(issuer, keylist, 2)
    issuer.restart()
    assert issuer.call("/sessions/session-00/few", {}).json == {"few": times < 5}


def test_few_can_be_asked_after_collecting_too_and_not_of_what_never_was(issuer: Running) -> None:
    collect(issuer, issuer.term(), 1)
    issuer.close("session-00")
    assert issuer.call("/sessions/session-00/few", {}).json == {"few": True}
    for path in ("few", "collected", "close"):
        assert issuer.call(f"/sessions/never-made/{path}", {}).status_code == 404


def test_few_is_not_written_down_once_the_term_is_over(issuer: Running) -> None:
    keylist = issuer.term()
    collect(issuer, keylist, 1)
    assert issuer.call(f"/terms/{keylist.term}/end", {}).status_code == 200
    assert issuer.call("/sessions/session-00/few", {}).json == {"few": True}
    store = issuer.services.issuer._store
    sql = "SELECT few FROM sessions"
    assert store._database.run(lambda c: c.exec_driver_sql(sql).scalars().all()) == [None]  # type: ignore[attr-defined]


def test_an_edition_of_the_locker_is_newer_than_the_one_before(issuer: Running) -> None:
    keylist = issuer.term()

    def told(number: int, digest: str = DIGEST) -> int:
        return issuer.call("/lockers", {"term": keylist.term, "edition": number, "digest": digest}).status_code

    assert public(issuer, f"/lockers/{keylist.term}") == 404
    assert told(2) == 200
    assert public(issuer, f"/lockers/{keylist.term}") == {"edition": 2, "digest": DIGEST}
    # The same again is a lost answer; another locker under a number that was used is not taken.
    assert (told(2), told(2, "0e" * 32), told(1), told(1, "0e" * 32)) == (200, 400, 400, 400)
    issuer.restart()
    assert (told(2, "0e" * 32), told(3, "0e" * 32)) == (400, 200)
    assert public(issuer, f"/lockers/{keylist.term}") == {"edition": 3, "digest": "0e" * 32}


@pytest.mark.parametrize(
    "change", [{"edition": 0}, {"edition": True}, {"edition": "1"}, {"digest": "0D" * 32}, {"digest": 1}, {"more": 1}]
)
def test_an_edition_of_another_form_is_a_bad_request(issuer: Running, change: dict[str, Any]) -> None:
    payload = {"term": issuer.term().term, "edition": 1, "digest": DIGEST, **change}
    assert issuer.call("/lockers", payload).json == {"code": "bad-request"}


def everything_public(issuer: Running, keylist: KeyList) -> set[Any]:
    paths = ("keys", "collected", "lockers")
    return {issuer.client.get(f"/{path}/{keylist.term}").status_code for path in paths}


def test_what_is_public_stays_until_the_door_says_that_the_term_is_over(issuer: Running) -> None:
    keylist = issuer.term()
    issuer.call("/lockers", {"term": keylist.term, "edition": 1, "digest": DIGEST})
    collect(issuer, keylist, 1)
    issuer.close("session-00")
    issuer.restart()
    assert everything_public(issuer, keylist) == {200}
    assert [issuer.call(f"/terms/{keylist.term}/end", {}).json for _ in range(2)] == [{"ended": True}] * 2
    assert everything_public(issuer, keylist) == {404}
    assert issuer.call("/lockers", {"term": keylist.term, "edition": 2, "digest": DIGEST}).status_code == 404
    # The door may still ask for what it needs to settle the session.
    assert issuer.collected("session-00") == 1


def test_what_is_public_is_gone_a_day_after_the_last_session_should_have_opened(issuer: Running) -> None:
    keylist = issuer.term()
    issuer.call("/lockers", {"term": keylist.term, "edition": 1, "digest": DIGEST})
    issuer.clock.move(hours=24, minutes=59)
    assert everything_public(issuer, keylist) == {200}
    issuer.clock.move(minutes=1)
    assert everything_public(issuer, keylist) == {404}
    issuer.clock.move(days=-2)
    assert everything_public(issuer, keylist) == {404}


def test_a_term_that_is_ended_while_it_collects_is_closed_first(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    collect(issuer, keylist, 2)
    assert issuer.call(f"/terms/{keylist.term}/end", {}).status_code == 200
    assert [list((issuer.folder / name).iterdir()) for name in ("keys", "peppers", "statements")] == [[], [], []]
    assert issuer.collected("session-01") == 2
