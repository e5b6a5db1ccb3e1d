"""Holds the sockets of whole rooms from another core: builds `seats.c`, writes its plan, reads what it found."""

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE
from typing import Any, Literal

SOURCE = Path(__file__).with_name("seats.c")
SECOND = 1_000_000_000
MOST_WAIT = 300

Role = Literal["ticks", "speaks", "opens", "silent"]


class CannotMeasure(Exception):
    """What is needed is not there; the text says what."""


@dataclass
class Plan:
    """Who sits where, and how long it is looked at."""

    origin: str
    port: int
    pid: int
    settings: dict[str, float] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    rooms: int = 0

    def room(self, moment: float) -> int:
        """A room whose frames are due at this moment of a beat, in seconds."""
        self.lines.append(f"room {round(moment * SECOND)}")
        self.rooms += 1
        return self.rooms - 1

    def sit(self, room: int, role: Role, namespace: str, session: str, cookies: Iterable[str]) -> None:
        """One page for each cookie, each at a moment of its own."""
        for cookie in cookies:
            phase = random.randrange(SECOND)
            self.lines.append(f"seat {room} {phase} {role} {namespace} {session} {cookie}")

    def text(self) -> str:
        """As the generator reads it."""
        head = [f"origin {self.origin}", f"watch {self.pid}", f"set port {self.port}"]
        return "\n".join(head + [f"set {name} {round(value)}" for name, value in self.settings.items()] + self.lines)


def built(folder: Path) -> Path:
    """The generator, compiled; raises CannotMeasure."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise CannotMeasure("there is no C compiler (cc) on the PATH")
    program = folder / "seats"
    subprocess.run([compiler, "-O2", "-o", str(program), str(SOURCE)], check=True)
    return program


def run(program: Path, plan: Plan, core: int) -> Mapping[str, Any]:
    """What the generator found; raises CannotMeasure where people did not get in or fell out."""
    with subprocess.Popen([str(program)], stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) as going:
        os.sched_setaffinity(going.pid, {core})
        out, faults = going.communicate(plan.text(), timeout=MOST_WAIT)
    if going.returncode or not out:
        raise CannotMeasure(f"the generator ended: {faults.strip()[-300:]}")
    found: dict[str, Any] = json.loads(out)
    if found["joined"] < found["seats"] or found["left"]:
        raise CannotMeasure(f"{found['joined']} of {found['seats']} got in, {found['left']} fell out again")
    return found
