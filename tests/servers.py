"""Both real programs for a test: with a clock to move, a log to search and a moderator's hands."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.running import Running, ahead_of, free_port, wait_until
from tests.visitor import Visitor

CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}\b")
SESSION = re.compile(r"/sessions/([A-Za-z0-9_-]{10})(?![A-Za-z0-9_-])")


class MovedClock:
    """The clock of both programs; real time until it is moved, and standing still afterwards."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        """What the programs take for the time."""
        with suppress(OSError):
            return datetime.fromisoformat(self._path.read_text("ascii"))
        return datetime.now(UTC)

    def set(self, moment: datetime) -> None:
        """Stops the clock at `moment`."""
        fresh = self._path.with_suffix(".new")
        fresh.write_text(moment.astimezone(UTC).isoformat(), "ascii")
        fresh.replace(self._path)

    def move(self, by: timedelta | float) -> None:
        """Moves the clock forward by a time span, or by seconds."""
        step = by if isinstance(by, timedelta) else timedelta(seconds=by)
        self.set(self.now() + step)

    def hurry(self, seconds: float) -> None:
        """Lets so many seconds go by at once for all that waits; the time of day stays."""
        ahead = ahead_of(self._path)
        before = float(ahead.read_text("ascii")) if ahead.exists() else 0.0
        fresh = ahead.with_suffix(".fresh")
        fresh.write_text(str(before + seconds), "ascii")
        fresh.replace(ahead)


class Servers:
    """The door and the issuer as processes of their own."""

    def __init__(self, folder: Path, switches: Sequence[str] = (), **settings: Any) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.clock = MovedClock(folder / "clock")
        self.door_port, self.issuer_port = free_port(), free_port()
        self.door = f"http://localhost:{self.door_port}"
        self.issuer = f"http://127.0.0.1:{self.issuer_port}"
        ahead = {"locker_every_ahead": settings["locker_every"]} if "locker_every" in settings else {}
        self._settings = ahead | settings
        self._switches = switches
        self._programs: dict[str, Running] = {}

    @property
    def common(self) -> list[str]:
        """The arguments that every program of this pair is started with."""
        pairs = (f"{name}={value}" for name, value in self._settings.items())
        more = [part for pair in pairs for part in ("--set", pair)]
        more += [part for name in self._switches for part in ("--switch", name)]
        ports = ["--door-port", str(self.door_port), "--issuer-port", str(self.issuer_port)]
        return ["--data", str(self.data), "--clock", str(self.folder / "clock"), *ports, *more]

    def start(self) -> "Servers":
        """Starts both, the issuer first; returns once both answer."""
        from forum.web.folders import prepare_both

        prepare_both(self.data)
        for name in ("issuer", "door"):
            self.launch(name)
        return self

    def launch(self, name: str) -> None:
        """Starts one program (again) over the same data."""
        program = Running(["-m", "tests.serve", name, *self.common], self.folder / f"{name}.log")
        self._programs[name] = program
        program.wait_healthy(self.door_port if name == "door" else self.issuer_port)

    def stop(self, name: str | None = None) -> None:
        """Asks one program to end, or all."""
        for program in [self._programs[name]] if name else list(self._programs.values()):
            program.stop()

    def wait_ended(self, name: str) -> None:
        """Returns once one program has ended by itself."""
        wait_until(lambda: self._programs[name].process.poll() is not None)

    def without_switches(self) -> "Servers":
        """From now on programs start as they are."""
        self._switches = ()
        return self

    def pid(self, name: str) -> int:
        """The process id of one program."""
        return self._programs[name].process.pid

    def log(self) -> bytes:
        """Everything that both have printed."""
        return b"".join(program.log() for program in self._programs.values())

    def add_moderator(self, name: str = "robin") -> str:
        """Adds a moderator as the command line does; returns the passphrase."""
        from forum.web.people import add_with_passphrase
        from tests.serve import arguments, settings_of

        return add_with_passphrase(settings_of(arguments(["door", *self.common])), name)

    def sign_in(self, name: str = "robin") -> "Desk":
        """A new moderator, signed in through the real pages."""
        return Desk(self, name, self.add_moderator(name))


class Desk:
    """What a moderator does, through the real pages: `desk.plan()`, `desk.cards(...)`, `desk.open_doors(...)`."""

    def __init__(self, servers: Servers, name: str, passphrase: str) -> None:
        self.name, self.passphrase = name, passphrase
        self._servers = servers
        self.visitor = Visitor(servers.door)
        page = self.visitor.submit("/en/moderation/sign-in", name=name, passphrase=passphrase)
        assert page.status == 200, page.gist

    def plan(self, name: str = "Tuesday evening", **fields: Any) -> str:
        """Makes a session that can open now and lasts three hours; returns its id."""
        now = self._servers.clock.now().astimezone(ZoneInfo("Europe/London"))
        form = {
            "name": name,
            "opens": f"{now - timedelta(minutes=5):%Y-%m-%dT%H:%M}",
            "closes": f"{now + timedelta(hours=3):%Y-%m-%dT%H:%M}",
            "size": 12,
            "language": "both",
            **fields,
        }
        page = self.visitor.submit("/en/moderation/sessions/new", **form)
        found = SESSION.search(page.path)
        assert found, page.gist
        return found[1]

    def cards(self, session: str, count: int = 6) -> list[str]:
        """Makes cards; returns their codes as printed."""
        page = self.visitor.submit(self._page(session), f"{self._page(session)}/cards", count=count)
        codes = list(dict.fromkeys(CODE.findall(page.text)))
        assert len(codes) == count, page.gist
        return codes

    def open_doors(self, session: str) -> None:
        """Lets people in."""
        page = self.visitor.submit(self._page(session), f"{self._page(session)}/open")
        assert page.status == 200, page.gist

    def close(self, session: str) -> None:
        """Ends the session; all of it is forgotten."""
        page = self.visitor.submit(self._page(session), f"{self._page(session)}/close", confirm="yes", anyway="yes")
        assert page.status == 200, page.gist

    def open_session(self, cards: int = 6) -> tuple[str, list[str]]:
        """A session with its doors open, and the codes of its cards."""
        session = self.plan()
        codes = self.cards(session, cards)
        self.open_doors(session)
        return session, codes

    @staticmethod
    def _page(session: str) -> str:
        return f"/en/moderation/sessions/{session}"
