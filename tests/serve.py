"""The real programs with a clock read from a file: `python -m tests.serve both --data DIR --clock FILE ...`.

Not part of the wheel. `--set name=value` sets anything that `forum settings` lists; `--switch name` plants a fault or
takes a guard away (`tests/switches.py`).
"""

import argparse
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from forum.settings import Settings, read_settings
from forum.web.cli import PLAIN_FAULTS
from forum.web.folders import prepare_both
from forum.web.process import end_with_parent
from forum.web.processes import Programs, Stopped
from tests.running import ahead_of


class FileClock:
    """Tells the time that stands in a file (ISO 8601), the machine's own while there is no such file.

    How long it has been at work it tells with as many seconds more as stand in a second file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ahead = ahead_of(path)

    def now(self) -> datetime:
        try:
            return datetime.fromisoformat(self._path.read_text(encoding="ascii").strip()).astimezone(UTC)
        except (OSError, ValueError):
            return datetime.now(UTC)

    def monotonic(self) -> float:
        try:
            return time.monotonic() + float(self._ahead.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return time.monotonic()


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.serve")
    parser.add_argument("program", choices=["door", "issuer", "both"])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--clock", type=Path, required=True)
    parser.add_argument("--door-port", type=int, required=True)
    parser.add_argument("--issuer-port", type=int, required=True)
    parser.add_argument("--beat", type=float, default=0.05)
    parser.add_argument("--pace", type=float, default=0.0)
    parser.add_argument("--set", action="append", default=[], dest="more", metavar="NAME=VALUE")
    parser.add_argument("--switch", action="append", default=[], dest="switches", metavar="NAME")
    return parser.parse_args(argv)


def settings_of(given: argparse.Namespace) -> Settings:
    chosen: dict[str, Any] = dict(pair.split("=", 1) for pair in given.more)
    return read_settings(
        **{
            "data": given.data,
            "door_port": given.door_port,
            "issuer_port": given.issuer_port,
            "door_origin": f"http://localhost:{given.door_port}",
            "issuer_origin": f"http://127.0.0.1:{given.issuer_port}",
            "beat": given.beat,
            "pace": given.pace,
            "vrg_url": "https://vrg.example/",
            **chosen,
        }
    )


def run_one(given: argparse.Namespace) -> None:
    from forum.web.programs import run_door, run_issuer
    from tests import switches

    end_with_parent()
    for name in given.switches:
        switches.turn(name)
    program = run_door if given.program == "door" else run_issuer
    program(settings_of(given), FileClock(given.clock))


def run_both(given: argparse.Namespace, argv: list[str]) -> None:
    settings = settings_of(given)
    prepare_both(settings.data)
    with Programs() as programs:
        programs.start(["-m", "tests.serve", "issuer", *argv[1:]], settings.issuer_host, settings.issuer_port)
        programs.start(["-m", "tests.serve", "door", *argv[1:]], settings.door_host, settings.door_port)
        programs.watch()


def main(argv: list[str]) -> None:
    given = arguments(argv)
    try:
        if given.program == "both":
            run_both(given, argv)
        else:
            run_one(given)
    except PLAIN_FAULTS as fault:
        print(fault, file=sys.stderr)
        sys.exit(2)
    except Stopped as stopped:
        sys.exit(stopped.code)


if __name__ == "__main__":
    main(sys.argv[1:])
