"""The observers see what they look for, and nothing where nothing is; the pages they watch keep our page's pace."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from forum.rooms.domain.schedule import Schedule
from forum.rooms.frames import FrameRecord
from tests.frames import up
from tests.wire.company import KINDS
from tests.wire.observer import End, commands_in
from tests.wire.odds import at_least, lower_bound
from tests.wire.pacing import Pace, Queue
from tests.wire.pages import Client
from tests.wire.seen import KIND_OF, Act, Piece, Pieces, Traffic
from tests.wire.verdict import EVERYTHING, Score, Verdict, judge

MEMBERS, BEAT, ACTS = 20, 0.1, 60
UP, DOWN = 2078, 4125
JS = Path(__file__).resolve().parents[2] / "forum" / "static" / "js" / "rooms"
GIVEN_AWAY = {
    "bytes up in the beat before: most": {"up_size": 2},
    "largest upload: most": {"up_size": 2},
    "pieces up in the beat before: most": {"up_pieces": 2},
    "TCP segments up: most": {"up_segments": 2},
    "tick off its schedule: most": {"late": 0.004},
    "tick late or early, either: most": {"late": -0.004},
    "bytes down: most": {"down_size": 3},
    "TCP segments down: most": {"down_segments": 2},
    "position of the down-frame: least": {"down_sooner": 0.005},
    "delay of the down-frame: most": {"down_sooner": -0.005},
    "new connections: most": {"opens": True},
}


def traffic(seed: int = 7, **leak: float) -> Traffic:
    """A made-up evening in which twenty act in turn, and what they do may show."""
    chance, made = random.Random(seed), Traffic(Schedule(BEAT), MEMBERS)
    made.up, made.down = [Pieces() for _ in range(MEMBERS)], [Pieces() for _ in range(MEMBERS)]
    made.opened = [[0.0] for _ in range(MEMBERS)]
    made.acts = [Act(chance.randrange(MEMBERS), 40 + 3 * number, "say") for number in range(ACTS)]
    acted = {act.beat: act.member for act in made.acts}
    phases = [chance.uniform(0.1, 0.9) * BEAT for _ in range(MEMBERS)]
    for beat in range(45 + 3 * ACTS):
        for member in range(MEMBERS):
            mine = leak if acted.get(beat) == member else {}
            theirs = leak if acted.get(beat - 1) == member else {}
            _one_beat(made, chance, (beat, member, phases[member]), mine, theirs)
    return made


def _one_beat(
    made: Traffic, chance: random.Random, where: tuple[int, int, float], up: dict[str, float], down: dict[str, float]
) -> None:
    beat, member, phase = where
    start = made.schedule.at(beat)
    at = start + phase + chance.gauss(0, 0.0002) + up.get("late", 0)
    for piece in range(int(up.get("up_pieces", 1))):
        size, segments = UP + int(up.get("up_size", 0)), int(up.get("up_segments", 1))
        made.up[member].add(Piece(at + piece * 1e-4, size, segments, member))
    sent = start + 0.01 + chance.uniform(0, 0.002) - down.get("down_sooner", 0)
    size, segments = DOWN + int(down.get("down_size", 0)), int(down.get("down_segments", 1))
    made.down[member].add(Piece(sent, size, segments, member))
    if up.get("opens"):
        made.opened[member].append(start)


def test_where_nothing_shows_nobody_is_named_better_than_by_chance() -> None:
    assert judge(traffic(), pages=4).leaks == []


@pytest.mark.parametrize("name", GIVEN_AWAY)
def test_each_observer_sees_what_it_looks_for(name: str) -> None:
    verdict = judge(traffic(**GIVEN_AWAY[name]), pages=4)
    of_all = {score.observer: score for score in verdict.scores if score.group == "all acts"}
    # A connection stays new for longer than until the next one acts.
    assert of_all[name].share > (0.4 if "connections" in name else 0.9)
    assert of_all[name] in verdict.leaks
    assert of_all["all of these, weighed (trained on the other half)"].share > 0.4
    assert f"| {name} |" in verdict.table()


SAME = 400
"""As many more comparisons: with all of them told, what is rare is not."""


def judged(group: str, right: int, of: int = 1000, chance: float = 0.05) -> Verdict:
    usual = [Score(f"another {number}", "say", 50, 1000, 0.05) for number in range(SAME)]
    return Verdict([Score("it", group, right, of, chance), Score("other", EVERYTHING, 50, 1000, 0.05), *usual], {}, 1.0)


def test_over_all_acts_nothing_is_taken_off_for_how_many_looked() -> None:
    rare = judged(EVERYTHING, 78)
    assert 1e-4 / SAME < rare.best().p < 1e-4
    assert [score.observer for score in rare.leaks] == ["it"]
    assert judged("hand", 78).leaks == rare.corrected == []
    assert [score.observer for score in judged("hand", 110).leaks] == ["it"]
    # Where chance is more than one in twenty, and many are right: whoever is surely over 8 % fails it all the same.
    assert [score.observer for score in judged(EVERYTHING, 160, chance=0.15).leaks] == ["it"]


def test_each_way_to_read_the_numbers_is_told() -> None:
    told = judged(EVERYTHING, 78, chance=0.06).table()
    assert "- p < 1e-4 over all acts: nobody." in told
    assert "- p < 1e-4 over all acts, even: it (all acts)." in told
    assert "- p < 1e-4 in any group, all told: nobody." in told
    assert "- Observers that fail the test: 0." in told
    assert "- p < 1e-4 over all acts: it (all acts)." in judged(EVERYTHING, 78).table()


def test_the_odds_are_those_of_the_books() -> None:
    assert at_least(0, 10, 0.05) == 1
    assert at_least(1, 10, 0.05) == pytest.approx(1 - 0.95**10)
    assert at_least(10, 10, 0.5) == pytest.approx(2**-10)
    assert at_least(2, 2, 1) == 1
    assert at_least(5, 5000, 0.05) == pytest.approx(1)
    assert lower_bound(10, 10, 0.001) == pytest.approx(0.001 ** (1 / 10), abs=1e-6)
    assert lower_bound(0, 10) == 0


def test_the_observer_knows_afterwards_which_command_a_tick_carried() -> None:
    sent: list[str] = []
    client = Client(0, "http://localhost:1", "seat=x", "tonight")
    client.say = sent.append  # type: ignore[method-assign]
    client.queue.welcome()
    client.queue.push("message:say", "Bore da", lang="cy")
    client.send(client.queue.next())
    end = End(None, 0, 1, "up", upgraded=True)  # type: ignore[arg-type]
    masked = masked_frame(sent[0])
    assert commands_in(end, masked[:700]) == []
    assert commands_in(end, masked[700:] + masked_frame(f'42/room,["frame:send","{up("", 0)}"]')) == [
        ("message:say", 1)
    ]


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"k": "message:say", "lang": "cy"}, "say"),
        ({"k": "message:say", "lang": "cy", "to": "x"}, "answer"),
        ({"k": "message:say", "lang": "cy", "note": "other", "own": "x"}, "note"),
        ({"k": "message:say", "lang": "cy", "to": "x", "note": "other"}, "answer"),
        ({"k": "aside:say", "lang": "cy"}, "aside"),
        ({"k": "aside:say", "lang": "cy", "kind": "need"}, "aside"),
        ({"k": "aside:say", "lang": "cy", "kind": "someone-here"}, "someone-here"),
        ({"k": "aside:end"}, "end"),
    ],
)
def test_the_observer_tells_acts_apart_that_are_one_command(fields: dict[str, str], kind: str) -> None:
    end = End(None, 0, 1, "up", upgraded=True)  # type: ignore[arg-type]
    frame = up("", 0, FrameRecord({**fields, "c": 1}, ""))
    ((found, _),) = commands_in(end, masked_frame(f'42/room,["frame:send","{frame}"]'))
    assert KIND_OF[found] == kind
    assert {*KIND_OF.values()} == {*KINDS}


def masked_frame(text: str) -> bytes:
    mask, data = b"\x01\x02\x03\x04", text.encode()
    return b"\x81\xfe" + len(data).to_bytes(2, "big") + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(data))


STEPS = [("push", 0), ("next", 0), ("welcome", 0), ("push", 0), ("next", 0), ("done", 0), ("self", 0), ("again", 0)]
IN_NODE = """
import { following } from "%(js)s/schedule.js";
import { Commands } from "%(js)s/queue.js";
const { moments, steps } = JSON.parse(process.argv[2] ?? process.argv[1]);
const commands = new Commands();
const heard = steps.map(([what, c]) => {
  if (what === "push") return void commands.push({ json: { k: "x:y" }, ref: 1 });
  if (what === "next") return commands.next()?.c ?? 0;
  if (what === "welcome") return void commands.welcome();
  if (what === "again") return void commands.again();
  return void commands.hear(what === "done" ? { k: "command:done", c } : { k: "self:changed", c });
});
console.log(JSON.stringify({ turns: moments.map(([now, last]) => following(now, 3, 0.25, last)), heard }));
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
def test_they_tick_and_repeat_as_our_page_does() -> None:
    chance = random.Random(3)
    moments = [(chance.uniform(3, 9), chance.randrange(-1, 20)) for _ in range(200)]
    steps = [(chance.choice(STEPS)[0], chance.randrange(1, 9)) for _ in range(400)]
    given = json.dumps({"moments": moments, "steps": steps})
    command = ["node", "--input-type=module", "-e", IN_NODE % {"js": JS.as_uri()}, given]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout)
    assert told == {"turns": [turn(*moment) for moment in moments], "heard": replayed(steps)}


def turn(now: float, last: int) -> int:
    pace = Pace(3, 0.25, last)
    pace.arm(now)
    return pace.turn


def replayed(steps: list[tuple[str, int]]) -> list[int | None]:
    queue, heard = Queue(), list[int | None]()
    for what, c in steps:
        match what:
            case "push":
                queue.push("x:y")
            case "welcome" | "again":
                getattr(queue, what)()
            case "done" | "self":
                queue.hear({"k": "command:done" if what == "done" else "self:changed", "c": c})
        flying = queue.next() if what == "next" else None
        heard.append((flying.c if flying else 0) if what == "next" else None)
    return heard
