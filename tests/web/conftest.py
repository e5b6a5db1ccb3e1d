"""A small app behind the real edge, server and socket layer, as a process of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.running import Running, free_port
from tests.visitor import Visitor
from tests.web.line import OPEN, Line


class Small:
    """One running `tests.web.small`."""

    def __init__(self, folder: Path, *flags: str) -> None:
        self.port = free_port()
        self.origin = f"http://localhost:{self.port}"
        self.program = Running(["-m", "tests.web.small", str(self.port), *flags], folder / f"{self.port}.log")
        self.program.wait_healthy(self.port)
        self.visitor = Visitor(self.origin)

    def log(self) -> str:
        return self.program.log().decode()

    def line(self, seat: str = "one", **options: object) -> Line:
        """A WebSocket that has said nothing yet."""
        return Line(self.port, seat, **options)


@pytest.fixture(autouse=True)
def close_lines() -> Iterator[None]:
    """Leaves no line of one test to the next."""
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """The app with every protection on; shared, so its log is only ever searched."""
    running = Small(tmp_path_factory.mktemp("small"))
    yield running
    running.program.stop()


@pytest.fixture
def start_small(tmp_path: Path) -> Iterator[Callable[..., Small]]:
    """Starts the app with flags that take protections away."""
    started: list[Small] = []

    def start(*flags: str) -> Small:
        started.append(Small(tmp_path, *flags))
        return started[-1]

    yield start
    for running in started:
        running.program.stop()
