"""The whole of both applications: the edge on last, all headers on every answer, no answer that tells visits apart."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from forum import create_app
from forum.issuer import create_issuer_app
from forum.settings import Settings, read_settings
from forum.web.edge import ISSUER_HEADERS, Edge
from forum.web.folders import prepare_both
from forum.web.headers import security_headers
from forum.web.realtime import check_in_force

VALUES = {"lang": "en", "filename": "icon.svg"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    data = tmp_path_factory.mktemp("data")
    prepare_both(data)
    return read_settings(data=data, door_origin="https://door.example", issuer_origin="https://issuer.example")


@pytest.fixture(scope="module")
def door(settings: Settings) -> Flask:
    return create_app(settings)


@pytest.fixture(scope="module")
def issuer(settings: Settings) -> Iterator[Flask]:
    app = create_issuer_app(settings)
    yield app
    app.extensions["forum.services"].housekeeping.stop()


def value_for(rule: Rule, name: str) -> str:
    """A value that fits this part of the rule: one of a closed set, or one that leads to nothing."""
    choices = getattr(rule._converters[name], "items", None)
    return VALUES.get(name) or (min(choices) if choices else "AAAAAAAAAA")


def paths(app: Flask) -> Iterator[tuple[str, str]]:
    """Every route with every method, and some that are not there."""
    adapter = app.url_map.bind("door.example")
    for rule in app.url_map.iter_rules():
        values = {name: value_for(rule, name) for name in rule.arguments}
        for method in sorted(rule.methods or ()):
            yield method, adapter.build(rule.endpoint, values, method=method)
    yield from (("GET", "/no-such-page"), ("GET", "/cy/dim"), ("TRACE", "/"), ("PUT", "/en/"))
    yield from (("GET", "/healthz"), ("GET", "/socket.io/"), ("POST", "/socket.io/?transport=polling"))
    yield from (("GET", "/static/no-such-file"), ("GET", "/static/../settings.py"))


def ask(app: Flask, method: str, path: str, **options: Any) -> TestResponse:
    headers = {"Origin": app.config.get("FORUM_OWN_ORIGIN", "https://door.example")}
    return app.test_client(use_cookies=False).open(path, method=method, headers=headers, buffered=True, **options)


@pytest.mark.parametrize("name", ["door", "issuer"])
def test_every_answer_of_both_programs_carries_every_header(name: str, request: pytest.FixtureRequest) -> None:
    app: Flask = request.getfixturevalue(name)
    wanted = {header for header, _ in security_headers("https://door.example")}
    asked = list(paths(app))
    assert len(asked) > 10
    for method, path in asked:
        headers = ask(app, method, path).headers
        assert wanted <= set(headers.keys()), (method, path)
        assert headers.getlist("Cache-Control") == ["no-store"], (method, path)
        assert {"ETag", "Last-Modified", "Expires", "Server"}.isdisjoint(headers.keys()), (method, path)
        assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_no_route_fails_and_no_public_page_gives_a_cookie(door: Flask) -> None:
    for method, path in paths(door):
        answer = ask(door, method, path)
        assert answer.status_code < 500, (method, path, answer.status_code)
        if "moderation" not in path and path != "/leave":
            assert "Set-Cookie" not in answer.headers, (method, path)


def test_the_edge_of_the_door_is_on_last_and_so_around_the_sockets(door: Flask) -> None:
    assert isinstance(door.wsgi_app, Edge)
    polling = ask(door, "GET", "/socket.io/?EIO=4&transport=polling")
    # Were Socket.IO outside, it would answer this itself, and without our headers.
    assert polling.get_json() == {"code": "websocket-only"}


def test_the_door_has_its_options_in_force(door: Flask, settings: Settings) -> None:
    check_in_force(door.extensions["socketio"], settings.door_origin, ["/desk", "/room"])


def test_both_namespaces_refuse_what_there_is_no_handler_for(door: Flask) -> None:
    handlers = door.extensions["socketio"].server.handlers
    assert set(handlers) == {"/desk", "/room"}
    assert all(set(events) == {"connect", "disconnect", "frame:send", "*"} for events in handlers.values())


def test_two_fresh_visits_get_the_same_bytes(door: Flask) -> None:
    for path in ("/en/", "/cy/", "/en/support", "/en/privacy", "/no-such-page"):
        first, second = (ask(door, "GET", path) for _ in range(2))
        assert (first.data, list(first.headers)) == (second.data, list(second.headers))


def test_an_address_in_no_language_speaks_the_preferred_one(door: Flask) -> None:
    assert ask(door, "GET", "/").headers["Location"] == "/en/"
    assert 'lang="cy"' in ask(door, "GET", "/cy/dim").text
    assert 'lang="en"' in ask(door, "GET", "/nothing").text


def test_a_form_from_elsewhere_changes_nothing(door: Flask) -> None:
    client = door.test_client(use_cookies=False)
    for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        answer = client.post("/en/moderation/sign-in", data={"name": "x", "passphrase": "y"}, headers=headers)
        assert answer.status_code == 403


def test_scripts_get_codes_and_people_get_pages(door: Flask) -> None:
    assert ask(door, "POST", "/session/AAAAAAAAAA/seat", json={}).is_json
    assert ask(door, "GET", "/en/nothing").mimetype == "text/html"


def test_a_cookie_that_leads_to_no_seat_is_taken_back_by_every_page(door: Flask) -> None:
    for path in ("/en/", "/cy/support", "/en/nothing", "/en/session/AAAAAAAAAA/room"):
        answer = door.test_client(use_cookies=False).get(path, headers={"Cookie": "__Host-seat=forged"}, buffered=True)
        taken = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("__Host-seat=;")]
        assert len(taken) == 1, path
        assert "Secure; HttpOnly; Path=/; SameSite=Strict" in taken[0]


def test_the_issuer_sees_no_cookie() -> None:
    assert "HTTP_COOKIE" not in ISSUER_HEADERS
