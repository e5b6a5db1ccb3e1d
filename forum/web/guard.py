"""The one wrapper around every socket handler: rules are checked there, and nothing of a message can escape."""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

from flask import request
from flask_socketio import SocketIO

from forum.refusals import Refused
from forum.web.identity import identity_in
from forum.web.logs import Event, tell
from forum.web.transport import admit, close_transport

Handler = Callable[..., Any]
HandlerTable = Iterable[tuple[str, str, Handler]]

CONNECT, DISCONNECT, ANY = "connect", "disconnect", "*"


class Guarded:
    """A handler that can neither be called with the wrong arguments nor tell anybody why it failed.

    A connection that is refused, sends what there is no handler for, or makes a handler fail, is cut: its page
    comes back by itself and gets the whole state again.
    """

    def __init__(self, event: str, handler: Handler) -> None:
        self._event = event
        self._handler = handler
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
            admit(request.environ)
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


def unknown_event(*args: Any) -> None:
    """Cuts a connection that sends what there is no handler for."""
    close_transport(request.environ)


def bind_handlers(socketio: SocketIO, table: HandlerTable) -> list[str]:
    """Binds every handler behind the guard, and one that refuses the rest; returns the namespaces."""
    rows = list(table)
    namespaces = sorted({namespace for _, namespace, _ in rows})
    for event, namespace, handler in rows:
        socketio.on_event(event, Guarded(event, handler), namespace=namespace)
    for namespace in namespaces:
        socketio.on_event(ANY, Guarded(ANY, unknown_event), namespace=namespace)
    socketio.on_error_default(_last_resort)
    return namespaces


def _last_resort(fault: Exception) -> None:
    tell(Event.SOCKET_FAULT, fault)
