"""One live room behind the real edge, server and socket layer: `python -m tests.rooms.small PORT [--stock]`.

Whose a connection is, a plain cookie says: `seat=mod-...` is a moderator, any other value a seat of that name.
"""

import sys
from types import SimpleNamespace
from typing import Any

from flask import Flask

from forum.clock import SystemChance, SystemClock
from forum.ids import ModeratorId, SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.rooms.beat import Beats
from forum.rooms.service import Rooms
from forum.rooms.sockets import HANDLERS
from forum.rooms.store_memory import MemoryRoomLog
from forum.web import guard
from forum.web.edge import Edge, EdgeRules, Identity
from forum.web.headers import door_policy, security_headers
from forum.web.logs import set_up_logs
from forum.web.realtime import cut_all, make_socketio
from forum.web.server import listen, serve
from forum.web.services import put_services

SESSION = SessionId("tonight")
BEAT = 0.05


class AnyDoor:
    """Every session but one is open, and stays so."""

    def beat_of(self, session: SessionId) -> float | None:
        if session == "shut":
            raise Refused(RefusalCode.NOT_OPEN)
        return None

    def remove(self, session: SessionId, seat: SeatId) -> None:
        sys.stdout.write("a seat was closed\n")


def identify(cookies: Any) -> Identity:
    name = cookies.get("seat")
    if not name:
        return Identity()
    if name.startswith("mod-"):
        return Identity(moderator=ModeratorId(name))
    return Identity(seat=(SESSION, SeatId(name)))


def said_closed(session: SessionId) -> None:
    sys.stdout.write("the room has closed\n")
    sys.stdout.flush()


def make(port: int) -> Flask:
    app, origin = Flask(__name__, static_folder=None), f"http://localhost:{port}"
    chance, clock = SystemChance(), SystemClock()
    rooms = Rooms(MemoryRoomLog(), AnyDoor(), chance, pace=0, beat=BEAT)
    put_services(app, SimpleNamespace(beats=Beats(rooms, AnyDoor(), clock, chance, said_closed)))
    make_socketio(app, origin, HANDLERS)
    headers = security_headers(origin, door_policy(origin, "http://127.0.0.1:1"))
    app.wsgi_app = Edge(app.wsgi_app, EdgeRules(origin, headers, max_sockets=100), identify)  # type: ignore[method-assign]
    return app


def main() -> None:
    port = int(sys.argv[1])
    if "--stock" in sys.argv:
        # As if a library had changed: everything goes its way.
        guard.hold = lambda socketio: False
    listener = listen("127.0.0.1", port)
    app = make(port)
    set_up_logs()
    serve(app, listener, sockets=100, stop=lambda: cut_all(app.extensions["socketio"]))


if __name__ == "__main__":
    main()
