"""Pages without a browser, many in one loop: each with a socket of its own, a pace of its own, and what it knows."""

import base64
import heapq
import json
import os
import random
import selectors
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from forum.rooms.frames import UP, FrameRecord, encoded, records_in
from tests.rooms.reference_reducer import Page, empty, reduce
from tests.wire.pacing import Flying, Pace, Queue

SHARED = {"/room": 2_304, "/desk": 9_216}
PIECE = 65_536
GIVE_UP = 20.0


@dataclass(eq=False)
class Client:
    """One page: `queue.push(...)` is what its person does, `page` what they see."""

    port: int
    origin: str
    cookie: str
    session: str
    namespace: str = "/room"
    padded: bool = True
    page: Page = field(default_factory=empty)
    queue: Queue = field(default_factory=Queue)
    up: bool = False
    ended: bool = True
    raw: list[bytes] | None = None
    """Every frame as it came, for those who want to look."""
    sock: socket.socket = field(init=False)
    _upgraded: bool = False
    _rest: bytes = b""
    _beat: dict[str, Any] = field(default_factory=lambda: {"e": "", "f": 0})

    def connect(self) -> None:
        """Opens a line; what comes of it is heard."""
        self.sock = socket.create_connection(("127.0.0.1", self.port), GIVE_UP)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: {self.origin.partition('//')[2]}",
            *("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"),
            *(f"Sec-WebSocket-Key: {key}", f"Origin: {self.origin}", f"Cookie: {self.cookie}", "", ""),
        ]
        self.up = self.ended = self._upgraded = False
        self._rest = b""
        self.queue.again()
        self.sock.sendall("\r\n".join(lines).encode())

    def cut(self) -> None:
        """The line breaks, without a word."""
        with suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def _received(self) -> bytes:
        data = self.sock.recv(PIECE)
        if not data:
            raise ConnectionError
        return data

    def say(self, text: str) -> None:
        """One WebSocket message, masked as browsers do."""
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        head = bytes((0x81, 0x80 | size)) if size < 126 else b"\x81\xfe" + size.to_bytes(2, "big")
        pad = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")).to_bytes(size, "big")
        self.sock.sendall(head + mask + masked)

    def hear(self) -> None:
        """Takes what has come."""
        try:
            self._rest += self._received()
        except OSError:
            self.ended = True
            return
        if not self._upgraded:
            self._greet()
        while self._upgraded and (message := self._message()) is not None:
            self._take(message)

    def _greet(self) -> None:
        head, end, rest = self._rest.partition(b"\r\n\r\n")
        if end and not head.startswith(b"HTTP/1.1 101 "):
            self.cut()
        elif end:
            self._upgraded, self._rest = True, rest
            self.say(f"40{self.namespace},{json.dumps({'session': self.session})}")

    def _message(self) -> bytes | None:
        rest = self._rest
        if len(rest) < 2:
            return None
        start, size = (4, int.from_bytes(rest[2:4], "big")) if rest[1] == 126 else (2, rest[1])
        if len(rest) < start + size:
            return None
        self._rest = rest[start + size :]
        return rest[start : start + size]

    def _take(self, message: bytes) -> None:
        if message == b"2":
            self.say("3")
        elif message.startswith(f"40{self.namespace},".encode()):
            # As the page does it: no tick before the room has let it in.
            self.up = True
        elif message.startswith(f"42{self.namespace},".encode()):
            self._fold(base64.b64decode(json.loads(message.partition(b",")[2])[1]))

    def _fold(self, frame: bytes) -> None:
        if self.raw is not None:
            self.raw.append(frame)
        shared = SHARED[self.namespace]
        beat, *records = [*records_in(frame[:shared]), *records_in(frame[shared:])]
        if beat.fields["e"] != self._beat["e"]:
            self.page = empty()
        self._beat = dict(beat.fields)
        for record in records:
            self.page = reduce(self.page, dict(record.fields), record.text)
            self.queue.hear(dict(record.fields))
        if "b" not in self._beat:
            self.queue.welcome()

    def tick(self) -> None:
        """One frame up; what is in it is chosen now, and when it goes was fixed before."""
        if self.up and not self.ended:
            self.send(self.queue.next())

    def send(self, flying: Flying | None) -> str:
        """Sends a frame with that command, or without; answers it."""
        records = [encoded(FrameRecord({"k": "tick", "e": self._beat["e"], "f": self._beat["f"]}))]
        if flying:
            records.append(encoded(FrameRecord({"k": flying.kind, "c": flying.c, **flying.fields}, flying.text)))
        data = b"".join(records)
        data = data.ljust(UP if self.padded else -(-len(data) // 3) * 3, b"\0")
        message = f'42{self.namespace},["frame:send","{base64.b64encode(data).decode()}"]'
        with suppress(OSError):
            self.say(message)
        return message


class Loop:
    """Many clients in one thread: ticks at their moments, and reads what has come."""

    def __init__(self, clients: Iterable[Client], beat: float, chance: random.Random) -> None:
        self._watched = selectors.DefaultSelector()
        self._clock: list[tuple[float, int, Callable[[float], float | None]]] = []
        self._order = 0
        for client in clients:
            self.add(client, Pace(time.monotonic() + chance.random() * beat, beat))

    def watch(self, source: Any, hear: Callable[[], object]) -> None:
        """Calls `hear` when there is something to read."""
        self._watched.register(source, selectors.EVENT_READ, hear)

    def at(self, moment: float, ring: Callable[[float], float | None]) -> None:
        """Calls `ring` at a moment, and again at the moment that it answers."""
        self._order += 1
        heapq.heappush(self._clock, (moment, self._order, ring))

    def add(self, client: Client, pace: Pace) -> None:
        """Takes in a client: it keeps its pace, whether its line is up or not."""

        def ring(now: float) -> float:
            if pace.rings(now):
                client.tick()
            return pace.due

        pace.arm(time.monotonic())
        self.at(pace.due, ring)
        self.connect(client)

    def connect(self, client: Client) -> None:
        """Opens a line for a client, and hears it until it ends."""

        def hear() -> None:
            client.hear()
            if client.ended:
                self._watched.unregister(client.sock)
                client.sock.close()

        client.connect()
        self.watch(client.sock, hear)

    def close(self) -> None:
        """Ends every line."""
        for key in list(self._watched.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        self._watched.close()

    def run(self, until: Callable[[], bool]) -> None:
        """Lives until it is so."""
        while not until():
            wait = max(0.0, self._clock[0][0] - time.monotonic()) if self._clock else 0.1
            for key, _ in self._watched.select(min(wait, 0.1)):
                key.data()
            self._ring()

    def _ring(self) -> None:
        # One at a time: two ticks that are due together are two wake-ups in two browsers too.
        while self._clock and self._clock[0][0] <= time.monotonic() + 0.0005:
            _, _, ring = heapq.heappop(self._clock)
            again = ring(time.monotonic())
            if again is not None:
                self.at(again, ring)
