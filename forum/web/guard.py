"""The one wrapper around every socket handler: rules are checked there, and nothing of a message can escape."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask, request
from flask_socketio import SocketIO

from forum.refusals import Refused
from forum.web.identity import identity_in
from forum.web.logs import Event, tell
from forum.web.services import services_of
from forum.web.shortcuts import hold, taker
from forum.web.transport import Takes, admit, close_transport

CONNECT, DISCONNECT, ANY = "connect", "disconnect", "*"

Handler = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Straight:
    """A handler of an event with one value, for which no request is put together: there are thousands a second.

    It is called with the services, the connection's id and the value.
    """

    handler: Callable[[Any, str, Any], None]


HandlerTable = Iterable[tuple[str, str, Handler | Straight]]
Takers = dict[str, Callable[[str], Takes]]
"""By namespace: what is to hear a new connection's messages before the libraries do."""


class Guarded:
    """A handler that can neither be called with the wrong arguments nor tell anybody why it failed.

    A connection that is refused, sends what there is no handler for, or makes a handler fail, is cut: its page
    comes back by itself and gets the whole state again.
    """

    def __init__(self, event: str, handler: Handler, taker_of: Callable[[str], Takes] | None = None) -> None:
        self._event = event
        self._handler = handler
        self._taker_of = taker_of
        self._signature = inspect.signature(handler)

    def __call__(self, *args: Any) -> Any:
        try:
            return self._call(args)
        except Refused:
            return self._cut()
        except Exception as fault:
            tell(Event.SOCKET_FAULT, fault)
            return self._cut()

    def _call(self, args: tuple[Any, ...]) -> Any:
        if not self._fits(args) and self._event in (CONNECT, DISCONNECT):
            args = ()
        if not identity_in(request.environ).known or not self._fits(args):
            return self._cut()
        answer = self._handler(*args)
        if self._event != CONNECT:
            return None
        if answer is not False:
            admit(request.environ, self._taker_of(request.sid) if self._taker_of else None)  # type: ignore[attr-defined]
        return answer

    def _fits(self, args: tuple[Any, ...]) -> bool:
        try:
            self._signature.bind(*args)
        except TypeError:
            return False
        return True

    def _cut(self) -> Any:
        if self._event == CONNECT:
            return False
        if self._event != DISCONNECT:
            close_transport(request.environ)
        return None


class StraightGuarded:
    """The same for a `Straight` handler; libraries and shortcuts call it alike."""

    def __init__(self, server: Any, app: Flask, namespace: str, handler: Straight) -> None:
        self._server = server
        self._app = app
        self._namespace = namespace
        self._handler = handler.handler

    def __call__(self, sid: str, *args: Any) -> None:
        try:
            (value,) = args
            self._handler(services_of(self._app), sid, value)
        except Refused:
            self._cut(sid)
        except Exception as fault:
            tell(Event.SOCKET_FAULT, fault)
            self._cut(sid)

    def _cut(self, sid: str) -> None:
        close_transport(self._server.get_environ(sid, self._namespace) or {})


def unknown_event(*args: Any) -> None:
    """Cuts a connection that sends what there is no handler for."""
    close_transport(request.environ)


def namespaces_of(table: HandlerTable) -> list[str]:
    """The namespaces that there are handlers in."""
    return sorted({namespace for _, namespace, _ in table})


def bind_handlers(socketio: SocketIO, app: Flask, table: HandlerTable) -> None:
    """Binds every handler behind the guard to a server that is there, and one that refuses the rest."""
    rows = list(table)
    takers = _bind_straight(socketio, app, rows)
    for event, namespace, handler in rows:
        if not isinstance(handler, Straight):
            guarded = Guarded(event, handler, takers.get(namespace) if event == CONNECT else None)
            socketio.on_event(event, guarded, namespace=namespace)
    for namespace in namespaces_of(rows):
        socketio.on_event(ANY, Guarded(ANY, unknown_event), namespace=namespace)
    socketio.on_error_default(_last_resort)


def _bind_straight(socketio: SocketIO, app: Flask, table: HandlerTable) -> Takers:
    takers: Takers = {}
    for event, namespace, handler in table:
        if isinstance(handler, Straight):
            guarded = StraightGuarded(socketio.server, app, namespace, handler)
            socketio.server.on(event, guarded, namespace=namespace)
            takers[namespace] = partial(_taker, namespace, event, guarded)
    if not hold(socketio):
        tell(Event.SHORTCUTS_OFF)
        return {}
    return takers


def _taker(namespace: str, event: str, guarded: StraightGuarded, sid: str) -> Takes:
    return taker(namespace, event, partial(guarded, sid))


def _last_resort(fault: Exception) -> None:
    tell(Event.SOCKET_FAULT, fault)
