"""Somebody on the line: `python -m tests.wire.observer FILE TO MEMBERS` passes bytes on, and notes when and how many.

Each member comes by a port of their own (printed at the start), plainly or as a browser does that was given a SOCKS
proxy. A line of the file is one piece that came: `moment member connection way bytes segments`, as a network sees it
under TLS too, for that adds the same to every message. A line that begins with `!` is what no network sees: the
command that a tick carried, so that a test can say afterwards who was named rightly.
"""

import base64
import gc
import json
import re
import selectors
import signal
import socket
import struct
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from forum.refusals import Refused
from forum.rooms.frames import FrameRecord, records_in

PIECE = 65_536
SEGMENTS_IN = 152
"""Where Linux tells in its TCP_INFO how many segments with data have come."""
TICK = re.compile(rb'42/room,\["frame:send","([A-Za-z0-9+/=]+)"\]')


@dataclass(eq=False)
class End:
    """One end of a connection, and the other to which its bytes go."""

    sock: socket.socket
    member: int
    connection: int
    way: str
    other: "End | None" = None
    segments: int = 0
    upgraded: bool = False
    rest: bytes = b""


@dataclass
class Observer:
    """Passes everything on at once; writes down and reads only afterwards."""

    to: int
    out: TextIO
    connections: int = 0
    watched: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def listen(self, member: int) -> int:
        """A door for one member; answers its port."""
        door = socket.create_server(("127.0.0.1", 0))
        self.watched.register(door, selectors.EVENT_READ, member)
        port: int = door.getsockname()[1]
        return port

    def run(self) -> None:
        """Watches until it is told to end."""
        while True:
            for key, _ in self.watched.select():
                if isinstance(key.data, End):
                    self._pass_on(key.data)
                else:
                    self._accept(key.fileobj, key.data)

    def _accept(self, door: Any, member: int) -> None:
        near, _ = door.accept()
        try:
            if near.recv(1, socket.MSG_PEEK) == b"\x05":
                _greet(near)
            far = socket.create_connection(("127.0.0.1", self.to))
        except OSError:
            near.close()
            return
        self.connections += 1
        ends = [End(near, member, self.connections, "up"), End(far, member, self.connections, "down")]
        for end, other in zip(ends, reversed(ends), strict=True):
            end.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            end.other = other
            self.watched.register(end.sock, selectors.EVENT_READ, end)

    def _pass_on(self, end: End) -> None:
        if end.sock.fileno() < 0:
            return
        data, now = b"", time.monotonic()
        with suppress(OSError):
            data = end.sock.recv(PIECE)
            if data and end.other:
                end.other.sock.sendall(data)
        if data:
            self._note(end, data, now)
        else:
            self._end(end)

    def _end(self, end: End) -> None:
        for one in (end, end.other):
            if one and one.sock.fileno() >= 0:
                self.watched.unregister(one.sock)
                one.sock.close()

    def _note(self, end: End, data: bytes, now: float) -> None:
        before, end.segments = end.segments, segments_in(end.sock)
        what = f"{end.way} {len(data)} {end.segments - before}"
        self.out.write(f"{now:.6f} {end.member} {end.connection} {what}\n")
        if end.way == "up":
            for kind, c in commands_in(end, data):
                self.out.write(f"! {now:.6f} {end.member} {kind} {c}\n")


def segments_in(sock: socket.socket) -> int:
    """How many segments with data have come on this connection; 0 where the system does not tell."""
    info = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
    found: tuple[int] = struct.unpack_from("<I", info, SEGMENTS_IN) if len(info) >= SEGMENTS_IN + 4 else (0,)
    return found[0]


def _greet(near: socket.socket) -> None:
    # SOCKS 5, as far as a browser uses it: no password; whatever it asks for, it gets the forum.
    near.recv(257)
    near.sendall(b"\x05\x00")
    near.recv(262)
    near.sendall(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")


def commands_in(end: End, data: bytes) -> list[tuple[str, int]]:
    """The commands in what a member sent, once its connection is a WebSocket."""
    if not end.upgraded:
        end.upgraded = b"\r\nupgrade: websocket" in data.lower()
        return []
    end.rest += data
    found: list[tuple[str, int]] = []
    while message := _first(end):
        tick = TICK.fullmatch(message)
        found += _asked(base64.b64decode(tick[1] + b"==")) if tick else []
    return found


def _first(end: End) -> bytes | None:
    if len(end.rest) < 8:
        return None
    short = end.rest[1] & 0x7F
    start = 2 if short < 126 else 4
    size = short if short < 126 else int.from_bytes(end.rest[2:4], "big")
    if len(end.rest) < start + 4 + size:
        return None
    masked = end.rest[start + 4 : start + 4 + size]
    mask = (end.rest[start : start + 4] * (size // 4 + 1))[:size]
    end.rest = end.rest[start + 4 + size :]
    return (int.from_bytes(masked, "big") ^ int.from_bytes(mask, "big")).to_bytes(size, "big")


def _asked(frame: bytes) -> list[tuple[str, int]]:
    with suppress(Refused):
        return [(_named(record), record.fields["c"]) for record in list(records_in(frame))[1:]]
    return []


def _named(record: FrameRecord) -> str:
    """The command's kind, and what makes it another act: a choice instead of words, an answer, a content note."""
    apart = [record.fields["kind"]] if record.kind == "aside:say" and "kind" in record.fields else []
    return ":".join([record.kind, *apart, *(name for name in ("to", "note") if name in record.fields)])


def main(path: Path, to: int, members: int) -> None:
    """Opens a door for each member, says which, and watches."""
    gc.disable()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with path.open("w", buffering=1 << 20, encoding="ascii") as out:
        observer = Observer(to, out)
        print(json.dumps([observer.listen(member) for member in range(members)]), flush=True)
        observer.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
