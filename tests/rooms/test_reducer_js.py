"""The browser's fold ends where the server's does: the same made-up lives, told to the page's own reducer."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).resolve().parent
LIVES, SEED = 200, 7

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")


def generated() -> list[str]:
    command = [sys.executable, "-m", "tests.rooms.generate_logs", str(LIVES), str(SEED)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120, cwd=HERE.parent.parent)
    return told.stdout.splitlines()


def folded(lines: list[str]) -> list[Any]:
    command = ["node", str(HERE / "fold_in_node.mjs")]
    words = "\n".join(lines) + "\n"
    told = subprocess.run(command, input=words, capture_output=True, text=True, check=True, timeout=120)
    return [json.loads(line) for line in told.stdout.splitlines()]


@needs_node
def test_the_page_ends_up_with_what_the_room_is() -> None:
    lines = generated()
    expected = [json.loads(line)["view"] for line in lines]
    assert len(expected) == LIVES
    assert any(view["messages"] for view in expected)
    assert folded(lines) == expected


@needs_node
def test_the_comparison_would_notice_a_difference() -> None:
    life = json.loads(generated()[0])
    changed = {**life, "records": [*life["records"], [{"k": "phase:changed", "phase": "elsewhere", "why": ""}, ""]]}
    assert folded([json.dumps(changed)]) != [life["view"]]
