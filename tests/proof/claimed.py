"""Finds and runs the tests that claims name: pytest's and Node's, as they are or with one sabotage."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests import sabotages

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 170.0
ASSERTED = re.compile(r"^(E +)?(AssertionError|assert |.*DID NOT RAISE)|ERR_ASSERTION", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What came of one named test: whether it passed, and whether it failed because something was not as asserted."""

    passed: bool
    asserted: bool
    told: str = ""


def in_node(test: str) -> bool:
    return ".test.js::" in test


def exists(test: str) -> bool:
    """Whether there is a test of this name."""
    path, name = test.split("::", 1)
    if not (ROOT / path).is_file():
        return False
    source = (ROOT / path).read_text(encoding="utf-8")
    return _in_script(source, name) if in_node(test) else name in _functions(source)


def _functions(source: str) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}


def _in_script(source: str, name: str) -> bool:
    """By its name, or as one of a series whose name has a variable end."""
    if f'test("{name}"' in source:
        return True
    starts = [found for found in re.findall(r"test\(`([^`]*?)\$\{name\}`", source) if name.startswith(found)]
    return any(f'"{name.removeprefix(start)}"' in source for start in starts)


def run(tests: Iterable[str], scratch: Path, sabotage: str | None = None) -> dict[str, Outcome]:
    """What comes of each test."""
    chosen = list(tests)
    ours = [test for test in chosen if not in_node(test)]
    found = _run_pytest(ours, scratch / "results.xml", sabotage) if ours else {}
    return found | {test: _run_node(test, sabotage) for test in chosen if in_node(test)}


def _run_pytest(tests: list[str], report: Path, sabotage: str | None) -> dict[str, Outcome]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    command += [f"--junitxml={report}", *(["--sabotage", sabotage] if sabotage else []), *tests]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert report.is_file(), done.stdout + done.stderr
    cases = list(ElementTree.parse(report).iter("testcase"))
    return {test: _outcome([case for case in cases if _name(case) == test]) for test in tests}


def _name(case: ElementTree.Element) -> str:
    module = case.get("classname", "").replace(".", "/")
    return f"{module}.py::{case.get('name', '').partition('[')[0]}"


def _outcome(cases: list[ElementTree.Element]) -> Outcome:
    """Of all variants of a test: it passed if all did, and failed by assertion if none failed otherwise."""
    bad = [part for case in cases for part in case if part.tag in ("failure", "error", "skipped")]
    told = "\n".join(f"{part.tag}: {part.get('message', '')}\n{part.text or ''}" for part in bad)
    asserted = all(part.tag != "skipped" and ASSERTED.search(part.text or "") for part in bad)
    return Outcome(bool(cases) and not bad, bool(bad) and asserted, told or "there was no such test")


def _run_node(test: str, sabotage: str | None) -> Outcome:
    path, name = test.split("::", 1)
    environment = sabotages.SCRIPTS[sabotage]().environment() if sabotage else {}
    command = ["node", "--test-reporter=tap", "--test", f"--test-name-pattern=^{re.escape(name)}$", path]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, **environment},
    )
    ran = re.search(rf"^ *(not )?ok \d+ - {re.escape(name)}$", done.stdout, re.MULTILINE) is not None
    passed = ran and done.returncode == 0
    return Outcome(passed, ran and not passed and bool(ASSERTED.search(done.stdout)), done.stdout + done.stderr)
