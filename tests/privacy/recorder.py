"""A line-tapper in front of the door: it passes every byte on, and notes the size of every WebSocket frame."""

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


@dataclass
class Tapped:
    """One line that became a WebSocket."""

    up: Frames = field(default_factory=Frames)
    down: Frames = field(default_factory=Frames)


class Recorder:
    """Listens in front of a program; WebSockets that pass are in `sockets`, in the order in which they came."""

    def __init__(self, listen_port: int, to_port: int) -> None:
        self.sockets: list[Tapped] = []
        self._to = ("127.0.0.1", to_port)
        self._lines: list[socket.socket] = []
        self._door = socket.create_server(("127.0.0.1", listen_port))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Ends every line."""
        # An accept that waits is woken by a shutdown, and not by a close.
        for line in [self._door, *self._lines]:
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
                tapped = Tapped()
                threading.Thread(target=self._pass_on, args=(near, far, tapped, "up"), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(far, near, tapped, "down"), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, tapped: Tapped, way: Way) -> None:
        head = b""
        upgraded = False
        with suppress(OSError):
            while data := source.recv(PIECE):
                if not upgraded:
                    head += data
                    before, end, after = head.partition(b"\r\n\r\n")
                    upgraded = bool(end) and b"websocket" in before.lower() and b"upgrade" in before.lower()
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
