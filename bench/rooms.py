"""What live rooms cost, beside the smallest rooms that do not hide who speaks: `python -m bench.rooms`.

Three tables in one run: seats at the default beat, an idle room of 200, and a room of 200 in which people talk.
"""

import argparse
import json
import random
import statistics
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.programs import EACH, Found, Looks, Programs, Talk, programs
from bench.seats import CannotMeasure
from forum.rooms.frames import MEMBER_OWN, MEMBER_SHARED
from forum.web.process import WIPING

DOWN = MEMBER_SHARED + MEMBER_OWN
HOUR = 3600
TALK = Talk()
ALLOCATORS: Mapping[str, Mapping[str, str]] = {
    "wiping": WIPING,
    "usual": {"PYTHONMALLOC": "pymalloc", "MALLOC_PERTURB_": "0"},
}
"""The same for every program: the one that the forum starts itself with, and the one that Python does."""

Case = tuple[str, int]


@dataclass
class Results:
    """What was found, round by round; what cannot be measured here, and why."""

    rounds: list[dict[Case, Found]] = field(default_factory=list)
    missing: dict[Case, str] = field(default_factory=dict)

    def median(self, case: Case, of: Callable[[Found], float]) -> float:
        """The middle one of the rounds."""
        return statistics.median(of(found[case]) for found in self.rounds)

    def ratio(self, case: Case, base: Case, of: Callable[[Found], float]) -> float:
        """The middle one of the ratios inside a round."""
        return statistics.median(of(found[case]) / of(found[base]) for found in self.rounds)

    def least(self, case: Case, of: Callable[[Found], float]) -> float:
        """The worst round."""
        return min(of(found[case]) for found in self.rounds)


def cpu_of_a_seat(found: Found) -> float:
    """CPU microseconds a seat and second."""
    return float(found["cpu"] / found["seconds"] / found["seats"] * 1e6)


def memory_of_a_seat(found: Found) -> float:
    """KiB a seat."""
    return float(found["memory"] / found["seats"] / 1024)


def in_time(found: Found) -> float:
    """The share of frames that came within 100 ms of their time."""
    return float(found["within_100_ms"])


def bytes_of_a_seat(found: Found) -> float:
    """Megabytes a seat and hour, both ways, as WebSocket frames."""
    return float((found["bytes_up"] + found["bytes_down"]) / found["seconds"] / found["seats"] * HOUR / 1e6)


def delivered(found: Found) -> float:
    """Messages delivered a CPU second."""
    return float(found["said"] / found["cpu"])


def cases(made: Programs, sizes: list[int], idle: int) -> dict[Case, Callable[[], Found]]:
    """Everything that one round measures."""
    found: dict[Case, Callable[[], Found]] = {}
    for size in sizes:
        found["ours", size] = lambda size=size: made.ours(size)
        found["plain", size] = lambda size=size: made.plain(size, DOWN)
    found["idle, ours", idle] = lambda: made.ours(idle)
    found["idle, plain, filled", idle] = lambda: made.plain(idle, DOWN)
    found["idle, plain, short", idle] = lambda: made.plain(idle, 0, 0)
    found["idle, plain, no beat", idle] = lambda: made.silent(idle)
    found["talk, ours", idle] = lambda: made.ours(idle, TALK)
    found["talk, plain", idle] = lambda: made.plain_talk(idle, TALK)
    found["talk, node", idle] = lambda: made.node_talk(idle, TALK)
    return found


def measured(made: Mapping[Case, Callable[[], Found]], rounds: int) -> Results:
    """Each once a round, in an order drawn anew; says how far it is."""
    results = Results()
    for number in range(1, rounds + 1):
        found: dict[Case, Found] = {}
        for case in random.sample(list(made), len(made)):
            _try(case, made[case], found, results.missing)
        results.rounds.append(found)
        print(f"round {number} of {rounds}: {len(found)} measured", file=sys.stderr, flush=True)
    return results


def _try(case: Case, measure: Callable[[], Found], found: dict[Case, Found], missing: dict[Case, str]) -> None:
    try:
        found[case] = measure()
    except CannotMeasure as why:
        if not case[0].endswith("node"):
            raise
        missing[case] = str(why)
        return
    name, seats = case
    spent, others = found[case]["cpu"], found[case]["others_cpu"] / found[case]["seconds"]
    line = f"  {name}, {seats}: {spent:.3f} CPU seconds; others took {others:.2f} of a core"
    print(line, file=sys.stderr, flush=True)


