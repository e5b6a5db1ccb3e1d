"""Both programs, and somebody on the line to each who keeps every byte."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from tests.privacy.exchanges import Exchange, exchanges
from tests.privacy.recorder import Recorder
from tests.running import free_port
from tests.servers import Servers


@dataclass
class Tapped:
    """What stands behind the lines, and what went over them."""

    servers: Servers
    door: Recorder
    issuer: Recorder

    def seen_of(self, act: Callable[[], object]) -> tuple[list[Exchange], list[Exchange]]:
        """What went over the lines to the door and to the issuer while somebody did this."""
        before = len(self.door.plain), len(self.issuer.plain)
        act()
        return exchanges(self.door.plain[before[0] :]), exchanges(self.issuer.plain[before[1] :])

    def cut(self, after: int) -> None:
        """Nobody reaches the door any more, but for the first so many lines to it."""
        self.door.close(after)

    def fall_silent(self) -> None:
        """Nothing comes through from the door any more, nor to it, and no line is closed: a tunnel, a dead Wi-Fi."""
        self.door.dead = True

    def speak_again(self) -> None:
        """What is sent from now on comes through."""
        self.door.dead = False

    def mend(self) -> None:
        """The door can be reached again."""
        self.door.listen()


Tap = Callable[..., Tapped]


@pytest.fixture
def tap(start_servers: Callable[..., Servers]) -> Iterator[Tap]:
    """Starts both programs with these settings, behind lines that are listened to."""
    started: list[Tapped] = []

    def start(switches: Sequence[str] = (), **settings: Any) -> Tapped:
        door, issuer = free_port(), free_port()
        origins = {"door_origin": f"http://localhost:{door}", "issuer_origin": f"http://127.0.0.1:{issuer}"}
        servers = start_servers(switches=switches, **origins, **settings)
        servers.door, servers.issuer = origins.values()
        started.append(Tapped(servers, Recorder(door, servers.door_port), Recorder(issuer, servers.issuer_port)))
        return started[-1]

    yield start
    for one in started:
        one.door.close()
        one.issuer.close()
