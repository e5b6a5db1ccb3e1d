"""The page's own manners in Python: when it ticks (`schedule.js`) and which command a tick carries (`queue.js`)."""

import math
from collections import deque
from dataclasses import dataclass
from typing import Any

EARLY = 0.0005
AGAIN_AFTER = 4
"""Ticks after which a command that was not answered is sent again."""


@dataclass
class Pace:
    """The moments of one page's ticks: fixed before anybody knows what will be sent at them."""

    origin: float
    beat: float
    turn: int = -1

    @property
    def due(self) -> float:
        """When the next tick goes."""
        return self.origin + self.turn * self.beat

    def arm(self, now: float) -> None:
        """Goes on to the next moment; those that were missed are left out."""
        self.turn = max(self.turn + 1, math.floor((now - self.origin) / self.beat) + 1)

    def rings(self, now: float) -> bool:
        """Whether the moment has come; then the next one is armed first."""
        if now < self.due - EARLY:
            return False
        self.arm(now)
        return True


@dataclass
class Flying:
    kind: str
    text: str
    fields: dict[str, Any]
    c: int
    age: int = 0


class Queue:
    """Commands on their way, one at a time, each sent again with its number until it is answered."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[str, str, dict[str, Any]]] = deque()
        self.flying: Flying | None = None
        self.answers: dict[str, int] = {}
        """How often something was done, or refused with which code."""
        self._last = 0
        self._ready = False

    @property
    def idle(self) -> bool:
        return self._ready and not self.flying and not self.waiting

    def welcome(self) -> None:
        """The room has told all it knows of us."""
        self._ready = True

    def push(self, kind: str, text: str = "", /, **fields: Any) -> None:
        self.waiting.append((kind, text, fields))

    def next(self) -> Flying | None:
        """The command for the tick that is being sent now."""
        if not self._ready:
            return None
        if not self.flying and self.waiting:
            self._last += 1
            self.flying = Flying(*self.waiting.popleft(), self._last)
        if not self.flying:
            return None
        send = self.flying.age % AGAIN_AFTER == 0
        self.flying.age += 1
        return self.flying if send else None

    def again(self) -> None:
        """After a new connection: what is in flight waits for what the room knows."""
        self._ready = False
        if self.flying:
            self.flying.age = 0

    def hear(self, fields: dict[str, Any]) -> None:
        """Takes in a record of the own part."""
        if fields["k"] == "self:changed" and "c" in fields:
            self._last = max(self._last, fields["c"])
            if self.flying and self.flying.c <= fields["c"]:
                self._settle("done")
        elif fields["k"] in ("command:done", "command:refused") and self.flying and self.flying.c == fields["c"]:
            self._settle(fields.get("code", "done"))

    def _settle(self, answer: str) -> None:
        self.answers[answer] = self.answers.get(answer, 0) + 1
        self.flying = None
