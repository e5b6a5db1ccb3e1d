"""Fixtures that several packages of tests share."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.browser.shared import chromium, engines
from tests.servers import Servers

__all__ = ["chromium", "engines"]

# No example has to be quick: machines are slow at times.
settings.register_profile("forum", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("forum")


@pytest.fixture
def start_servers(tmp_path: Path) -> Iterator[Callable[..., Servers]]:
    """Starts a pair of programs with the given settings, each time in a folder of its own."""
    started: list[Servers] = []

    def start(**settings: Any) -> Servers:
        folder = tmp_path / f"servers-{len(started)}"
        folder.mkdir()
        servers = Servers(folder, **settings)
        started.append(servers)
        return servers.start()

    yield start
    for servers in started:
        servers.stop()


@pytest.fixture
def servers(start_servers: Callable[..., Servers]) -> Servers:
    """Both programs, fresh, with a beat of 50 ms and no pace."""
    return start_servers()


@pytest.fixture(scope="module")
def shared_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Both programs, shared by the tests of one file: for tests that make sessions of their own."""
    servers = Servers(tmp_path_factory.mktemp("servers"))
    try:
        yield servers.start()
    finally:
        servers.stop()
