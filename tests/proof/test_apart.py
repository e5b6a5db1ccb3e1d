"""The two programs keep apart: each opens its own folder only, and the door needs no private key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.web.folders import prepare_both
from tests.clients import Attendee
from tests.running import Running
from tests.servers import Servers

PROGRAMS = ("door", "issuer")


class Apart(Servers):
    """Both programs, each with a data folder in which the other's part is not there."""

    def start(self) -> "Apart":
        prepare_both(self.folder / "both")
        for name in PROGRAMS:
            (self.folder / f"{name}-data").mkdir(mode=0o700)
            (self.folder / "both" / name).rename(self.folder / f"{name}-data" / name)
        # Moderators are added beside the running door, in its folder.
        self.data = self.folder / "door-data"
        for name in reversed(PROGRAMS):
            self.launch(name)
        return self

    def launch(self, name: str) -> None:
        common = [str(self.folder / f"{name}-data") if part == str(self.data) else part for part in self.common]
        program = Running(["-m", "tests.serve", name, *common], self.folder / f"{name}.log")
        self._programs[name] = program
        program.wait_healthy(self.door_port if name == "door" else self.issuer_port)


def live_through(servers: Servers) -> None:
    """A session from its planning to its end, with one who comes and one who stays away."""
    desk = servers.sign_in()
    session, codes = desk.open_session(cards=2)
    people = [Attendee(servers.door, servers.issuer) for _ in codes]
    for person, code in zip(people, codes, strict=True):
        person.collect(session, code)
    assert people[0].redeem(session).status == 200
    people[0].sit().close()
    desk.close(session)
    servers.stop()


@pytest.fixture
def audited(tmp_path: Path) -> Iterator[Servers]:
    """Both programs over one data folder, saying which files they open."""
    servers = Servers(tmp_path, switches=("audit",))
    try:
        yield servers.start()
    finally:
        servers.stop()


def opened(servers: Servers, name: str) -> set[str]:
    """Every path that one program said it opened, from the data folder down."""
    lines = (servers.folder / f"{name}.log").read_text(errors="replace").splitlines()
    paths = {line.removeprefix("opened: ") for line in lines if line.startswith("opened: ")}
    return {path.removeprefix("/data/") for path in paths if path.startswith("/data/")}


def test_neither_program_opens_a_file_of_the_other(audited: Servers) -> None:
    live_through(audited)
    by_door, by_issuer = (opened(audited, name) for name in PROGRAMS)
    # What shows that the hook sees what it should: each program's database, secrets and keys.
    assert {"door/door.sqlite3", "door/service.key", "door/cookie.keys"} <= by_door
    assert {"issuer/issuer.sqlite3", "issuer/service.key"} <= by_issuer
    assert any(path.startswith("issuer/keys/") for path in by_issuer)
    assert {path.partition("/")[0] for path in by_door} == {"door"}, by_door
    assert {path.partition("/")[0] for path in by_issuer} == {"issuer"}, by_issuer


def test_the_door_runs_where_no_private_key_can_be_read(tmp_path: Path) -> None:
    servers = Apart(tmp_path)
    try:
        live_through(servers.start())
    finally:
        servers.stop()
    assert not (tmp_path / "door-data" / "issuer").exists()
    assert not (tmp_path / "issuer-data" / "door").exists()
    assert (tmp_path / "door-data" / "door" / "door.sqlite3").exists()
    kept = b"".join(path.read_bytes() for path in (tmp_path / "door-data").rglob("*") if path.is_file())
    assert b"PRIVATE KEY" not in kept
