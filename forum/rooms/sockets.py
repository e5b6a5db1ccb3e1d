"""Socket.IO's handlers: they say whose a connection is, and hand its frames on."""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import current_app, request

from forum.ids import SessionId
from forum.refusals import RefusalCode, Refused
from forum.rooms.domain.state import Member, Moderator
from forum.web.guard import Straight
from forum.web.identity import identity_in
from forum.web.services import services
from forum.web.shortcuts import post
from forum.web.transport import close_transport, dismiss_transport, queued_in

ROOM, DESK = "/room", "/desk"
MAX_SESSION_ID = 64
QUEUED_AT_MOST = 128
"""Frames that wait for a page that does not take them; as many again may be in the hands of the one who writes."""


class SocketLine:
    """The way to one page, over Socket.IO."""

    def __init__(self, socketio: Any, sid: str, namespace: str, environ: MutableMapping[str, Any]) -> None:
        self._socketio = socketio
        self._sid = sid
        self._namespace = namespace
        self._environ = environ

    def send(self, frame: str) -> None:
        """Sends a frame, or queues it behind what waits; never waits itself. Cuts a page that takes none.

        What a page says it has seen is only its word.
        """
        if post(self._environ, self._namespace, "frame:sent", frame):
            return
        if queued_in(self._environ) >= QUEUED_AT_MOST:
            self.cut()
            return
        self._socketio.emit("frame:sent", frame, namespace=self._namespace, to=self._sid)

    def cut(self) -> None:
        """Ends the transport, never the connection: the page would take that for good."""
        close_transport(self._environ)

    def dismiss(self) -> None:
        """Ends the connection for good: two pages of one person must not chase each other away for ever."""
        self._socketio.server.disconnect(self._sid, namespace=self._namespace)
        dismiss_transport(self._environ)


def connect_room(auth: object = None) -> None:
    """Somebody with a seat comes into the session that the page names: words must not go to another one."""
    found = identity_in(request.environ).seat
    if found is None or found[0] != _session_in(auth):
        raise Refused(RefusalCode.NO_SEAT)
    session, seat = found
    services().beats.join(session, Member(seat), _sid(), _line(ROOM))


def connect_desk(auth: object = None) -> None:
    """A moderator comes to the desk of the session that the page names."""
    moderator = identity_in(request.environ).moderator
    if moderator is None:
        raise Refused(RefusalCode.NO_SEAT)
    services().beats.join(_session_in(auth), Moderator(moderator), _sid(), _line(DESK))


def _session_in(auth: object) -> SessionId:
    named = auth.get("session") if isinstance(auth, dict) else None
    if not isinstance(named, str) or not 0 < len(named) <= MAX_SESSION_ID:
        raise Refused(RefusalCode.BAD_REQUEST)
    return SessionId(named)


def _sid() -> str:
    sid: str = request.sid  # type: ignore[attr-defined]
    return sid


def _line(namespace: str) -> SocketLine:
    return SocketLine(current_app.extensions["socketio"], _sid(), namespace, request.environ)


def disconnect(reason: object = None) -> None:
    """A connection has ended, for whatever reason."""
    services().beats.gone(_sid())


def frame_send(held: Any, sid: str, frame: object) -> None:
    """A page's tick, with a command or without."""
    held.beats.receive(sid, frame)


HANDLERS: tuple[tuple[str, str, Callable[..., Any] | Straight], ...] = (
    ("connect", ROOM, connect_room),
    ("disconnect", ROOM, disconnect),
    ("frame:send", ROOM, Straight(frame_send)),
    ("connect", DESK, connect_desk),
    ("disconnect", DESK, disconnect),
    ("frame:send", DESK, Straight(frame_send)),
)
