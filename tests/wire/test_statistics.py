"""Nobody on the line can tell who of twenty did something: watched, counted, and compared with chance.

`make prove` runs the whole, prints the table and keeps it in `bench/results/wire.md`; `WIRE_MESSAGES` and `WIRE_OTHERS`
make it longer or shorter. The longer tier runs a short form, which sees that what would give people away is noticed.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.running import ROOT
from tests.servers import Servers
from tests.wire.company import KINDS, MESSAGES
from tests.wire.evening import CAME, Run, live
from tests.wire.verdict import Verdict, judge

pytestmark = pytest.mark.browser

RESULTS = ROOT / "bench" / "results"
SPARE = 1.28
"""As many more acts as fall into a beat with another one, or are left over."""
CONTROL = 0.6
SHORT = 12
StartServers = Callable[..., Servers]


def spent(run: Run, start_servers: StartServers, chromium: Browser, folder: Path) -> Verdict:
    verdict = judge(live(run, start_servers, chromium, folder), run.pages)
    print(f"\nWhat real pages did, and what came of what the others did: {run.tried}\n\n{verdict.table()}")
    return verdict


def keep(verdict: Verdict, title: str, name: str) -> None:
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / name).write_text(f"{title}\n\n{verdict.table()}\n", "utf-8")


@pytest.mark.prove
@pytest.mark.timeout(2400)
def test_no_observer_names_who_acted_better_than_chance(
    start_servers: StartServers, chromium: Browser, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    messages, others = (int(os.environ.get(f"WIRE_{name}", n)) for name, n in (("MESSAGES", 1000), ("OTHERS", 400)))
    run = Run(round(messages * SPARE), round(others * SPARE))
    with capfd.disabled():
        verdict = spent(run, start_servers, chromium, tmp_path)
    keep(verdict, "Padded, as it is", "wire.md")
    assert sum(verdict.kinds[kind] for kind in MESSAGES) >= messages
    assert min([verdict.left, *(verdict.kinds[kind] for kind in KINDS if kind != "say")]) >= others
    assert run.tried.keys() >= {*KINDS, CAME}
    assert verdict.leaks == []


@pytest.mark.prove
@pytest.mark.timeout(600)
def test_without_padding_the_best_observer_is_right_most_of_the_time(
    start_servers: StartServers, chromium: Browser, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with capfd.disabled():
        verdict = spent(Run(100, 40, padded=False), start_servers, chromium, tmp_path)
    keep(verdict, "Without padding", "wire-without-padding.md")
    assert verdict.best().share > CONTROL
    assert all(verdict.best(group).share > CONTROL for group in verdict.groups)


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("padded", [True, False])
def test_a_short_evening_tells_padded_frames_from_others(
    padded: bool, start_servers: StartServers, chromium: Browser, tmp_path: Path
) -> None:
    verdict = spent(Run(2 * SHORT, SHORT, padded=padded), start_servers, chromium, tmp_path)
    assert {kind for kind, count in verdict.kinds.items() if count} >= {*KINDS} - {"say"}
    assert verdict.left > 0
    sizes = [s for s in verdict.scores if s.group == "all acts" and ("bytes" in s.observer or "largest" in s.observer)]
    assert all(score.share < CONTROL / 2 for score in sizes) if padded else verdict.best().share > CONTROL
