"""What a locker shows over HTTP, and which of its boxes somebody put in."""

import sqlite3
from contextlib import closing

from forum.locker.domain import BOX_BYTES
from tests.servers import Servers
from tests.visitor import Page, Visitor


def locker(servers: Servers, term: str) -> Page:
    """The locker as everybody gets it."""
    return Visitor(servers.door).get(f"/locker/{term}")


def all_shown(servers: Servers, term: str) -> set[bytes]:
    """Every box that is shown now, fillers too; none before the first edition."""
    page = locker(servers, term)
    assert page.status in (200, 404), page.text
    boxes = page.body if page.status == 200 else b""
    return {boxes[at : at + BOX_BYTES] for at in range(0, len(boxes), BOX_BYTES)}


def shown(servers: Servers, term: str) -> set[bytes]:
    """Every box that is shown now and that somebody put in."""
    return all_shown(servers, term) & owned(servers, term)


def owned(servers: Servers, term: str) -> set[bytes]:
    """Every box that somebody put in, as only the door's own file tells."""
    file = f"file:{servers.data / 'door' / 'door.sqlite3'}?mode=ro"
    with closing(sqlite3.connect(file, uri=True, timeout=30)) as connection:
        rows = connection.execute("SELECT box FROM locker WHERE term = ? AND NOT filler", (term,))
        return {row[0] for row in rows}
