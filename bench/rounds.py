"""Several things measured in turn, round after round, so that a busy machine is busy for all of them."""

import json
import random
import statistics
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Measure = Callable[[], float]


def in_turn(measures: Mapping[str, Measure], rounds: int) -> dict[str, list[float]]:
    """Each measure once a round, in an order drawn anew; says how far it is."""
    found: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(1, rounds + 1):
        for name in random.sample(list(measures), len(measures)):
            found[name].append(measures[name]())
        values = ", ".join(f"{name} {values[-1]:.4g}" for name, values in found.items())
        print(f"round {number} of {rounds}: {values}", file=sys.stderr, flush=True)
    return found


def medians(found: Mapping[str, list[float]]) -> dict[str, float]:
    """The middle one of each."""
    return {name: statistics.median(values) for name, values in found.items()}


def ratio(found: Mapping[str, list[float]], name: str, base: str) -> float:
    """The middle one of the ratios inside each round."""
    return statistics.median(one / other for one, other in zip(found[name], found[base], strict=True))


def report(result: dict[str, Any], path: Path | None) -> None:
    """Prints the result, and keeps it as JSON where somebody wants it."""
    text = json.dumps(result, indent=2)
    print(text)
    if path:
        path.write_text(text + "\n", encoding="ascii")
