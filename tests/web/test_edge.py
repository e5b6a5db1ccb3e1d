"""Trap 1 and trap 8: what a request carries never gets past the edge, and only our own pages get a socket."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from forum.web.edge import LOOPBACK, Edge, EdgeRules
from forum.web.server import _is_loopback
from tests.visitor import Visitor
from tests.web.line import PATH, Refusal

CANARIES = {
    "User_Agent": "canary-agent",
    "Referer": "http://canary-page/",
    "X_Forwarded_For": "203.0.113.7",
    "X_Forwarded_Host": "canary-host",
    "X_Forwarded_Proto": "https-canary",
    "Forwarded": "for=203.0.113.7",
    "X_Real_IP": "203.0.113.7",
    "Via": "canary-proxy",
    "Accept_Language": "canary-language",
    "Accept": "canary/type",
    "If_None_Match": '"canary-tag"',
    "X_Canary": "canary-own",
    "Sec_CH_UA": "canary-brand",
}
BAD_KEYS = ("", "x", "A" * 24, "A" * 21 + "B==", "A" * 5000, "A" * 22, "\xe4" * 22 + "==", "A" * 22 + "== ,x")
BAD_VERSIONS = (None, "", "8", "13, 8", "\xb913")
ADDRESSES = ("REMOTE_ADDR", "REMOTE_PORT", "REMOTE_HOST", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR")


def found(environ: dict[str, str]) -> list[str]:
    """What should not be here."""
    text = "\n".join([*environ, *environ.values()])
    names = [name for name in ADDRESSES if name in environ]
    return names + [value for value in (*CANARIES.values(), "203.0.113.7", "canary") if value in text]


def test_a_view_sees_nothing_of_who_asks(small: Any) -> None:
    visitor = Visitor(small.origin, headers={name.replace("_", "-"): value for name, value in CANARIES.items()})
    assert found(visitor.get("/page").json) == []


def test_a_socket_sees_nothing_of_who_asks(small: Any) -> None:
    line = small.line("two", **CANARIES, path=PATH + "&t=canary").enter()
    line.event("frame:send", "environ")
    name, environ = line.heard()
    assert name == "environ:sent"
    assert found(environ) == []
    assert "HTTP_COOKIE" not in environ
    assert environ["QUERY_STRING"] == "EIO=4&transport=websocket"


def test_an_edge_put_on_before_the_socket_layer_would_be_bypassed(start_small: Callable[..., Any]) -> None:
    # The control of the test above: with the order swapped, the same look finds what it looks for.
    small = start_small("--edge-first")
    line = small.line("two", **CANARIES, path=PATH + "&t=canary").enter()
    line.event("frame:send", "environ")
    _, environ = line.heard()
    assert {"HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", *CANARIES.values()} <= set(found(environ))
    assert "HTTP_COOKIE" in environ
    answer = small.visitor.ask("GET", "/socket.io/?EIO=4&transport=polling", Origin="http://elsewhere")
    assert answer.header("Content-Security-Policy") is None


def test_the_host_a_client_claims_is_not_believed(small: Any) -> None:
    assert small.visitor.get("/page", Host="canary-host").json["HTTP_HOST"] == f"localhost:{small.port}"


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"Origin": None}, 403, "wrong-origin"),
        ({"Origin": "http://elsewhere"}, 403, "wrong-origin"),
        ({"Origin": "null"}, 403, "wrong-origin"),
        ({"Cookie": None}, 403, "no-seat"),
        ({"Cookie": "seat="}, 403, "no-seat"),
        ({"Upgrade": None, "Connection": None}, 400, "websocket-only"),
        ({"Sec_WebSocket_Key": None}, 400, "websocket-only"),
        *(({"Sec_WebSocket_Key": key}, 400, "websocket-only") for key in BAD_KEYS),
        *(({"Sec_WebSocket_Version": version}, 400, "websocket-only") for version in BAD_VERSIONS),
        ({"path": "/socket.io/other"}, 404, "not-found"),
        ({"path": "/socket.iox"}, 404, "not-found"),
    ],
)
def test_a_socket_needs_our_origin_and_a_known_seat(small: Any, change: dict[str, Any], status: int, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        small.line(**change)
    assert refusal.value.status == status
    assert json.loads(refusal.value.body) == {"code": code}


def test_an_origin_that_only_a_forwarded_host_makes_ours_is_refused(small: Any) -> None:
    with pytest.raises(Refusal):
        small.line(Origin="http://evil.example", X_Forwarded_Host="evil.example", Host="evil.example")


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT"])
def test_polling_does_not_exist(small: Any, method: str) -> None:
    answer = small.visitor.ask(method, "/socket.io/?EIO=4&transport=polling")
    assert answer.status in (400, 404)
    assert answer.json["code"] in ("websocket-only", "not-found")


def test_compression_is_not_negotiated(small: Any) -> None:
    line = small.line("three", Sec_WebSocket_Extensions="permessage-deflate; client_max_window_bits")
    assert b"extensions" not in line.head.lower()


def test_health_is_told_on_this_machine_only(small: Any) -> None:
    assert small.visitor.get("/healthz").body == b"ok\n"
    assert small.visitor.get("/healthz", X_Forwarded_For="203.0.113.7").status == 404
    assert small.visitor.get("/healthz", Forwarded="for=203.0.113.7").status == 404


@pytest.mark.parametrize(("loopback", "status"), [(True, "200 OK"), (False, "404 Not Found"), (None, "404 Not Found")])
def test_health_is_not_told_to_another_machine(loopback: bool | None, status: str) -> None:
    told: list[str] = []
    edge = Edge(lambda environ, start: [b"inside"], EdgeRules("https://door.example", []))
    given = {"REQUEST_METHOD": "GET", "PATH_INFO": "/healthz"} | ({} if loopback is None else {LOOPBACK: loopback})
    body = b"".join(edge(given, lambda line, *_: told.append(line)))
    assert (told, body == b"ok\n") == ([status], loopback is True)


@pytest.mark.parametrize(
    ("address", "here"),
    [
        (("127.0.0.1", 5), True),
        (("127.9.8.7", 5), True),
        (("::1", 5, 0, 0), True),
        (("203.0.113.7", 5), False),
        (("10.0.0.1", 5), False),
        (("::ffff:203.0.113.7", 5, 0, 0), False),
        (("localhost", 5), False),
        ("", False),
        ((), False),
        (None, False),
    ],
)
def test_only_a_loopback_address_is_this_machine(address: Any, here: bool) -> None:
    assert _is_loopback(address) is here


def test_one_seat_cannot_hold_many_lines_and_all_together_have_a_cap(start_small: Callable[..., Any]) -> None:
    small = start_small("--max-sockets", "10")
    lines = [small.line("crowd") for _ in range(8)]
    with pytest.raises(Refusal) as refusal:
        small.line("crowd")
    assert refusal.value.status == 429
    lines += [small.line("other") for _ in range(2)]
    with pytest.raises(Refusal):
        small.line("third")
    for line in lines:
        line.close()


def test_an_upgrade_elsewhere_reads_nothing_from_the_line(small: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        small.line(path="/page")
    assert refusal.value.status == 200
