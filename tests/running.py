"""Starts programs for tests, keeps all they print, and ends them."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
"""Seconds that a test waits at most for what must come; no test says how soon it has to."""
PORTS = range(10_000, 30_000)
"""Below what systems take for lines that go out, so that nobody is given one of these between looking and using."""
GIVEN: set[int] = set()
CHANCE = random.SystemRandom()
"""Tests in another process draw other ports, whatever the seed of this run."""


def free_port() -> int:
    """A port of the loopback address that nobody has right now, and that no other call is given."""
    while True:
        port = CHANCE.choice(PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            if port not in GIVEN:
                GIVEN.add(port)
                return port


def ahead_of(clock: Path) -> Path:
    """Beside the file of a clock, the file of the seconds that have gone by faster than they do."""
    return clock.with_suffix(".ahead")


def wait_until(ready: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Returns once `ready`; fails the test when that takes too long."""
    until = time.monotonic() + patience
    while not ready():
        if time.monotonic() > until:
            raise AssertionError("waited in vain")
        time.sleep(0.02)


def healthy(port: int) -> bool:
    """Whether a program answers on this port."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


class Running:
    """One program and everything it has printed."""

    def __init__(
        self,
        arguments: Sequence[str],
        log: Path,
        environment: dict[str, str] | None = None,
        program: str = sys.executable,
    ) -> None:
        self.log_path = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
                env={**os.environ, **(environment or {})},
            )

    def log(self) -> bytes:
        """All bytes on stdout and stderr so far."""
        return self.log_path.read_bytes()

    def wait_healthy(self, port: int) -> None:
        """Returns once the program answers; fails with what it printed when it ended instead."""
        wait_until(lambda: healthy(port) or self.process.poll() is not None)
        assert self.process.poll() is None, self.log().decode(errors="replace")

    def stop(self, patience: float = PATIENCE) -> int:
        """Asks the program to end and returns its exit code; kills what does not end."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
