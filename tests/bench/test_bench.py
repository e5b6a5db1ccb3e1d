"""The measurements run and say what they should; whether the numbers are good is for people to see."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.browser.conftest import missing
from tests.browser.engines import engine_path
from tests.running import ROOT

pytestmark = [pytest.mark.prove, pytest.mark.timeout(600)]


def measured(module: str, scratch: Path, *arguments: str) -> dict[str, Any]:
    """The result of one short run."""
    path = scratch / "result.json"
    command = [sys.executable, "-m", module, "--json", str(path), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "round 2 of 2: " in done.stderr
    assert json.loads(done.stdout) == json.loads(path.read_text())
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_signatures_and_redemptions_are_counted(tmp_path: Path) -> None:
    result = measured("bench.attendance", tmp_path, "--rounds", "2", "--people", "5")
    speeds = result["a second and core"]
    assert set(speeds) == {"signatures", "bare signatures", "redemptions", "bare checks"}
    assert all(value > 0 for value in speeds.values())
    assert 0 < result["signatures, of bare ones"] < 1
    assert 0 < result["redemptions, of bare checks"] < 1


def test_rooms_are_held_beside_the_plain_ones(tmp_path: Path) -> None:
    if not shutil.which("cc"):
        pytest.skip("there is no C compiler")
    short = ("--window", "3", "--warm", "2", "--seats", "45", "--idle", "60")
    result = measured("bench.rooms", tmp_path, "--rounds", "2", *short)
    seats, idle, talk = result["tables"].values()
    assert [row["seats"] for row in seats] == [45]
    assert seats[0]["ours, of plain"] > 0
    assert {row["room"] for row in idle} == {"ours", "plain, filled", "plain, short", "plain, no beat"}
    assert {row["room"] for row in talk} - {"node"} == {"ours", "plain"}
    assert all(row["delivered a second"] > 0 for row in talk)
    for found in result["found"]:
        assert all(one["refused"] == one["strange"] == one["left"] == 0 for one in found.values())


@pytest.mark.browser
@pytest.mark.parametrize("more", [(), ("--jitless",)], ids=["compiled", "jitless"])
def test_collecting_is_timed_beside_the_other_module(tmp_path: Path, more: tuple[str, ...]) -> None:
    if not engine_path("FORUM_CHROMIUM"):
        missing("there is no Chromium on the PATH, and FORUM_CHROMIUM names none")
    result = measured("bench.collecting", tmp_path, "--rounds", "2", *more)
    assert set(result["milliseconds"]) == {"ours", "theirs"}
    assert all(value > 0 for value in result["milliseconds"].values())
    assert (result["tickets"], result["jitless"], result["rounds"]) == (7, bool(more), 2)
    assert result["ours, of theirs"] > 0
