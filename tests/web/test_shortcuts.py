"""The two ways past the libraries: the same to see from outside, and given up where a library has changed."""

from typing import Any

import pytest
from flask import Flask
from flask_socketio import SocketIO

from forum.web.guard import Straight
from forum.web.realtime import make_socketio
from forum.web.shortcuts import CLOSING, hold, opening, post, taker
from forum.web.transport import TRANSPORT, Transport

ORIGIN = "https://door.example"


def connect(auth: object) -> None:
    """A handler."""


def take(held: Any, sid: str, value: object) -> None:
    """A handler that needs no request."""


def made() -> SocketIO:
    rows = [("connect", "/room", connect), ("frame:send", "/room", Straight(take))]
    return make_socketio(Flask(__name__), ORIGIN, rows)


def test_they_hold_with_the_libraries_we_have() -> None:
    assert hold(made())


CHANGES = {
    "another packet": lambda packet: type("Other", (packet,), {"encode": lambda self: "2/room,{}"}),
    "another reading": lambda packet: type("Other", (packet,), {"decode": lambda self, text: 0}),
    "none at all": lambda packet: None,
}


@pytest.mark.parametrize("change", CHANGES)
def test_they_are_given_up_where_a_library_has_changed(change: str) -> None:
    socketio = made()
    socketio.server.packet_class = CHANGES[change](socketio.server.packet_class)
    assert not hold(socketio)


def heard(message: str) -> list[str] | None:
    """What the handler hears of a message; None where it is left to the libraries."""
    values: list[str] = []
    return values if taker("/room", "frame:send", values.append)(message) else None


def test_an_event_as_our_pages_write_it_goes_straight_to_its_handler() -> None:
    assert heard('42/room,["frame:send","AB+/="]') == ["AB+/="]
    assert heard('42/room,["frame:send",""]') == [""]


@pytest.mark.parametrize(
    "message",
    [
        "3",
        "40/room,{}",
        '42/room,["frame:send"]',
        '42/room,["frame:send","]',
        '42/room,["frame:send", "AAAA"]',
        '42/room,["frame:send","AAAA","AAAA"]',
        '42/room,["frame:send","AA\\u0041A"]',
        '42/room,["frame:send","AAAA"] ',
        '42/room,["frame:sent","AAAA"]',
        '42/desk,["frame:send","AAAA"]',
        '42/room,["frame:send",{"a":"b"}]',
    ],
)
def test_anything_else_is_left_to_the_libraries(message: str) -> None:
    assert heard(message) is None


def test_what_is_written_is_what_the_library_writes() -> None:
    packet = made().server.packet_class
    written = "4" + packet(2, namespace="/room", data=["frame:sent", "A" * 4096]).encode()
    assert opening("/room", "frame:sent") + "A" * 4096 + CLOSING == written


class Engine:
    """Engine.IO's side of a connection."""

    class queue:
        waiting = 0

        @classmethod
        def qsize(cls) -> int:
            return cls.waiting

    def handle(self, websocket: object) -> None:
        raise AssertionError


class Out:
    """Where messages leave."""

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def end(self) -> None:
        """Nothing to end."""


def line(admitted: bool = True) -> tuple[dict[str, Any], Transport, Out]:
    transport, out = Transport(Engine().handle, None, limit=1, connect_within=1), Out()
    transport._outgoing = out  # type: ignore[assignment]
    if admitted:
        transport.admit(lambda message: False)
    return {TRANSPORT: transport}, transport, out


def test_a_frame_goes_straight_to_the_line() -> None:
    environ, _, out = line()
    assert post(environ, "/room", "frame:sent", "AAAA")
    assert out.written == [b'\x81\x1d42/room,["frame:sent","AAAA"]']


def test_a_frame_never_overtakes_what_waits_in_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    environ, _, out = line()
    monkeypatch.setattr(Engine.queue, "waiting", 1)
    assert not post(environ, "/room", "frame:sent", "AAAA")
    assert out.written == []


def test_without_shortcuts_a_frame_goes_by_the_library() -> None:
    environ, transport, out = line(admitted=False)
    transport.admit(None)
    assert not post(environ, "/room", "frame:sent", "AAAA")
    assert not post({}, "/room", "frame:sent", "AAAA")
    assert out.written == []
