"""Traps 2, 5, 6, 8, 9, 11 and 14: the options in force are those that were asked for."""

import importlib.util
import io
from typing import Any

import gevent
import pytest
from flask import Flask
from flask_socketio import SocketIO

from forum.sessions.domain import GRACE, LONGEST
from forum.web.realtime import NotInForce, check_in_force, make_socketio

ORIGIN = "https://door.example"


def connect(auth: object) -> None:
    """A handler."""


def made() -> SocketIO:
    return make_socketio(Flask(__name__), ORIGIN, [("connect", "/room", connect)])


SPOILED: dict[str, Any] = {
    "manage_session": lambda s: setattr(s, "manage_session", True),
    "async_mode": lambda s: setattr(s.server, "async_mode", "threading"),
    "async_handlers": lambda s: setattr(s.server, "async_handlers", True),
    "namespaces": lambda s: setattr(s.server, "namespaces", ["/"]),
    "cors_allowed_origins": lambda s: setattr(s.server.eio, "cors_allowed_origins", []),
    "transports": lambda s: setattr(s.server.eio, "transports", ["polling", "websocket"]),
    "allow_upgrades": lambda s: setattr(s.server.eio, "allow_upgrades", True),
    "http_compression": lambda s: setattr(s.server.eio, "http_compression", True),
    "max_http_buffer_size": lambda s: setattr(s.server.eio, "max_http_buffer_size", 1_000_000),
    "ping_interval": lambda s: setattr(s.server.eio, "ping_interval", 25),
    "ping_timeout": lambda s: setattr(s.server.eio, "ping_timeout", 20),
    "cookie": lambda s: setattr(s.server.eio, "cookie", "io"),
    "monitor_clients": lambda s: setattr(s.server.eio, "start_service_task", True),
    "logger": lambda s: setattr(s.server, "logger", None),
    "engineio_logger": lambda s: setattr(s.server.eio, "logger", None),
    "websocket": lambda s: s.server.eio._async.update(websocket=object),
    "on_error_default": lambda s: setattr(s, "default_exception_handler", None),
}


@pytest.mark.parametrize("option", SPOILED)
def test_an_option_without_effect_is_noticed_at_the_start(option: str) -> None:
    socketio = made()
    check_in_force(socketio, ORIGIN, ["/room"])
    SPOILED[option](socketio)
    with pytest.raises(NotInForce, match=option):
        check_in_force(socketio, ORIGIN, ["/room"])


def test_an_older_websocket_library_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    socketio, found = made(), importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: found("json" if name == "geventwebsocket" else name))
    with pytest.raises(NotInForce, match="gevent-websocket"):
        check_in_force(socketio, ORIGIN, ["/room"])


def test_a_loop_that_would_print_faults_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    socketio = made()
    # A hub that is told nothing of its own prints to stderr.
    monkeypatch.setattr(gevent.get_hub(), "exception_stream", io.StringIO())
    with pytest.raises(NotInForce, match="exception_stream"):
        check_in_force(socketio, ORIGIN, ["/room"])


def test_each_app_has_its_own_socket_server() -> None:
    first, second = made(), made()
    assert first.server is not second.server
    assert first.server.eio._async is not second.server.eio._async


def test_every_event_of_every_namespace_has_a_handler() -> None:
    handlers = made().server.handlers["/room"]
    assert set(handlers) == {"connect", "*"}


def test_no_ping_comes_within_the_longest_session() -> None:
    engine = made().server.eio
    longest = (LONGEST + GRACE).total_seconds()
    assert engine.ping_interval > longest
    assert engine.ping_timeout > longest
