"""One evening on guarded servers, held once and searched by many tests."""

from collections.abc import Iterator

import pytest

from tests.privacy.evening import Evening
from tests.servers import Servers


@pytest.fixture(scope="session")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Evening]:
    """A session in which canaries went in by every door, and both programs have ended."""
    servers = Servers(tmp_path_factory.mktemp("evening"), switches=("faults",))
    try:
        yield Evening(servers.start()).hold()
    finally:
        servers.stop()
