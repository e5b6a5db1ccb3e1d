"""No text makes the check slow: nothing repeats without an end, and hostile texts cost about what ordinary ones do."""

import json
import re
import shutil
import string
import subprocess
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from forum.rooms.details import FILE
from forum.rooms.details.patterns import Patterns

HERE = Path(__file__).resolve().parent
DATA = json.loads(FILE.read_text(encoding="utf-8"))
SIGNS = {*string.ascii_lowercase, *string.digits, *"@+("}
FURTHEST, TIMES_OVER = 600, 25
AT_MOST = 5
"""Milliseconds over 1,000 characters."""

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")


def parsed(source: str) -> Any:
    return parser.parse(Patterns(DATA).expanded(source))


def reach(tree: Any) -> int:
    """How many signs a pattern can take in at most; a very large number where there is no end."""
    return sum(_reach(op, value) for op, value in tree)


def _reach(op: Any, value: Any) -> int:
    if op in (code.MAX_REPEAT, code.MIN_REPEAT):
        return int(value[1]) * reach(value[2])
    if op is code.SUBPATTERN:
        return reach(value[3])
    if op is code.BRANCH:
        return max(reach(branch) for branch in value[1])
    return 0 if op in (code.ASSERT, code.ASSERT_NOT) else 1


def firsts(tree: Any) -> tuple[set[str], bool]:
    """With which signs a pattern can begin, and whether it can be empty."""
    signs: set[str] = set()
    for op, value in tree:
        found, empty = _firsts(op, value)
        signs |= found
        if not empty:
            return signs, False
    return signs, True


def _firsts(op: Any, value: Any) -> tuple[set[str], bool]:
    if op is code.LITERAL:
        return {chr(value)}, False
    if op is code.IN:
        return {chr(c) for kind, v in value for c in ((v,) if kind is code.LITERAL else range(v[0], v[1] + 1))}, False
    if op is code.BRANCH:
        both = [firsts(branch) for branch in value[1]]
        return set().union(*(found for found, _empty in both)), any(empty for _found, empty in both)
    if op is code.SUBPATTERN:
        return firsts(value[3])
    if op in (code.MAX_REPEAT, code.MIN_REPEAT):
        found, empty = firsts(value[2])
        return found, empty or value[0] == 0
    assert op in (code.ASSERT, code.ASSERT_NOT)
    return set(), True


PATTERNS = [pytest.param(entry, id=f"{n}-{entry['kind']}") for n, entry in enumerate(DATA["patterns"])]


@pytest.mark.parametrize("entry", PATTERNS)
def test_no_pattern_reaches_without_an_end(entry: dict[str, Any]) -> None:
    for part in ("before", "find", "not", "caps"):
        assert reach(parsed(entry.get(part, "x"))) <= FURTHEST, part


def never_tried(entry: dict[str, Any]) -> set[str]:
    """The signs with which a pattern can begin and at which nobody would look for it."""
    told = set("".join({"*": string.ascii_lowercase, "0": string.digits}.get(sign, sign) for sign in entry["at"]))
    found, empty = firsts(parsed(entry.get("before", "")))
    if empty:
        found |= firsts(parsed(entry["find"]))[0]
    return (found & SIGNS) - told


@pytest.mark.parametrize("entry", PATTERNS)
def test_every_pattern_is_tried_wherever_it_can_begin(entry: dict[str, Any]) -> None:
    assert never_tried(entry) == set()


def test_a_pattern_that_begins_where_nobody_looks_would_be_noticed() -> None:
    assert never_tried({"at": "0", "find": "[(+]?[0-9]{4}"}) == {"(", "+"}
    assert never_tried({"at": "a", "find": "[0-9]", "before": "(?:at )?"}) == set(string.digits)


def test_a_pattern_without_an_end_would_be_noticed() -> None:
    assert reach(parsed("(?:a+)+b")) > FURTHEST


@pytest.fixture(scope="module")
def costs() -> dict[str, Any]:
    told = subprocess.run(
        ["node", str(HERE / "work_in_node.mjs")], capture_output=True, text=True, check=True, timeout=150
    )
    found: dict[str, Any] = json.loads(told.stdout)
    assert len(found["hostile"]) > 20
    return found


@needs_node
def test_hostile_texts_cost_little_more_than_ordinary_ones(costs: dict[str, Any]) -> None:
    assert max(costs["hostile"].values()) < TIMES_OVER * costs["ordinary"], costs
    assert costs["control"] > TIMES_OVER * costs["ordinary"]


@needs_node
@pytest.mark.prove
def test_a_thousand_characters_are_looked_at_within_five_milliseconds(costs: dict[str, Any]) -> None:
    worst = max(costs["hostile"].values())
    print(f"in Node: {costs['ordinary']:.1f} ms over ordinary words, {worst:.1f} ms over the worst hostile ones")
    assert max(costs["ordinary"], worst) < AT_MOST, costs
    assert costs["control"] > AT_MOST


def test_the_file_is_plain_ascii_words_and_says_of_every_kind_whether_it_is_certain() -> None:
    for kind, rule in DATA["kinds"].items():
        assert re.fullmatch(r"[a-z]+", kind)
        assert set(rule) == {"certain", "replace"}
        assert bool(rule["replace"]) is rule["certain"]
    lists = {name: set(" ".join(lines).split()) for name, lines in DATA["names"].items() if name != "famous"}
    assert lists["first"].isdisjoint(lists["common"])
    assert all(re.fullmatch(r"[a-z'-]+", word) for words in lists.values() for word in words)
