"""Starts one program on the first core, fills its rooms from the second, and says what that took."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.house import BEAT, House, LiveRoom
from bench.seats import SECOND, CannotMeasure, Plan, Role, built, run
from tests.running import Running, free_port, wait_until

ROOT = Path(__file__).parent.parent
SERVER_CORE, SEATS_CORE = 0, 1
SPEAKERS = 40
EACH = 200
"""Seats in a room: as many as a session may have."""
UP = 1536

Found = Mapping[str, Any]


@dataclass(frozen=True)
class Looks:
    """How long a program is looked at."""

    warm: float
    window: float

    def settings(self, **more: float) -> dict[str, float]:
        """As the generator is told."""
        times = {"warm": self.warm * SECOND, "window": self.window * SECOND}
        return times | {"beat": BEAT * SECOND, "up": UP} | more


@dataclass(frozen=True)
class Talk:
    """So many messages a second of so many bytes, by people who take turns."""

    a_second: float = 8
    size: int = 120

    def settings(self, **more: float) -> dict[str, float]:
        """As the generator is told."""
        return {"say_every": SPEAKERS / self.a_second * SECOND, "say_bytes": self.size} | more


class Programs:
    """What can be measured; everything that is made for it is removed at the end."""

    def __init__(self, folder: Path, seats: int, looks: Looks, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._looks = looks
        self._environment = environment
        self._generator = built(folder)
        self._house = House(folder)
        self._rooms = self._house.open(-(-seats // EACH), min(EACH, seats))

    def ours(self, seats: int, talk: Talk | None = None) -> Found:
        """The door as it ships, with a moderator in every room."""
        running = self._house.start(SERVER_CORE, self._environment)
        plan = self._plan(self._house.origin, self._house.port, running, talk.settings() if talk else {})
        for taken, room in zip(range(0, seats, EACH), self._rooms, strict=False):
            self._fill(plan, room, min(EACH, seats - taken), SPEAKERS if talk else 0)
        return self._found(running, plan)

    def _fill(self, plan: Plan, room: LiveRoom, seats: int, speakers: int) -> None:
        number, people = plan.room(room.moment), room.seats[:seats]
        plan.sit(number, "opens", "/desk", room.session, [room.desk])
        plan.sit(number, "speaks", "/room", room.session, people[:speakers])
        plan.sit(number, "ticks", "/room", room.session, people[speakers:])

    def plain(self, seats: int, down: int, up: int = UP) -> Found:
        """The smallest Flask-SocketIO room that carries frames of these sizes; 0: as long as what is in them."""
        running, port = self._python(["--beat", str(BEAT), "--down", str(down)])
        return self._others(running, port, seats, "ticks", {"up": up})

    def silent(self, seats: int) -> Found:
        """The same without a beat, and nobody says anything."""
        running, port = self._python([])
        return self._others(running, port, seats, "silent", {})

    def plain_talk(self, seats: int, talk: Talk) -> Found:
        """The same without a beat: each message is handed on to everybody at once."""
        running, port = self._python([])
        return self._others(running, port, seats, "silent", talk.settings(events=1))

    def node_talk(self, seats: int, talk: Talk) -> Found:
        """The same in Node; raises CannotMeasure where socket.io is not installed."""
        node, port = shutil.which("node"), free_port()
        if node is None or not _has_socket_io(node):
            raise CannotMeasure("socket.io for Node is not there: `npm ci` installs it")
        running = _running([node, str(ROOT / "bench" / "node_room.cjs"), str(port)], self._folder, self._environment)
        return self._others(running, port, seats, "silent", talk.settings(events=1))

    def _python(self, flags: list[str]) -> tuple[Running, int]:
        port = free_port()
        arguments = ["-m", "bench.plain_room", str(port), *flags]
        return Running(arguments, self._folder / "plain.log", dict(self._environment)), port

    def _others(self, running: Running, port: int, seats: int, role: Role, settings: dict[str, float]) -> Found:
        os.sched_setaffinity(running.process.pid, {SERVER_CORE})
        wait_until(lambda: _listens(port))
        plan = self._plan(f"http://localhost:{port}", port, running, settings)
        room, speakers = plan.room(0.0), SPEAKERS if settings.get("events") else 0
        plan.sit(room, "speaks", "/room", "evening", ["none=none"] * speakers)
        plan.sit(room, role, "/room", "evening", ["none=none"] * (seats - speakers))
        return self._found(running, plan)

    def _plan(self, origin: str, port: int, running: Running, settings: dict[str, float]) -> Plan:
        return Plan(origin, port, running.process.pid, self._looks.settings(**settings))

    def _found(self, running: Running, plan: Plan) -> Found:
        try:
            return run(self._generator, plan, SEATS_CORE)
        finally:
            running.stop()


@contextmanager
def programs(seats: int, looks: Looks, environment: Mapping[str, str]) -> Iterator[Programs]:
    """Everything that is needed, in a folder that goes again."""
    with tempfile.TemporaryDirectory() as folder:
        yield Programs(Path(folder), seats, looks, environment)


def _running(command: list[str], folder: Path, environment: Mapping[str, str]) -> Running:
    return Running(command[1:], folder / "node.log", dict(environment), program=command[0])


def _has_socket_io(node: str) -> bool:
    asked = subprocess.run([node, "-e", "require('socket.io')"], cwd=ROOT, capture_output=True, check=False)
    return asked.returncode == 0


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0
