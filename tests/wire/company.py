"""Sixteen people without browsers, a moderator, and the order in which all twenty act: `python -m tests.wire.company`.

Reads one line of JSON (`Plan`), connects everybody, and then has one of the twenty do one thing at a time, each chosen
with the same chance. For somebody who has a real page it prints `{"page": n}`, and the test lets that page act.
"""

import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.rooms.reference_reducer import SUPPORTS
from tests.wire.pages import Client, Loop

KINDS = ("say", "support", "flag", "hand", "aside", "contact", "withdraw", "withdraw-all", "pause", "mode", "draw")
"""Everything that a member can do, by the word for it here."""
WORDS = ("x", "Diolch.", "I <3 this & that", "ŵ" * 600, "A long day. " * 60, '"\\' * 400)
NOTES: tuple[dict[str, Any], ...] = ({}, {}, {}, {"note": "violence"}, {"note": "other", "own": "geiriau"})
GAP = (1.15, 2.2)
"""Beats between two acts, so that most are alone in theirs."""
Act = tuple[str, str, dict[str, Any]]


@dataclass
class Plan:
    """Who is there and how much they do."""

    origin: str
    session: str
    beat: float
    seed: int
    ports: list[int]
    cookies: list[str]
    desk: str
    desk_port: int
    pages: int
    wanted: dict[str, int]
    padded: bool = True


@dataclass
class Person:
    """Somebody without a browser, and what they feel like doing."""

    client: Client
    chance: random.Random
    flagged: set[str] = field(default_factory=set)

    def may(self) -> dict[str, Act]:
        """What can be done now and changes something."""
        page, me = self.client.page, self.client.page["self"]
        others = [m for m in page["messages"] if m["id"] not in page["mine"]]
        mine = [m["id"] for m in page["messages"] if m["id"] in page["mine"]]
        acts: dict[str, Act] = {
            "hand": ("hand:lower" if me.get("hand") else "hand:raise", "", {}),
            "aside": ("aside:say", self.chance.choice(("Help", "Rwy'n oer " * 20)), {"lang": "cy"}),
            "pause": ("seat:resume" if me.get("paused") else "seat:pause", "", {}),
            "mode": self._mode(me),
            "contact": self._contact(me),
        }
        if others:
            acts |= self._about(others)
        if mine:
            acts["withdraw"] = ("message:withdraw", "", {"id": self.chance.choice(mine)})
            acts["withdraw-all"] = ("messages:withdraw", "", {})
        if me.get("granted") or not me.get("known"):
            acts["draw"] = ("handle:draw", "", {})
        if me.get("mode") == "speaking" and not me.get("paused"):
            acts["say"] = self._say(others)
        if me.get("paused"):
            acts.pop("support", None)
        return acts

    def _mode(self, me: dict[str, Any]) -> Act:
        return ("mode:choose", "", {"mode": "listening" if me.get("mode") == "speaking" else "speaking"})

    def _contact(self, me: dict[str, Any]) -> Act:
        if me.get("contact") == "given":
            return ("contact:take", "", {})
        return ("contact:give", self.chance.choice(("01234 567890", "Ffoniwch fi " * 20)), {"lang": "en"})

    def _about(self, others: list[dict[str, Any]]) -> dict[str, Act]:
        message = self.chance.choice(others)
        unflagged = [m["id"] for m in others if m["id"] not in self.flagged]
        kinds = [kind for kind in SUPPORTS if kind not in message["sup"]]
        acts: dict[str, Act] = {}
        if kinds:
            acts["support"] = ("message:support", "", {"id": message["id"], "kind": self.chance.choice(kinds)})
        if unflagged:
            acts["flag"] = ("message:flag", "", {"id": self.chance.choice(unflagged)})
        return acts

    def _say(self, others: list[dict[str, Any]]) -> Act:
        to = {"to": self.chance.choice(others)["id"]} if others and self.chance.random() < 0.2 else {}
        return ("message:say", self.chance.choice(WORDS), {"lang": "cy", **to, **self.chance.choice(NOTES)})

    def do(self, wanted: Counter[str]) -> str:
        """Does one thing, of what is wanted if that can be; else what makes it possible."""
        acts = self.may()
        possible = [kind for kind in acts if wanted[kind] > 0] or ["say" if "say" in acts else "mode"]
        kind = self.chance.choices(possible, [max(1, wanted[kind]) for kind in possible])[0]
        what, text, fields = acts[kind]
        if what == "message:flag":
            self.flagged.add(fields["id"])
        self.client.queue.push(what, text, **fields)
        return kind


