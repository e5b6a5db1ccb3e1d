"""A line-tapper in front of a program: it passes every byte on and keeps it; of WebSockets only the sizes of frames."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

Way = Literal["up", "down"]
PIECE = 65_536


class Frames:
    """Cuts one direction of a line into WebSocket frames, and keeps nothing but their sizes."""

    def __init__(self) -> None:
        self._rest = b""
        self.sizes: list[int] = []
        """Bytes on the wire of each frame, header and mask included."""

    def feed(self, data: bytes) -> None:
        """Takes the next bytes."""
        self._rest += data
        while (size := self._first()) and size <= len(self._rest):
            self.sizes.append(size)
            self._rest = self._rest[size:]

    def _first(self) -> int | None:
        """The size of the frame that comes next, once its header is there."""
        if len(self._rest) < 2:
            return None
        short, masked = self._rest[1] & 0x7F, bool(self._rest[1] & 0x80)
        more = {126: 2, 127: 8}.get(short, 0)
        if len(self._rest) < 2 + more:
            return None
        length = int.from_bytes(self._rest[2 : 2 + more], "big") if more else short
        return 2 + more + (4 if masked else 0) + length


def turns_into_a_websocket(head: bytes, way: Way) -> bool:
    """Whether these headers ask for a WebSocket, or grant one; scripts that speak of such do neither."""
    return b"\r\nupgrade: websocket" in head.lower() if way == "up" else head.startswith(b"HTTP/1.1 101 ")


@dataclass
class Tapped:
    """One line that became a WebSocket."""

    up: Frames = field(default_factory=Frames)
    down: Frames = field(default_factory=Frames)


@dataclass
class Plain:
    """The bytes of one line, up to where it became a WebSocket if it did."""

    up: bytearray = field(default_factory=bytearray)
    down: bytearray = field(default_factory=bytearray)


class Recorder:
    """Listens in front of a program; WebSockets that pass are in `sockets`, in the order in which they came."""

    def __init__(self, listen_port: int, to_port: int) -> None:
        self.sockets: list[Tapped] = []
        self.plain: list[Plain] = []
        """All lines, in the order in which they were opened."""
        self.dead = False
        """Whether nothing comes through any more, either way, while every line stays open."""
        self._to = ("127.0.0.1", to_port)
        self._lines: list[socket.socket] = []
        self._port = listen_port
        self.listen()

    def listen(self) -> None:
        """Takes lines, from now on."""
        self._door = socket.create_server(("127.0.0.1", self._port))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self, after: int = 0) -> None:
        """Takes no more lines, and ends all but the first so many."""
        # An accept that waits is woken by a shutdown, and not by a close.
        for line in [self._door, *self._lines[2 * after :]]:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(self._to)
                for line in (near, far):
                    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._lines += [near, far]
                tapped, plain = Tapped(), Plain()
                self.plain.append(plain)
                for source, target, way in ((near, far, "up"), (far, near, "down")):
                    threading.Thread(
                        target=self._pass_on, args=(source, target, tapped, plain, way), daemon=True
                    ).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, tapped: Tapped, plain: Plain, way: Way) -> None:
        head = b""
        upgraded = False
        with suppress(OSError):
            while data := source.recv(PIECE):
                if self.dead:
                    continue
                if not upgraded:
                    getattr(plain, way).extend(data)
                    head += data
                    before, end, after = head.partition(b"\r\n\r\n")
                    upgraded = bool(end) and turns_into_a_websocket(before, way)
                    head = b"" if end and not upgraded else head
                    if upgraded:
                        self._note(tapped, way, after)
                else:
                    getattr(tapped, way).feed(data)
                target.sendall(data)
        for line in (source, target):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def _note(self, tapped: Tapped, way: Way, after: bytes) -> None:
        if way == "up":
            self.sockets.append(tapped)
        getattr(tapped, way).feed(after)
