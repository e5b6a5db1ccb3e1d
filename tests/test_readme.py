"""The README's commands, as they are written there, in a fresh clone."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.running import PATIENCE, free_port

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"^```\n(.*?)^```", README, re.M | re.S) for line in block.splitlines()]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
START_WITHIN = 300.0
"""Seconds from the command to a forum that can be used, with what it installs at hand; later is a failure."""


class Demonstration:
    """`make run` in a clone, as a person would start it, in a process group of its own."""

    def __init__(self, clone: Path, command: str, settings: dict[str, str]) -> None:
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("FORUM_", "VIRTUAL_ENV", "MAKE"))}
        self._process = subprocess.Popen(
            command.split(),
            cwd=clone,
            env=environment | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.printed = ""

    def wait_for(self, words: str) -> None:
        """Reads what it prints up to a line with these words."""
        assert self._process.stdout
        # The start is bounded by ending it: a program that prints nothing would be waited for without end.
        limit = threading.Timer(START_WITHIN, self.end)
        limit.start()
        for line in self._process.stdout:
            self.printed += line
            if words in line:
                limit.cancel()
                return
        limit.cancel()
        pytest.fail(f"It ended before it said {words!r}:\n{self.printed}")

    def interrupt(self) -> tuple[int, str]:
        """Ctrl-C, which reaches the whole group; the exit code and what was still printed."""
        os.killpg(self._process.pid, signal.SIGINT)
        rest, _ = self._process.communicate(timeout=PATIENCE)
        return self._process.returncode, rest

    def end(self) -> None:
        """Ends whatever of it is left."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()


def get(port: int, path: str) -> tuple[int, str]:
    line = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
    try:
        line.request("GET", path)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tmp_path / "forum")], check=True)
    return tmp_path / "forum"


@pytest.fixture
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture
def demonstration(clone: Path, ports: tuple[int, int]) -> Iterator[Demonstration]:
    settings = {"FORUM_DOOR_PORT": str(ports[0]), "FORUM_ISSUER_PORT": str(ports[1])}
    running = Demonstration(clone, COMMANDS[0], settings)
    yield running
    running.end()


def test_the_two_commands_are_make_run_and_make_test():
    assert COMMANDS == ["make run", "make test"]


def test_every_target_that_the_documents_name_exists():
    documents = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", documents, re.M)) >= {("test", "")}
    named = {one or other for one, other in re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", documents, re.M)}
    assert named <= TARGETS


def test_ci_runs_the_second_command_as_it_is_written():
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert COMMANDS[1] in lines
    assert any(line.startswith("make test-all") for line in lines)


def test_every_file_that_the_readme_points_to_is_there():
    pointed = set(re.findall(r"\]\((?!http)([^)#]+)", README))
    assert pointed
    assert {target for target in pointed if not (ROOT / target).exists()} == set()


@pytest.mark.parametrize("name", ["README.md", "SECURITY.md", "CONTRIBUTING.md"])
def test_nobody_is_told_that_they_are_anonymous(name: str):
    text = (ROOT / name).read_text(encoding="utf-8").lower().replace('we never write "you are anonymous"', "")
    assert "you are anonymous" not in text


@pytest.mark.slow
@pytest.mark.timeout(500)
def test_the_first_command_gives_a_working_forum_in_a_fresh_clone(demonstration: Demonstration, ports: tuple[int, int]):
    demonstration.wait_for("Ctrl-C")
    assert f"http://localhost:{ports[0]}/en/" in demonstration.printed
    assert len(set(re.findall(r"\b(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}\b", demonstration.printed))) == 6
    assert get(ports[0], "/healthz")[0] == get(ports[1], "/healthz")[0] == 200
    assert [get(ports[0], f"/{language}/")[0] for language in ("en", "cy")] == [200, 200]
    assert get(ports[0], "/static/vendor/socket.io.esm.min.js")[0] == 200
    code, rest = demonstration.interrupt()
    # Make has 130 or 2 for a recipe that was interrupted, whatever the recipe itself answers.
    assert code in {0, 2, 130, -signal.SIGINT}
    assert "Traceback" not in rest
    for port in ports:
        with pytest.raises(ConnectionRefusedError):
            get(port, "/healthz")
