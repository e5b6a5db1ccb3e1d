"""The door's side of the service calls, over real HTTP."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from gevent.pywsgi import WSGIServer

from forum.ids import SessionId
from forum.issuer import create_issuer_app
from forum.issuer.assemble import assemble_issuer
from forum.refusals import RefusalCode, Refused
from forum.sessions.issuer_client import IssuerClient
from forum.settings import Settings
from forum.tickets.codes import parse_code
from forum.tickets.service_calls import AnnouncedSession
from forum.tickets.statements import count_statement, verify_statement
from forum.web.offload import off_loop
from tests.clocks import NOW, MovableClock
from tests.sessions.parts import SECRET

DOOR = "http://localhost:8000"
SESSION = SessionId("session-00")
Serve = Callable[[Any], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serves a WSGI application on a free port."""
    servers: list[WSGIServer] = []

    def start(app: Any) -> str:
        server = WSGIServer(("127.0.0.1", 0), app, log=None, error_log=None)
        server.start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.stop(timeout=1)


@pytest.fixture
def issuer_origin(tmp_path: Path, serve: Serve) -> Iterator[str]:
    (tmp_path / "issuer").mkdir()
    (tmp_path / "issuer" / "service.key").write_text(SECRET)
    held: list[Any] = []
    origin = serve(lambda environ, start: held[0](environ, start))
    settings = Settings(data=tmp_path, door_origin=DOOR, issuer_origin=origin)
    services = assemble_issuer(settings, MovableClock())
    held.append(create_issuer_app(settings, services))
    yield origin
    services.housekeeping.stop()


def client(origin: str, door: str = DOOR, secret: str = SECRET) -> IssuerClient:
    return IssuerClient(origin, door, secret, off_loop)


def ask_for_term(issuer: IssuerClient) -> Any:
    return issuer.make_term([AnnouncedSession(SESSION, NOW + timedelta(hours=1), NOW + timedelta(hours=3))])


def test_a_term_cards_and_a_closing(issuer_origin: str) -> None:
    issuer = client(issuer_origin)
    term = ask_for_term(issuer)
    sheet = issuer.make_cards(term.term, 2, 3)
    assert [parse_code(card.code) for card in sheet.cards] == [card.code for card in sheet.cards]
    assert (len(term.term), [entry.session for entry in term.sessions]) == (10, [SESSION])
    assert (issuer.cancel(sheet.cards[0].cancel), issuer.cancel(sheet.code), issuer.cancel("x")) == (1, 1, 0)
    assert issuer.few(SESSION) is True
    count = issuer.close(SESSION)
    assert (count.collected, issuer.close(SESSION), issuer.collected(SESSION)) == (0, count, count)
    assert verify_statement(term.statements, count_statement(term.term, SESSION, 0), count.signature)
    issuer.end_term(term.term)
    issuer.end_term(term.term)


def test_two_refusals_of_the_issuer_are_passed_on(issuer_origin: str) -> None:
    issuer = client(issuer_origin)
    term = ask_for_term(issuer)
    issuer.make_cards(term.term, 3, 3)
    for call, code in (
        (lambda: issuer.make_cards(term.term, 1, 3), RefusalCode.TOO_MANY_CARDS),
        (lambda: issuer.collected(SESSION), RefusalCode.STILL_COLLECTING),
        (lambda: issuer.few(SessionId("nosuchone0")), RefusalCode.ISSUER_AWAY),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert refused.value.code is code


def test_the_wrong_secret_gets_nothing(issuer_origin: str) -> None:
    with pytest.raises(Refused) as refused:
        ask_for_term(client(issuer_origin, secret="00" * 32))
    assert refused.value.code is RefusalCode.ISSUER_AWAY


def test_a_key_list_for_another_door_is_not_taken(issuer_origin: str) -> None:
    with pytest.raises(Refused) as refused:
        ask_for_term(client(issuer_origin, door="http://localhost:9"))
    assert refused.value.code is RefusalCode.ISSUER_AWAY


def test_an_issuer_that_is_away_is_a_refusal(serve: Serve) -> None:
    with pytest.raises(Refused) as refused:
        client("http://127.0.0.1:1").close(SESSION)
    assert refused.value.code is RefusalCode.ISSUER_AWAY


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"nonsense",
        b"\xff",
        b"{}",
        json.dumps({"sheet": "x", "cards": [{"code": "x", "cancel": "y"}] * 3}).encode(),
        b'{"sheet":"x","cards":[1,2],"collected":-1,"signature":"","few":1,"cancelled":true}',
        b'{"sheet":1,"cards":[],"collected":1,"signature":"=","few":"yes","cancelled":"1"}',
    ],
)
def test_an_answer_that_makes_no_sense_counts_as_none(serve: Serve, body: bytes) -> None:
    def app(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]

    issuer = client(serve(app))
    for call in (
        ask_for_term,
        lambda i: i.make_cards("term-00000", 2, 9),
        lambda i: i.cancel("x"),
        lambda i: i.few(SESSION),
        lambda i: i.collected(SESSION),
        lambda i: i.close(SESSION),
    ):
        with pytest.raises(Refused) as refused:
            call(issuer)
        assert refused.value.code is RefusalCode.ISSUER_AWAY


def test_the_secret_does_not_follow_a_redirect(serve: Serve) -> None:
    seen: list[str] = []

    def elsewhere(environ: Any, start: Any) -> list[bytes]:
        seen.append(environ.get("HTTP_AUTHORIZATION", ""))
        start("200 OK", [("Content-Length", "15")])
        return [b'{"collected": 7}']

    target = serve(elsewhere)

    def redirecting(environ: Any, start: Any) -> list[bytes]:
        start("302 Found", [("Location", target + "/x"), ("Content-Length", "0")])
        return [b""]

    with pytest.raises(Refused):
        client(serve(redirecting)).close(SESSION)
    assert seen == []
