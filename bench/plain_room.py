"""The smallest Flask-SocketIO room on gevent: `python -m bench.plain_room PORT [--beat 1] [--own 1536]`.

Without `--beat` it hands each message on to everybody, with one emit. With it, it takes a frame from every page and
emits one to all of them once a beat, of the sizes given, and does nothing else: it reads no frame, knows nobody,
checks nothing and keeps no order.
"""

import argparse
import itertools
import socket
import time
from typing import Any

import gevent
from flask import Flask, request
from flask_socketio import SocketIO, join_room
from gevent.pywsgi import WSGIServer

from forum.rooms.frames import FrameRecord, encoded, joined, part

ROOM = "/room"
app = Flask(__name__)
socketio = SocketIO(app, async_mode="gevent", cors_allowed_origins="*")


@socketio.on("connect", namespace=ROOM)
def connect(auth: Any) -> None:
    join_room(auth["session"])


@socketio.on("frame:send", namespace=ROOM)
def take(frame: str) -> None:
    assert request.sid  # type: ignore[attr-defined]


@socketio.on("message:say", namespace=ROOM)
def hand_on(message: dict[str, Any]) -> None:
    said = {"lang": message["lang"], "text": message["text"]}
    socketio.emit("message:said", said, to="evening", namespace=ROOM)


def beat(seconds: float, size: int) -> None:
    """One frame to everybody at every whole beat of the machine's clock."""
    for frame in itertools.count(1):
        gevent.sleep(seconds - time.monotonic() % seconds)
        head = encoded(FrameRecord({"k": "beat", "e": "epoch000", "f": frame, "s": 0}))
        full = size or len(head) + -len(head) % 3
        socketio.emit("frame:sent", joined(part([head], full)), to="evening", namespace=ROOM)


def listen(port: int) -> socket.socket:
    listener = socket.create_server(("127.0.0.1", port), backlog=2048)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)
    return listener


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--beat", type=float)
    parser.add_argument("--down", type=int, default=0, help="bytes of a frame; 0: as long as what is in it")
    given = parser.parse_args()
    if given.beat:
        gevent.spawn(beat, given.beat, given.down)
    WSGIServer(listen(given.port), app, log=None, error_log=None).serve_forever()


if __name__ == "__main__":
    main()
