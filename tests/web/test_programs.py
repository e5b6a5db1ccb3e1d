"""Both programs together: they start together, end together, and keep their memory to themselves."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from forum.clock import SystemChance
from forum.web.folders import prepare_both
from forum.web.people import new_passphrase
from forum.web.process import WIPING
from tests.running import PATIENCE, ROOT, Running, free_port, healthy, wait_until
from tests.servers import Servers
from tests.visitor import Visitor

READ_BACK = """
import ctypes, os, resource
from forum.web.process import harden
harden()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE), oct(os.umask(0)))
"""


def children(pid: int) -> list[int]:
    """The programs that a program has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]


def alive(pid: int) -> bool:
    """Whether a program runs; one that has ended and waits to be counted does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    return False


Serve = Callable[..., tuple[Running, int, int]]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """`forum serve` (or another command) over a fresh folder, both programs answering; ended in any case."""
    started: list[Running] = []

    def start(command: str = "serve") -> tuple[Running, int, int]:
        program, door, issuer = begin(tmp_path, command)
        started.append(program)
        wait_until(lambda: healthy(door) or program.process.poll() is not None)
        wait_until(lambda: b"Ctrl-C" in program.log())
        return program, door, issuer

    yield start
    for program in started:
        program.stop()


def begin(folder: Path, command: str) -> tuple[Running, int, int]:
    """Starts the command with settings of its own."""
    door, issuer = free_port(), free_port()
    settings = {
        "FORUM_DATA": str(folder / "data"),
        "FORUM_DOOR_PORT": str(door),
        "FORUM_ISSUER_PORT": str(issuer),
        "TMPDIR": str(folder),
        "PYTHONUNBUFFERED": "1",
    }
    return Running(["-m", "forum", command], folder / "log", settings), door, issuer


def test_memory_is_closed_to_others_and_leaves_no_core() -> None:
    done = subprocess.run([sys.executable, "-c", READ_BACK], capture_output=True, text=True, cwd=ROOT, timeout=PATIENCE)
    assert done.stdout.strip() == "0 (0, 0) 0o77"


def test_serve_starts_both_wiping_freed_memory_and_ends_both(serve: Serve) -> None:
    program, door, issuer = serve()
    both = children(program.process.pid)
    assert len(both) == 2
    for pid in both:
        assert b"PYTHONMALLOC=debug" in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    program.process.send_signal(signal.SIGTERM)
    assert program.process.wait(PATIENCE) == 0
    assert not any(alive(pid) for pid in both)
    assert not healthy(door)
    assert not healthy(issuer)


@pytest.mark.parametrize("as_script", [False, True])
@pytest.mark.parametrize("command", ["door", "issuer"])
def test_a_program_alone_wipes_freed_memory_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, as_script: bool
) -> None:
    assert alone(tmp_path, monkeypatch, command, as_script) >= {b"PYTHONMALLOC=debug", b"MALLOC_PERTURB_=165"}


def test_whoever_has_chosen_how_memory_is_kept_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = alone(tmp_path, monkeypatch, "issuer", PYTHONMALLOC="malloc")
    assert found >= {b"PYTHONMALLOC=malloc", b"MALLOC_PERTURB_=165"}


def alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch, command: str, as_script: bool = False, **chosen: str
) -> set[bytes]:
    """The environment of a program that is started by itself, in which nobody set anything else about memory."""
    for name in WIPING:
        monkeypatch.delenv(name, raising=False)
    prepare_both(folder / "data")
    port = free_port()
    settings = {"FORUM_DATA": str(folder / "data"), f"FORUM_{command.upper()}_PORT": str(port), **chosen}
    script = folder / "forum-script"
    script.write_text("from forum.web.cli import main\nmain()\n", "ascii")
    beginning = [str(script)] if as_script else ["-m", "forum"]
    program = Running([*beginning, command], folder / "log", settings | {"PYTHONPATH": str(ROOT)})
    try:
        program.wait_healthy(port)
        return set(Path(f"/proc/{program.process.pid}/environ").read_bytes().split(b"\0"))
    finally:
        assert program.stop() == 0


def test_when_one_program_ends_so_does_the_other(serve: Serve) -> None:
    program, _door, _issuer = serve()
    first, second = children(program.process.pid)
    os.kill(first, signal.SIGKILL)
    assert program.process.wait(PATIENCE) != 0
    assert not alive(second)


def test_no_program_outlives_the_one_that_started_it(serve: Serve) -> None:
    program, _door, _issuer = serve()
    both = children(program.process.pid)
    program.process.kill()
    program.process.wait()
    wait_until(lambda: not any(alive(pid) for pid in both))


def test_the_demonstration_opens_a_session_with_cards_and_removes_all_of_it(serve: Serve, tmp_path: Path) -> None:
    program, door, _issuer = serve("demo")
    wait_until(lambda: b"Press Ctrl-C to stop" in program.log())
    text = program.log().decode()
    codes = re.findall(r"^    ([0-9A-Z]{4}(?:-[0-9A-Z]{4}){4})$", text, re.MULTILINE)
    session = re.search(rf"http://localhost:{door}(/en/session/[\w-]+/)", text)
    passphrase = re.search(r"passphrase   (\S+)", text)
    assert len(set(codes)) == 6
    assert session
    assert passphrase
    visitor = Visitor(f"http://localhost:{door}")
    assert visitor.get(session[1]).status == 200
    page = visitor.submit("/en/moderation/sign-in", name="coordinator", passphrase=passphrase[1])
    assert page.status == 200
    assert "__Host-desk" in visitor.cookies
    assert len(list(tmp_path.glob("forum-demo-*"))) == 1
    program.process.send_signal(signal.SIGINT)
    assert program.process.wait(PATIENCE) == 0
    assert list(tmp_path.glob("forum-demo-*")) == []
    assert b"removed" in program.log()


def test_a_passphrase_can_be_read_out() -> None:
    made = {new_passphrase(SystemChance()) for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"[a-z]{4}(-[a-z]{4}){4}", passphrase) for passphrase in made)


def test_a_moderator_plans_opens_and_closes_a_session_through_the_pages(servers: Servers) -> None:
    desk = servers.sign_in()
    session, codes = desk.open_session(cards=3)
    assert len(codes) == 3
    assert Visitor(servers.door).get(f"/en/session/{session}/").status == 200
    desk.close(session)
    assert Visitor(servers.door).get(f"/en/session/{session}/").status == 410
