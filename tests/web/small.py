"""The edge, the server and the socket layer around the smallest app: `python -m tests.web.small PORT [flags]`.

Each flag takes one protection away, so that the tests can show that it is this one that holds.
"""

import argparse
import logging
import sys
import time
from typing import Any

import gevent
from flask import Flask, jsonify, request

from forum.ids import SeatId, SessionId
from forum.web.edge import Edge, EdgeRules, Identity
from forum.web.errors import refuse_with_codes
from forum.web.headers import door_policy, security_headers
from forum.web.identity import IDENTITY
from forum.web.lines import Lines
from forum.web.logs import set_up_logs
from forum.web.offload import off_loop
from forum.web.realtime import cut_all, make_socketio
from forum.web.server import listen, serve
from forum.web.transport import dismiss_transport

ROOM = "/room"
SESSION = SessionId("session")
FRAME = "A" * 4096
LINES = Lines()


def seen() -> dict[str, str]:
    return {key: str(value) for key, value in request.environ.items()}


def page() -> Any:
    return jsonify(seen())


def boom() -> Any:
    raise ValueError(f"a fault that quotes {request.query_string!r}")


def hang() -> str:
    sys.stdout.write("somebody waits\n")
    sys.stdout.flush()
    off_loop(time.sleep, 600)
    return "at last"


def connect(auth: Any = None) -> bool:
    sys.stdout.write("somebody knocked\n")
    sys.stdout.flush()
    if auth == {"fail": True}:
        raise TypeError("as if it had been called with the wrong arguments")
    return auth != {"refuse": True}


def disconnect(reason: str) -> None:
    sys.stdout.write("somebody left\n")
    sys.stdout.flush()


def frame(data: str) -> None:
    from flask import current_app

    socketio = current_app.extensions["socketio"]
    if data.startswith("boom"):
        raise ValueError(f"a fault that quotes {data}")
    if data == "environ":
        socketio.emit("environ:sent", seen(), to=request.sid, namespace=ROOM)  # type: ignore[attr-defined]
    elif data.startswith("slow"):
        gevent.sleep(0.2 if data.endswith("1") else 0)
        socketio.emit("frame:sent", data, to=request.sid, namespace=ROOM)  # type: ignore[attr-defined]
    elif data == "dismiss":
        socketio.server.disconnect(request.sid, namespace=ROOM)  # type: ignore[attr-defined]
        dismiss_transport(request.environ)
    elif data.startswith("lost "):
        LINES.end((SESSION, SeatId(data.removeprefix("lost "))))
    elif data == "many":
        for _ in range(20):
            socketio.emit("frame:sent", FRAME, to=request.sid, namespace=ROOM)  # type: ignore[attr-defined]
    else:
        socketio.emit("frame:sent", FRAME, to=request.sid, namespace=ROOM)  # type: ignore[attr-defined]


HANDLERS = (("connect", ROOM, connect), ("disconnect", ROOM, disconnect), ("frame:send", ROOM, frame))


def identify(cookies: Any) -> Identity:
    seat = cookies.get("seat")
    return Identity(seat=(SESSION, SeatId(seat))) if seat else Identity()


class Named:
    """Lets everybody in without an edge, and takes nothing away."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        return self._inner({**environ, IDENTITY: identify({"seat": "somebody"})}, start_response)


def make(port: int, edge_first: bool, unguarded: bool, connect_within: float, max_sockets: int) -> Flask:
    app, origin = Flask(__name__, static_folder=None), f"http://localhost:{port}"
    app.add_url_rule("/page", view_func=page)
    app.add_url_rule("/form", view_func=page, methods=["POST"], endpoint="form")
    app.add_url_rule("/boom", view_func=boom)
    app.add_url_rule("/hang", view_func=hang)
    refuse_with_codes(app)
    headers = security_headers(origin, door_policy(origin, "http://127.0.0.1:1"))
    rules = EdgeRules(origin, headers, max_sockets=max_sockets)
    if edge_first:
        app.wsgi_app = Edge(app.wsgi_app, rules, identify, LINES)  # type: ignore[method-assign]
    socketio = make_socketio(app, origin, HANDLERS, connect_within)
    if unguarded:
        socketio.on_event("connect", connect, namespace=ROOM)
    if edge_first:
        app.wsgi_app = Named(app.wsgi_app)  # type: ignore[method-assign]
    else:
        app.wsgi_app = Edge(app.wsgi_app, rules, identify, LINES)  # type: ignore[method-assign]
    return app


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--edge-first", action="store_true", help="put the edge on before Socket.IO")
    parser.add_argument("--unguarded", action="store_true", help="let the library call the connect handler itself")
    parser.add_argument("--loud", action="store_true", help="leave every printing habit of the libraries on")
    parser.add_argument("--connect-within", type=float, default=10.0)
    parser.add_argument("--max-sockets", type=int, default=50)
    given = parser.parse_args()
    listener = listen("127.0.0.1", given.port)
    app = make(given.port, given.edge_first, given.unguarded, given.connect_within, given.max_sockets)
    if given.loud:
        logging.basicConfig(level=logging.INFO)
        logging.getLogger("forum.library").setLevel(logging.INFO)
    else:
        set_up_logs()
    socketio = app.extensions["socketio"]
    serve(app, listener, sockets=given.max_sockets, stop=lambda: cut_all(socketio))


if __name__ == "__main__":
    main()
