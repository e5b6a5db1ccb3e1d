"""What the door asks of the issuer, and what nobody else may."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from typing import Any

import pytest

from forum.issuer.keys import KeyFiles
from forum.issuer.ports import DrawnKey
from tests.issuer.conftest import Running, announced, session_json


@pytest.mark.parametrize("secret", ["", "x", "5E" * 32, "5e" * 31, "5e" * 33, "ŵ"])
def test_without_the_secret_there_are_no_service_calls(issuer: Running, secret: str) -> None:
    answer = issuer.client.post("/service/terms", json={}, headers={"Authorization": f"Bearer {secret}".encode()})
    assert (answer.status_code, answer.json) == (404, {"code": "not-found"})
    assert issuer.client.post("/service/terms", json={}).json == {"code": "not-found"}
    assert issuer.client.post("/service/none", json={}).json == {"code": "not-found"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_another_method_tells_nothing_of_them_either(issuer: Running, method: str) -> None:
    known, unknown = (issuer.client.open(f"/service/{name}", method=method) for name in ("terms", "none-here"))
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert (known.status_code, "Allow" in known.headers) == (404, False)


def test_a_term_has_one_key_for_each_session_and_says_its_hash(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    assert [entry.session for entry in keylist.sessions] == ["session-00", "session-01"]
    assert (keylist.issuer, keylist.origin) == ("127.0.0.1:8001", "localhost:8000")
    answer = issuer.call("/terms", {"sessions": [session_json("session-00"), session_json("session-01")]})
    assert answer.json is not None
    assert answer.json["digest"] == keylist.digest()
    assert answer.json["term"] == keylist.term


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {},
        {"sessions": []},
        {"sessions": "session-00"},
        {"sessions": [session_json("session-00")], "more": 1},
        {"sessions": [session_json("session-00")] * 2},
        {"sessions": [session_json(f"session-0{number}") for number in range(7)]},
        {"sessions": [session_json("../session")]},
        {"sessions": [session_json("session/00")]},
        {"sessions": [{**session_json("session-00"), "opens": "2027-03-01 19:00"}]},
        {"sessions": [{**session_json("session-00"), "opens": 1}]},
        {"sessions": [{"session": "session-00"}]},
    ],
)
def test_a_term_of_another_form_is_a_bad_request(issuer: Running, payload: Any) -> None:
    answer = issuer.call("/terms", payload)
    assert (answer.status_code, answer.json) == (400, {"code": "bad-request"})


def test_a_term_whose_time_is_over_is_not_made(issuer: Running) -> None:
    assert issuer.call("/terms", {"sessions": [session_json("session-00", closes=0)]}).status_code == 410


@pytest.mark.parametrize("field", ["opens", "collecting_closes"])
@pytest.mark.parametrize("year", [2028, 9999])
def test_a_session_years_ahead_is_a_bad_request(issuer: Running, field: str, year: int) -> None:
    keylist = issuer.term("session-01")
    far = session_json("session-00") | {"collecting_closes": f"{year}-12-31T23:59Z"} | {field: f"{year}-12-31T23:59Z"}
    answer = issuer.call("/terms", {"sessions": [far]})
    assert (answer.status_code, answer.json) == (400, {"code": "bad-request"})
    assert len(list((issuer.folder / "peppers").iterdir())) == 1
    issuer.clock.moment = datetime(9999, 12, 31, 23, tzinfo=UTC)
    issuer.services.issuer.close_due()
    assert issuer.client.get(f"/keys/{keylist.term}").status_code == 404


def test_a_year_ahead_is_not_too_far(issuer: Running) -> None:
    assert len(issuer.term("session-00", closes=366 * 24 + 12).sessions) == 1


def test_while_keys_are_made_nobody_waits(issuer: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    keylist = issuer.term("session-00")
    draw, drawing, go_on = KeyFiles.draw, Event(), Event()

    def halting(files: KeyFiles) -> DrawnKey:
        drawing.set()
        assert go_on.wait(30)
        return draw(files)

    monkeypatch.setattr(KeyFiles, "draw", halting)
    wanted = [announced("session-01")]
    with ThreadPoolExecutor(3) as doors:
        made = [doors.submit(issuer.services.issuer.make_term, wanted) for _ in range(2)]
        assert drawing.wait(30)
        asked = doors.submit(issuer.services.issuer.keylist, keylist.term)
        assert asked.result(30) == keylist.to_bytes()
        go_on.set()
        first, second = (one.result() for one in made)
    # Two that asked at once get the same.
    assert first == second
    assert len(list((issuer.folder / "keys").iterdir())) == 4


def test_a_session_belongs_to_one_term(issuer: Running) -> None:
    keylist = issuer.term("session-00")
    both = {"sessions": [session_json("session-01"), session_json("session-00")]}
    assert issuer.call("/terms", both).status_code == 400
    assert {path.name for path in (issuer.folder / "keys").iterdir()} == {"session-00", f"locker-{keylist.term}"}
    assert len(list((issuer.folder / "peppers").iterdir())) == 1


@pytest.mark.parametrize("count", [0, -1, 201, "5", 1.5, True, None])
def test_cards_are_made_between_1_and_200_at_a_time(issuer: Running, count: Any) -> None:
    keylist = issuer.term()
    assert issuer.call("/cards", {"term": keylist.term, "count": count, "most": 2000}).status_code == 400
    assert len(set(issuer.cards(keylist, 200))) == 200


def test_cards_for_a_term_that_is_over_are_not_made(issuer: Running) -> None:
    keylist = issuer.term()
    issuer.close("session-00")
    assert issuer.call("/cards", {"term": keylist.term, "count": 1, "most": 9}).status_code == 404


@pytest.mark.parametrize("session", ["never-made", "short", "far-too-long-a-name"])
def test_closing_what_never_was_is_not_found(issuer: Running, session: str) -> None:
    assert issuer.close(session).status_code == 404
