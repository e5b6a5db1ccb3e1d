"""A rough evening: lines break, the server stands still, pages say things twice and late, people take words back."""

import os
import random
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from tests.running import PATIENCE
from tests.wire.pacing import Pace
from tests.wire.pages import Client, Loop

BEAT = 0.1
LASTS = 11.0
STILL = 5.0
"""Seconds for which the server is stopped."""


@dataclass(eq=False)
class Rough(Client):
    """A page whose commands arrive again and out of order, and that notes what its person saw."""

    chance: random.Random = field(default_factory=random.Random)
    saw: set[str] = field(default_factory=set)
    """The texts that were ever on this page."""
    twice: set[str] = field(default_factory=set)
    """Texts that were there twice at once."""
    ids: dict[str, set[str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    taken_back: set[str] = field(default_factory=set)
    _old: list[str] = field(default_factory=list)

    def tick(self) -> None:
        if self.up and not self.ended and self._old and self.chance.random() < 0.3:
            with suppress(OSError):
                self.say(self.chance.choice(self._old[-6:]))
        elif self.up and not self.ended:
            flying = self.queue.next()
            message = self.send(flying)
            self._old += [message] if flying else []

    def note(self) -> None:
        """Looks at the page as it is now."""
        texts = [m["text"] for m in (*self.page["messages"], *self.page["aside"])]
        self.saw.update(texts)
        self.twice.update(text for text in texts if texts.count(text) > 1)
        for message in self.page["messages"]:
            self.ids.setdefault(message["text"], set()).add(message["id"])

    def hear(self) -> None:
        super().hear()
        self.note()

    @property
    def list(self) -> list[tuple[str, str]]:
        """The conversation on this page."""
        return [(m["id"], m["text"]) for m in self.page["messages"]]


class Evening:
    """Some members and a moderator, for some seconds, with everything going wrong that may."""

    def __init__(self, seed: int, members: list[Rough], desk: Rough, server: int) -> None:
        self.chance = random.Random(seed)
        self.members, self.desk, self.everybody = members, desk, [*members, desk]
        self.name = f"evening {seed}"
        self.loop = Loop([], BEAT, self.chance)
        self._server = server
        self._busy: set[int] = set()
        self._said = 0
        self.still_at = time.monotonic() + self.chance.uniform(1.0, LASTS - STILL - 1)

    def live(self) -> None:
        """Until everybody is back, everything is answered and nothing more comes."""
        for client in self.everybody:
            self.join(client)
        self.loop.run(lambda: all(client.queue.idle for client in self.everybody))
        self.desk.queue.push("room:open")
        for member in self.members:
            member.queue.push("mode:choose", mode="speaking")
        self.loop.run(lambda: all(client.queue.idle for client in self.everybody))
        over = time.monotonic() + LASTS
        for client in self.members:
            self.often(over, 0.5, lambda client=client: self._act(client))
        self.often(over, 0.6, lambda: self.chance.choice(self.everybody).cut())
        self.loop.at(self.still_at, self._stop)
        self.loop.run(lambda: time.monotonic() > over)
        self.settle(self.everybody)

    def join(self, client: Rough) -> None:
        """Takes somebody in, who comes again whenever the line is broken."""
        self.loop.add(client, Pace(time.monotonic() + self.chance.random() * BEAT, BEAT))
        self.often(time.monotonic() + 10 * PATIENCE, 0.2, lambda: self._come_again(client))

    def settle(self, readers: list[Rough]) -> None:
        """Returns once all of them show the same; fails after a while."""
        until = time.monotonic() + PATIENCE
        self.loop.run(lambda: self._calm(readers) or time.monotonic() > until)

    def _calm(self, readers: list[Rough]) -> bool:
        idle = all(client.up and client.queue.idle and not client.ended for client in readers)
        return idle and all(client.list == self.desk.list for client in readers)

    def often(self, until: float, seconds: float, act: Callable[[], Any]) -> None:
        """Does it again and again, at uneven moments."""

        def ring(now: float) -> float | None:
            act()
            return now + self.chance.expovariate(1 / seconds) if now < until else None

        self.loop.at(time.monotonic() + self.chance.random() * seconds, ring)

    def _come_again(self, client: Rough) -> None:
        if client.ended and id(client) not in self._busy:
            self._busy.add(id(client))
            self.loop.at(time.monotonic() + self.chance.uniform(0, 1.5), lambda now: self._connect(client))

    def _connect(self, client: Rough) -> None:
        self._busy.discard(id(client))
        with suppress(OSError):
            self.loop.connect(client)

    def _stop(self, now: float) -> None:
        os.kill(self._server, signal.SIGSTOP)
        self.loop.at(now + STILL, lambda now: os.kill(self._server, signal.SIGCONT))

    def _act(self, member: Rough) -> None:
        mine = [m for m in member.page["messages"] if m["id"] in member.page["mine"]]
        aside = [m for m in member.page["aside"] if m["who"] == "seat"]
        draw = self.chance.random()
        if draw < 0.25 and mine:
            self._take_back(member, self.chance.choice(mine))
        elif draw < 0.32 and aside:
            self._take_back(member, self.chance.choice(aside))
        elif draw < 0.36:
            member.taken_back.update(member.asked)
            member.queue.push("messages:withdraw")
        else:
            self._speak(member, aside=draw > 0.85)

    def _take_back(self, member: Rough, message: dict[str, Any]) -> None:
        member.taken_back.add(message["text"])
        member.queue.push("message:withdraw", id=message["id"])

    def _speak(self, member: Rough, aside: bool) -> None:
        self._said += 1
        what = "aside" if aside else "words"
        text = f"{what} {self._said} of {self.name}" + self.chance.choice(("", "", " ŵ" * 120))
        member.asked.append(text)
        member.queue.push("aside:say" if aside else "message:say", text, lang="cy")


def bytes_told(client: Rough) -> bytes:
    """Every byte of every frame that a page was sent."""
    return b"".join(client.raw or [])
