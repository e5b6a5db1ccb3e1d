"""docs/attendance-proof.md: eleven things that must be shown, each with tests that are there."""

import re

import pytest

from tests.proof import claimed
from tests.running import ROOT

TEXT = (ROOT / "docs" / "attendance-proof.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[^`]*?::[^`]+)`")
LINES = {int(number): NAMED.findall(rest) for number, rest in re.findall(r"^\| (\d+) \|(.*)$", TEXT, re.MULTILINE)}


def test_all_eleven_are_there() -> None:
    assert list(LINES) == list(range(1, 12))
    assert all(LINES.values())


@pytest.mark.parametrize("test", NAMED.findall(TEXT))
def test_every_test_that_is_named_is_there(test: str) -> None:
    assert claimed.exists(test)