def seats_table(results: Results, sizes: list[int]) -> list[dict[str, Any]]:
    """Seats at the default beat."""
    rows = []
    for size in sizes:
        ours, plain = ("ours", size), ("plain", size)
        rows.append(
            {
                "seats": size,
                "in time": round(results.median(ours, in_time), 4),
                "in time, worst round": round(results.least(ours, in_time), 4),
                "in time, plain": round(results.median(plain, in_time), 4),
                "CPU us a seat-second": round(results.median(ours, cpu_of_a_seat), 1),
                "plain": round(results.median(plain, cpu_of_a_seat), 1),
                "ours, of plain": round(results.ratio(ours, plain, cpu_of_a_seat), 3),
                "KiB a seat": round(results.median(ours, memory_of_a_seat), 1),
                "KiB, plain": round(results.median(plain, memory_of_a_seat), 1),
            }
        )
    return rows


def idle_table(results: Results, size: int) -> list[dict[str, Any]]:
    """A room in which nobody says anything."""
    base = ("idle, plain, short", size)
    return [
        {
            "room": name.removeprefix("idle, "),
            "CPU ms a second": round(results.median(case, lambda found: found["cpu"] / found["seconds"] * 1e3), 2),
            "of short frames": round(results.ratio(case, base, cpu_of_a_seat), 3),
            "MB a seat and hour": round(results.median(case, bytes_of_a_seat), 2),
        }
        for case in results.rounds[0]
        for name in [case[0]]
        if name.startswith("idle, ")
    ]


def talk_table(results: Results, size: int) -> list[dict[str, Any]]:
    """A room in which people talk."""
    plain = ("talk, plain", size)
    return [
        {
            "room": case[0].removeprefix("talk, "),
            "messages a second": round(results.median(case, lambda found: found["posts"] / found["seconds"]), 2),
            "delivered a second": round(results.median(case, lambda found: found["said"] / found["seconds"])),
            "delivered a CPU second": round(results.median(case, delivered)),
            "of plain": round(results.ratio(case, plain, delivered), 2),
        }
        for case in results.rounds[0]
        if case[0].startswith("talk, ")
    ]


def markdown(rows: list[dict[str, Any]]) -> str:
    """Rows with the same names, as a table."""
    lines = [list(rows[0]), ["---"] * len(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def report(results: Results, sizes: list[int], idle: int, given: argparse.Namespace) -> None:
    """The tables on stderr; everything as JSON on stdout, and in a file where somebody wants it."""
    tables = {
        "seats at the default beat": seats_table(results, sizes),
        f"an idle room of {idle}": idle_table(results, idle),
        f"a room of {idle}, {TALK.a_second:g} messages a second of {TALK.size} bytes": talk_table(results, idle),
    }
    print("\n\n".join(f"**{name}**\n\n{markdown(rows)}" for name, rows in tables.items()), file=sys.stderr)
    missing = {", ".join(map(str, case)): why for case, why in results.missing.items()}
    for case, why in missing.items():
        print(f"{case}: not measured, {why}", file=sys.stderr)
    raw = [{", ".join(map(str, case)): found for case, found in one.items()} for one in results.rounds]
    how = {"rounds": given.rounds, "window": given.window, "allocator": given.allocator, "not measured": missing}
    text = json.dumps(how | {"tables": tables, "found": raw}, indent=1)
    print(text)
    if given.json:
        given.json.write_text(text + "\n", encoding="ascii")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.rooms", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--window", type=float, default=8.0, help="seconds that each program is looked at")
    parser.add_argument("--warm", type=float, default=3.0, help="seconds before that, when all are in")
    parser.add_argument("--seats", type=int, nargs="+", default=[500, 1000, 2000])
    parser.add_argument("--idle", type=int, default=EACH, help="seats of the rooms that are idle or talk")
    parser.add_argument("--allocator", choices=list(ALLOCATORS), default="wiping")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    looks = Looks(given.warm, given.window)
    most = max(*given.seats, given.idle)
    with programs(most, looks, ALLOCATORS[given.allocator]) as made:
        results = measured(cases(made, given.seats, given.idle), given.rounds)
    report(results, given.seats, given.idle, given)


if __name__ == "__main__":
    main()
