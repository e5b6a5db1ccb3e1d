"""Traps 4 and 11: nothing that anybody sends is ever printed, by us or by a library."""

import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from typing import Any

import pytest

from forum.web.logs import Event, Scrubbed, Seldom, scrubbed_handler
from tests.running import PATIENCE, wait_until
from tests.web.line import Refusal

CANARY = "canary"
MALFORMED = [
    b"FOO /canary\r\n\r\n",
    b"GET /canary HTTP/9.9\r\n\r\n",
    b"GET /canary\r\n\r\n",
    b"canary\r\n\r\n",
    b"GET /" + b"canary" * 2000 + b" HTTP/1.1\r\n\r\n",
    b"GET /page HTTP/1.1\r\nHost: x\r\nContent-Length: canary\r\n\r\n",
    b"GET /page HTTP/1.1\r\nX: " + b"canary" * 20_000 + b"\r\n\r\n",
    b"POST /form HTTP/1.1\r\nContent-Length: 100000000\r\n\r\ncanary",
    b"POST /form HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz-canary\r\n",
    b"\x16\x03\x01canary\r\n\r\n",
    b"GET /\xff\xfecanary HTTP/1.1\r\n\r\n",
]
ODD = [b"GET /page HTTP/1.1\r\ncanary\r\n\r\n", b"GET /page?canary HTTP/1.0\r\n\r\n"]
"""Answered all the same."""


def say(port: int, request: bytes) -> bytes:
    """The start of the answer to raw bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        with suppress(OSError):
            line.sendall(request)
        with suppress(OSError):
            return line.recv(8192)
    return b""


def everything_that_could_print(small: Any) -> None:
    """Canaries by every way in that this small app has."""
    for request in MALFORMED + ODD:
        say(small.port, request)
    small.visitor.get("/boom?canary", User_Agent=CANARY, Referer="http://canary/")
    for bad in ("frame:send", "canary:event"):
        line = small.line("printer", User_Agent=CANARY).enter()
        line.event(bad, "boom canary")
        line.ends()
    for message in ("9canary", "42/room,{canary", '42/room,[{"canary":1}]', "40/canary,{}"):
        line = small.line("printer").enter()
        line.send(message)
        line.close()
    with suppress(Refusal):
        small.line("printer", Origin="http://canary.example")
    left = small.log().count("somebody left")
    crowd = [small.line(f"leaver-{number // 8}").enter() for number in range(40)]
    for line in crowd:
        line.event("frame:send", "boom canary")
        line.close()
    wait_until(lambda: small.log().count("somebody left") >= left + len(crowd))


def test_no_canary_is_printed(small: Any) -> None:
    everything_that_could_print(small)
    log = small.log()
    assert CANARY not in log
    assert "127.0.0.1" not in log
    assert "Traceback" not in log
    assert "socket-fault ValueError" in log


def test_the_same_canaries_are_found_when_the_libraries_may_print(start_small: Callable[..., Any]) -> None:
    # The control: without the scrubbed logs this same test finds what it looks for.
    small = start_small("--loud")
    everything_that_could_print(small)
    assert CANARY in small.log()


@pytest.mark.parametrize("request_bytes", MALFORMED)
def test_a_request_that_cannot_be_read_gets_a_bare_answer_with_all_headers(small: Any, request_bytes: bytes) -> None:
    answer = say(small.port, request_bytes)
    assert answer.startswith(b"HTTP/1.1 4") or answer == b""
    if answer:
        assert b"Content-Security-Policy: default-src 'none'" in answer
        assert b"Cache-Control: no-store" in answer
        assert CANARY.encode() not in answer


def test_a_body_is_refused_by_its_length_before_it_is_read(small: Any) -> None:
    assert say(small.port, b"POST /form HTTP/1.1\r\nContent-Length: 100000000\r\n\r\n").startswith(b"HTTP/1.1 413")
    assert say(small.port, b"POST /form HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n").startswith(b"HTTP/1.1 411")


def test_a_fault_tells_the_person_nothing_of_its_cause(small: Any) -> None:
    page = small.visitor.get("/boom?canary")
    assert (page.status, page.json) == (500, {"code": "server-fault"})


def record(message: object, *args: object, fault: BaseException | None = None) -> logging.LogRecord:
    info = (type(fault), fault, None) if fault else None
    return logging.LogRecord("any.library", logging.ERROR, "path", 1, message, args, info)  # type: ignore[arg-type]


def test_a_line_holds_an_event_and_a_type_and_nothing_else() -> None:
    assert Scrubbed().format(record(Event.PAGE_FAULT, fault=ValueError(CANARY))) == "page-fault ValueError"
    assert Scrubbed().format(record("canary %s", CANARY)) == "library"


def test_a_flood_of_one_fault_is_one_line_a_minute() -> None:
    now = [0.0]
    seldom = Seldom(lambda: now[0])
    let_through = [seldom.filter(record(Event.PAGE_FAULT)) for _ in range(100)]
    now[0] = 61
    assert (sum(let_through), seldom.filter(record(Event.PAGE_FAULT))) == (1, True)


def test_the_handler_writes_to_its_stream_what_the_formatter_leaves() -> None:
    stream = StringIO()
    scrubbed_handler(stream).handle(record(Event.STARTED))
    assert stream.getvalue() == "started\n"
