"""A raw WebSocket to Engine.IO, for everything that a well-behaved client never does."""

import base64
import json
import os
import re
import socket
import struct
from typing import Any

from tests.running import PATIENCE

PATH = "/socket.io/?EIO=4&transport=websocket"


OPEN: list["Line"] = []
"""Every line that a test has made; a fixture closes them."""


class Refusal(Exception):
    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status, body)
        self.status, self.body = status, body


class Line:
    """Frames in and out by hand; `None` where the other side has ended the line."""

    def __init__(self, port: int, seat: str | None = "one", *, path: str = PATH, **headers: str | None) -> None:
        self.sock = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        OPEN.append(self)
        given: dict[str, str | None] = {
            "Host": f"localhost:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Origin": f"http://localhost:{port}",
            "Cookie": f"seat={seat}" if seat else None,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in given.items() if value is not None)]
        self.sock.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.rest = b""
        self.head = self._head()
        if b" 101 " not in self.head:
            raise Refusal(int(self.head.split()[1]), self._body())

    def _head(self) -> bytes:
        while b"\r\n\r\n" not in self.rest:
            more = self.sock.recv(4096)
            if not more:
                break
            self.rest += more
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        return head

    def _body(self) -> bytes:
        """The body of an answer that is no WebSocket."""
        size = re.search(rb"(?i)\r\ncontent-length: *(\d+)", self.head)
        return self._exactly(int(size[1]) if size else 0) or b""

    def _exactly(self, size: int) -> bytes | None:
        while len(self.rest) < size:
            try:
                more = self.sock.recv(65536)
            except ConnectionError:
                return None
            if not more:
                return None
            self.rest += more
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken

    def send(self, text: str, opcode: int = 1, last: bool = True) -> None:
        """One masked frame."""
        payload = text.encode()
        self.raw(header(len(payload), opcode, last) + b"\0\0\0\0" + payload)

    def raw(self, data: bytes) -> None:
        self.sock.sendall(data)

    def receive(self) -> str | None:
        """The next text message; None at the end of the line or at a close frame."""
        head = self._exactly(2)
        if head is None or head[0] & 0xF == 8:
            return None
        size = head[1] & 0x7F
        if size > 125:
            extended = self._exactly(2 if size == 126 else 8)
            assert extended
            size = int.from_bytes(extended, "big")
        payload = self._exactly(size)
        return None if payload is None else payload.decode()

    def enter(self, payload: Any = None) -> "Line":
        """Says hello to the room, as a page does."""
        assert (self.receive() or "").startswith("0")
        self.send("40/room," + json.dumps(payload or {}))
        answer = self.receive()
        assert answer, "cut"
        assert answer.startswith("40/room,"), answer
        return self

    def event(self, name: str, *values: Any) -> None:
        self.send("42/room," + json.dumps([name, *values]))

    def heard(self) -> list[Any] | None:
        """The next event; None at the end of the line."""
        message = self.receive()
        return None if message is None else list(json.loads(message.partition(",")[2]))

    def ends(self) -> bool:
        """Whether the other side ends the line, whatever it says before."""
        while self.receive() is not None:
            continue
        return True

    def close(self) -> None:
        self.sock.close()


def header(size: int, opcode: int = 1, last: bool = True) -> bytes:
    """The header of a masked frame, without its mask."""
    first = (0x80 if last else 0) | opcode
    if size < 126:
        return struct.pack(">BB", first, 0x80 | size)
    return struct.pack(">BBH", first, 0xFE, size) if size < 65536 else struct.pack(">BBQ", first, 0xFF, size)
