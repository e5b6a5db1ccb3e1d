"""Makes the Socket.IO server of one app, with every option that this forum depends on read back."""

import importlib.util
from typing import Any

import gevent
from flask import Flask
from flask_socketio import SocketIO

from forum.web.guard import HandlerTable, bind_handlers, namespaces_of
from forum.web.incoming import ROUND
from forum.web.logs import library_logger, silence_loop
from forum.web.transport import CONNECT_WITHIN, MAX_MESSAGE, close_transport, transport_driver

DAY = 86_400
"""Longer than a session: pings would be small frames between the equal ones. Ticks tell who is still there."""


class NotInForce(Exception):
    """An option that this forum depends on has no effect; the text names the option."""


def make_socketio(
    app: Flask, origin: str, table: HandlerTable, connect_within: float = CONNECT_WITHIN, look_every: float = ROUND
) -> SocketIO:
    """The app's own Socket.IO server, its handlers behind the guard; raises NotInForce."""
    silence_loop()
    socketio, rows = SocketIO(), list(table)
    namespaces = namespaces_of(rows)
    socketio.init_app(app, **_options(origin, namespaces))
    bind_handlers(socketio, app, rows)
    engine, driver = socketio.server.eio, transport_driver(connect_within=connect_within, look_every=look_every)
    engine._async = {**engine._async, "websocket": driver, "sleep": _sleep}
    check_in_force(socketio, origin, namespaces)
    return socketio


def cut_all(socketio: SocketIO) -> None:
    """Cuts every connection; their pages try again, each after its own random wait."""
    for environ in list(socketio.server.environ.values()):
        close_transport(environ)


def check_in_force(socketio: SocketIO, origin: str, namespaces: list[str]) -> None:
    """Compares what is in force with what was asked for: the library passes over unknown options in silence."""
    server, engine = socketio.server, socketio.server.eio
    in_force = {
        "manage_session": socketio.manage_session is False,
        "async_mode": server.async_mode == "gevent" and engine.async_mode == "gevent",
        "async_handlers": server.async_handlers is False,
        "namespaces": server.namespaces == namespaces,
        "cors_allowed_origins": engine.cors_allowed_origins == [origin],
        "transports": engine.transports == ["websocket"],
        "allow_upgrades": engine.allow_upgrades is False,
        "http_compression": engine.http_compression is False,
        "max_http_buffer_size": engine.max_http_buffer_size == MAX_MESSAGE,
        "ping_interval": engine.ping_interval == DAY,
        "ping_timeout": engine.ping_timeout == DAY,
        "cookie": engine.cookie is None,
        "monitor_clients": engine.start_service_task is False,
        "logger": server.logger is library_logger(),
        "engineio_logger": engine.logger is library_logger(),
        "websocket": getattr(engine._async["websocket"], "keywords", {}).get("limit") == MAX_MESSAGE,
        "on_error_default": socketio.default_exception_handler is not None,
        "gevent-websocket": importlib.util.find_spec("geventwebsocket") is None,
        "exception_stream": gevent.get_hub().exception_stream is None,
    }
    if missing := [name for name, holds in in_force.items() if not holds]:
        raise NotInForce(f"The live room cannot start safely, for this is not in force: {', '.join(missing)}.")


def _options(origin: str, namespaces: list[str]) -> dict[str, Any]:
    return {
        "manage_session": False,
        "async_mode": "gevent",
        "async_handlers": False,
        "namespaces": namespaces,
        "cors_allowed_origins": [origin],
        "transports": ["websocket"],
        "allow_upgrades": False,
        "http_compression": False,
        "max_http_buffer_size": MAX_MESSAGE,
        "ping_interval": DAY,
        "ping_timeout": DAY,
        "cookie": None,
        "monitor_clients": False,
        "logger": library_logger(),
        "engineio_logger": library_logger(),
    }


def _sleep(seconds: float = 0) -> None:
    # Engine.IO puts a greenlet to sleep until the first ping of each connection, a day away and long after the
    # connection is gone: it may end at once.
    if seconds >= DAY:
        raise gevent.GreenletExit
    gevent.sleep(seconds)
