"""What the door makes of the issuer's answers about lockers: a proper one, nothing yet, or no answer."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from gevent.pywsgi import WSGIServer

from forum.ids import TermId
from forum.locker.issuer_board import IssuerBoard
from forum.refusals import RefusalCode, Refused
from forum.sessions.issuer_line import IssuerLine
from forum.tickets.service_calls import AnnouncedEdition
from forum.web.offload import off_loop

TERM, DIGEST = TermId("term-00000"), "5a" * 32
Answers = Callable[[str, bytes], "tuple[IssuerBoard, list[dict[str, Any]]]"]


@pytest.fixture
def answers() -> Iterator[Answers]:
    """An issuer that answers everything alike, and what it was asked."""
    servers: list[WSGIServer] = []

    def start(status: str, body: bytes) -> tuple[IssuerBoard, list[dict[str, Any]]]:
        asked: list[dict[str, Any]] = []

        def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            asked.append({**environ, "body": environ["wsgi.input"].read()})
            start_response(status, [("Content-Type", "application/json")])
            return [body]

        server = WSGIServer(("127.0.0.1", 0), app, log=None, error_log=None)
        server.start()
        servers.append(server)
        line = IssuerLine(f"http://127.0.0.1:{server.server_port}", "5e" * 32, off_loop)
        return IssuerBoard(line), asked

    yield start
    for server in servers:
        server.stop(timeout=1)


def test_what_the_issuer_says_in_public_is_read_without_the_secret(answers: Answers) -> None:
    board, asked = answers("200 OK", json.dumps({"edition": 7, "digest": DIGEST}).encode())
    assert board.locker(TERM) == AnnouncedEdition(7, DIGEST)
    assert (asked[0]["REQUEST_METHOD"], asked[0]["PATH_INFO"]) == ("GET", f"/lockers/{TERM}")
    assert "HTTP_AUTHORIZATION" not in asked[0]


def test_nothing_there_is_no_edition(answers: Answers) -> None:
    board, _ = answers("404 Not Found", b'{"code":"not-found"}')
    assert board.locker(TERM) is None


def test_an_edition_is_announced_with_number_and_hash_and_nothing_else(answers: Answers) -> None:
    board, asked = answers("200 OK", b"{}")
    board.announce_locker(TERM, 3, DIGEST)
    assert (asked[0]["REQUEST_METHOD"], asked[0]["PATH_INFO"]) == ("POST", "/service/lockers")
    assert json.loads(asked[0]["body"]) == {"term": TERM, "edition": 3, "digest": DIGEST}
    assert asked[0]["HTTP_AUTHORIZATION"] == "Bearer " + "5e" * 32


IMPROPER = [
    *(json.dumps(body).encode() for body in ({}, [], None, 404, {"edition": 1}, {"edition": "1", "digest": DIGEST})),
    *(
        json.dumps(body).encode()
        for body in ({"edition": True, "digest": DIGEST}, {"edition": 1, "digest": DIGEST[1:]})
    ),
    b"{",
    b"\xff",
]


@pytest.mark.parametrize("body", IMPROPER)
def test_whatever_is_not_a_proper_answer_counts_as_none(answers: Answers, body: bytes) -> None:
    board, _ = answers("200 OK", body)
    with pytest.raises(Refused) as refused:
        board.locker(TERM)
    assert refused.value.code is RefusalCode.ISSUER_AWAY


@pytest.mark.parametrize("status", ["400 Bad Request", "404 Not Found", "500 Internal Server Error", "302 Found"])
def test_an_edition_that_is_not_taken_is_not_announced(answers: Answers, status: str) -> None:
    board, _ = answers(status, b'{"code":"bad-request"}')
    with pytest.raises(Refused) as refused:
        board.announce_locker(TERM, 1, DIGEST)
    assert refused.value.code is RefusalCode.ISSUER_AWAY
