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
from collections.abc import Callable, Container
from dataclasses import dataclass, field
from typing import Any

from tests.rooms.reference_reducer import SUPPORTS
from tests.wire.pages import Client, Loop

MESSAGES = ("say", "answer", "note")
KINDS = (
    *MESSAGES, "support", "flag", "hand", "aside", "someone-here", "end", "contact", "withdraw", "withdraw-all",
    "pause", "mode", "draw",
)  # fmt: skip
"""Everything that a member can do, by the word for it here."""
WORDS = ("x", "Diolch.", "I <3 this & that", "ŵ" * 600, "A long day. " * 60, '"\\' * 400)
NOTES: tuple[dict[str, Any], ...] = ({"note": "violence"}, {"note": "police"}, {"note": "other", "own": "geiriau"})
GAP = (1.05, 1.75)
"""Beats between two acts, so that most are alone in theirs."""
LEAVES, AWAY = (15.0, 30.0), (8.0, 15.0)
"""Beats until the next one leaves, and for which they are away. All can see who does: it is no act to guess."""
LOADS = 25
"""Beats in which a real page that comes back is not asked to do anything."""
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
            "aside": self._quiet(),
            "someone-here": ("aside:say", "", {"lang": "en", "kind": "someone-here"}),
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
        if me.get("aside"):
            acts["end"] = ("aside:end", "", {})
        if me.get("mode") == "speaking" and not me.get("paused"):
            acts |= self._words(others)
        if me.get("paused"):
            acts.pop("support", None)
        return acts

    def _quiet(self) -> Act:
        if self.chance.random() < 0.5:
            return ("aside:say", "", {"lang": "cy", "kind": "need"})
        return ("aside:say", self.chance.choice(("Help", "Rwy'n oer " * 20)), {"lang": "cy"})

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

    def _words(self, others: list[dict[str, Any]]) -> dict[str, Act]:
        acts = {"say": self._say(), "note": self._say(**self.chance.choice(NOTES))}
        return acts | ({"answer": self._say(to=self.chance.choice(others)["id"])} if others else {})

    def _say(self, **about: str) -> Act:
        return ("message:say", self.chance.choice(WORDS), {"lang": "cy", **about})

    def do(self, wanted: Counter[str]) -> str:
        """Does one thing, of what is wanted if that can be; else what makes it possible."""
        acts = self.may()
        possible = [kind for kind in acts if wanted[kind] > 0] or [before(wanted, acts)]
        kind = self.chance.choices(possible, [max(1, wanted[kind]) for kind in possible])[0]
        what, text, fields = acts[kind]
        if what == "message:flag":
            self.flagged.add(fields["id"])
        self.client.queue.push(what, text, **fields)
        return kind


def before(wanted: Counter[str], can: Container[str]) -> str:
    """What makes possible what is still wanted: a talk before its end, words before what is done with words."""
    if wanted["end"] > 0:
        return "aside"
    return "say" if "say" in can else "mode"


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
        self.away: set[int] = set()
        self.left = 0
        self._rest, self._begun = b"", False

    def live(self) -> None:
        """Connects everybody, lets them act until all has been done, and says so."""
        loop = self.loop = Loop(self.clients, self.plan.beat, self.chance)
        loop.watch(sys.stdin, self._hear)
        loop.run(lambda: all(client.queue.idle for client in self.clients))
        self.desk.care()
        loop.run(lambda: all(client.page["phase"] == "open" for client in self.clients))
        say({"ready": True})
        loop.run(lambda: self._begun)
        loop.at(time.monotonic(), self._act)
        loop.at(time.monotonic(), self._care)
        loop.at(time.monotonic(), self._leave)
        loop.run(lambda: self.done or bool(self._cut()))
        end = time.monotonic() + 20 * self.plan.beat
        loop.run(lambda: time.monotonic() > end)
        answers = sum((Counter(p.client.queue.answers) for p in self.people), Counter[str]())
        say({"done": True, "answers": answers, "ended": self._cut(), "left": self.left})

    def _cut(self) -> list[int]:
        """Whose line has ended though they did not leave."""
        numbers = enumerate(self.clients, self.plan.pages)
        return [number for number, client in numbers if client.ended and number not in self.away]

    def _hear(self) -> None:
        data = os.read(sys.stdin.fileno(), 4096)
        self.done |= not data
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            # What a real page did counts like anybody's.
            self._begun |= line == b"begin"
            self.wanted[line.decode()] -= 1

    def _act(self, now: float) -> float | None:
        actor = self.chance.choice([n for n in self._here() if self._may_act(n)])
        if actor < self.plan.pages:
            say({"page": actor, "order": self._order()})
        else:
            self.wanted[self._person(actor).do(self.wanted)] -= 1
        self.done |= not +self.wanted
        return None if self.done else now + self.chance.uniform(*GAP) * self.plan.beat

    def _person(self, actor: int) -> Person:
        return self.people[actor - self.plan.pages]

    def _may_act(self, actor: int) -> bool:
        return actor < self.plan.pages or self._person(actor).client.queue.idle

    def _here(self) -> list[int]:
        return [n for n in range(self.plan.pages + len(self.people)) if n not in self.away]

    def _leave(self, now: float) -> float | None:
        actor, beat = self.chance.choice(self._here()), self.plan.beat
        self.away.add(actor)
        self.left += 1
        if actor < self.plan.pages:
            say({"page": actor, "goes": True})
        else:
            self._person(actor).client.cut()
        self.loop.at(now + self.chance.uniform(*AWAY) * beat, lambda now: self._come_back(actor, now))
        return None if self.done else now + self.chance.uniform(*LEAVES) * beat

    def _come_back(self, actor: int, now: float) -> None:
        if actor < self.plan.pages:
            say({"page": actor, "comes": True})
            self.loop.at(now + LOADS * self.plan.beat, lambda now: self.away.discard(actor))
        else:
            self.loop.connect(self._person(actor).client)
            self.away.discard(actor)

    def _order(self) -> list[str]:
        """What a page may do, what is most wanted rather first; at last what can always be done."""
        left = {kind: count for kind, count in self.wanted.items() if count > 0}
        drawn = self.chance.choices(list(left), list(left.values()), k=2 * len(KINDS)) if left else []
        return [*dict.fromkeys(drawn), before(self.wanted, ["say"]), "say", "mode"]

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