class Desk:
    """The moderator: lets people speak and draw again, settles what is flagged, and never hurries."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def care(self) -> None:
        """One thing that is due, if any."""
        page, queue = self.client.page, self.client.queue
        if not queue.idle:
            return
        flagged = next((m["id"] for m in page["messages"] if m["flagged"]), None)
        waiting = next((s["seat"] for s in page["seats"] if not s["granted"]), None)
        if page["phase"] != "open":
            queue.push("room:open")
        elif waiting:
            queue.push("handle:grant", seat=waiting)
        elif flagged:
            queue.push("message:settle", id=flagged)


class Evening:
    """The company, one act after the other."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chance = random.Random(plan.seed)
        every = plan.origin, plan.session
        self.people = [
            Person(Client(port, plan.origin, cookie, plan.session, padded=plan.padded), self.chance)
            for port, cookie in zip(plan.ports[plan.pages :], plan.cookies[plan.pages :], strict=True)
        ]
        desk = Client(plan.desk_port, every[0], plan.desk, every[1], "/desk", padded=plan.padded)
        self.desk = Desk(desk)
        self.clients = [*(person.client for person in self.people), desk]
        self.wanted = Counter(plan.wanted)
        self.done = False
        self._rest, self._begun = b"", False

    def live(self) -> None:
        """Connects everybody, lets them act until all has been done, and says so."""
        loop = Loop(self.clients, self.plan.beat, self.chance)
        loop.watch(sys.stdin, self._hear)
        loop.run(lambda: all(client.queue.idle for client in self.clients))
        self.desk.care()
        loop.run(lambda: all(client.page["phase"] == "open" for client in self.clients))
        say({"ready": True})
        loop.run(lambda: self._begun)
        loop.at(time.monotonic(), self._act)
        loop.at(time.monotonic(), self._care)
        loop.run(lambda: self.done or any(client.ended for client in self.clients))
        end = time.monotonic() + 20 * self.plan.beat
        loop.run(lambda: time.monotonic() > end)
        answers = sum((Counter(p.client.queue.answers) for p in self.people), Counter[str]())
        ended = [number for number, client in enumerate(self.clients) if client.ended]
        say({"done": True, "answers": answers, "ended": ended, "left": +self.wanted})

    def _hear(self) -> None:
        data = os.read(sys.stdin.fileno(), 4096)
        self.done |= not data
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            # What a real page did counts like anybody's.
            self._begun |= line == b"begin"
            self.wanted[line.decode()] -= 1

    def _act(self, now: float) -> float | None:
        actor = self.chance.randrange(self.plan.pages + len(self.people))
        if actor < self.plan.pages:
            say({"page": actor, "order": self._order()})
        else:
            person = self.people[actor - self.plan.pages]
            if person.client.queue.idle:
                self.wanted[person.do(self.wanted)] -= 1
        self.done |= not +self.wanted
        return None if self.done else now + self.chance.uniform(*GAP) * self.plan.beat

    def _order(self) -> list[str]:
        """What a page may do, what is most wanted rather first; at last what can always be done."""
        left = {kind: count for kind, count in self.wanted.items() if count > 0}
        drawn = self.chance.choices(list(left), list(left.values()), k=2 * len(KINDS)) if left else []
        return [*dict.fromkeys(drawn), "say", "mode"]

    def _care(self, now: float) -> float | None:
        self.desk.care()
        return None if self.done else now + 2 * self.plan.beat


def say(news: dict[str, Any]) -> None:
    """One line for the test."""
    print(json.dumps(news), flush=True)


def main(read: Callable[[], str] = sys.stdin.readline) -> None:
    """Reads the plan, and lives."""
    Evening(Plan(**json.loads(read()))).live()


if __name__ == "__main__":
    main()
