"""Runs the door and the issuer as two processes, and ends both together."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from types import FrameType

from forum.web.process import WIPING

START_WITHIN = 30.0
STOP_WITHIN = 6.0


class Stopped(Exception):
    """The programs were asked to end, or one of them ended by itself; carries the exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Programs:
    """Child programs that live and end together."""

    def __init__(self, settings: Mapping[str, str] | None = None) -> None:
        # Handed on whole to the children, and not read here.
        self._environment = {**WIPING, **os.environ, **(settings or {})}  # noqa: TID251
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Programs":
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _asked_to_stop)
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self, arguments: Sequence[str], host: str, port: int) -> None:
        """Starts one program and waits until it answers; raises Stopped when it cannot."""
        self._children.append(subprocess.Popen([sys.executable, *arguments], env=self._environment))
        wait_for(lambda: answers(host, port), self._check)

    def watch(self) -> None:
        """Waits until the programs are asked to end or one of them ends; raises Stopped."""
        while True:
            self._check()
            time.sleep(0.5)

    def _check(self) -> None:
        for child in self._children:
            code = child.poll()
            if code is not None:
                raise Stopped(code or 1)

    def end(self) -> None:
        """Asks every program to end, and ends those that do not."""
        for child in self._children:
            if child.poll() is None:
                child.terminate()
        until = time.monotonic() + STOP_WITHIN
        for child in self._children:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def wait_for(ready: Callable[[], bool], check: Callable[[], None]) -> None:
    """Returns once `ready`; `check` may raise; raises Stopped after `START_WITHIN` seconds."""
    until = time.monotonic() + START_WITHIN
    while not ready():
        check()
        if time.monotonic() > until:
            raise Stopped(1)
        time.sleep(0.05)


def answers(host: str, port: int) -> bool:
    """Whether a program says on this machine that it is well."""
    line = http.client.HTTPConnection(near(host), port, timeout=2)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def near(host: str) -> str:
    """The loopback address to ask where a program listens on all of them."""
    return {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _asked_to_stop(number: int, frame: FrameType | None) -> None:
    # A second Ctrl-C must not interrupt the ending.
    for other in (signal.SIGINT, signal.SIGTERM):
        signal.signal(other, signal.SIG_IGN)
    raise Stopped(0)
