"""The retention table against a session that was really lived: what there is while it lasts, and what is left."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from fnmatch import fnmatch
from pathlib import Path

import pytest

from forum import retention
from forum.locker.domain import BOX_BYTES
from forum.retention import Kept, kept
from forum.tickets import base64url
from forum.tickets.codes import parse_code
from forum.tickets.keylist import KeyList
from tests.running import wait_until
from tests.servers import Desk, Servers
from tests.tickets.client import answers, ask, form
from tests.visitor import Visitor

DATABASES = {"door": "door/door.sqlite3", "issuer": "issuer/issuer.sqlite3"}
OVER = {retention.ROOM_CLOSED, retention.COLLECTED, retention.TERM_OVER, retention.LAST_CLOSED, retention.TERM_ENDED}
IN_BETWEEN = {"issuer.sessions.published"}
"""Made when collecting is over, and gone when the term is: here both are one moment."""


def files(data: Path) -> set[str]:
    return {str(path.relative_to(data)) for path in data.rglob("*") if path.is_file()}


def columns(data: Path) -> dict[str, int]:
    """Every column in the two databases, and in how many rows it holds something."""
    return {name: count for program in DATABASES for name, count in columns_of(data, program)}


def columns_of(data: Path, program: str) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(data / DATABASES[program])) as opened:
        tables = [row[0] for row in opened.execute("select name from sqlite_schema where type = 'table'")]
        return [
            (f"{program}.{table}.{name}", opened.execute(f'select count("{name}") from "{table}"').fetchone()[0])
            for table in tables
            for name in (row[1] for row in opened.execute(f'pragma table_info("{table}")'))
        ]


def collect_and_come_in(servers: Servers, session: str, code: str) -> None:
    guest = Visitor(servers.door)
    room = guest.get(f"/en/session/{session}/room").text
    url = re.search(r'data-keylist-url="([^"]+)"', room)
    assert url
    issuer = Visitor(servers.issuer)
    keylist = KeyList.from_bytes(issuer.get(url[1].removeprefix(servers.issuer)).body)
    pending = ask(keylist)
    given = issuer.post("/tickets", form(parse_code(code), [one.request for one in pending]), Origin=servers.door)
    token, bought = (pending[at].token(answers(given.body)[at]).to_bytes() for at in (0, -1))
    put = {"ticket": base64url.encode(bought), "box": base64url.encode(bytes(BOX_BYTES))}
    assert guest.post_json(f"/locker/{keylist.term}", put).json == {"kept": True}
    payload = {"ticket": base64url.encode(token), "secret": base64url.encode(b"s" * 16)}
    assert guest.post_json(f"/session/{session}/seat", payload).json == {"seated": True}
    assert set(guest.cookies) == {"__Host-seat"}


@pytest.fixture
def servers(start_servers: Callable[..., Servers]) -> Servers:
    """Both programs; a box is shown as soon as it is there."""
    return start_servers(locker_every="0.2")


@pytest.fixture
def desk(servers: Servers) -> Desk:
    return servers.sign_in()


@pytest.fixture
def session(servers: Servers, desk: Desk) -> str:
    """A session in which somebody sits."""
    session, codes = desk.open_session()
    collect_and_come_in(servers, session, codes[0])
    wait_until(lambda: columns(servers.data)["door.editions.number"] == 1)
    return session


@pytest.mark.privacy
def test_what_there_is_while_a_session_lasts_is_what_the_table_says(servers: Servers, session: str):
    assert set(columns(servers.data)) == set(kept("column"))
    strangers = {file for file in files(servers.data) if not any(fnmatch(file, row) for row in kept("file"))}
    assert strangers == set()
    assert {row for row in kept("file") if not any(fnmatch(file, row) for file in files(servers.data))} == set()
    # What is to be gone afterwards must have been there.
    assert {row.where for row in passing("column") if not columns(servers.data)[row.where]} == IN_BETWEEN


@pytest.mark.privacy
def test_what_the_table_says_is_forgotten_is_not_there_after_closing(servers: Servers, desk: Desk, session: str):
    desk.close(session)
    assert {row.where for row in passing("column") if columns(servers.data)[row.where]} == set()
    left = {row.where for row in passing("file") if any(fnmatch(file, row.where) for file in files(servers.data))}
    assert left == set()


@pytest.mark.privacy
def test_a_sign_in_that_nobody_ended_is_forgotten_by_itself(servers: Servers, desk: Desk):
    # Stopped first, so that it does not tidy between the moving and the looking.
    servers.stop("door")
    servers.clock.move(timedelta(hours=13))
    assert columns(servers.data)["door.desks.cookie"] == 1
    servers.launch("door")
    wait_until(lambda: columns(servers.data)["door.desks.cookie"] == 0)


@pytest.mark.privacy
def test_every_file_is_for_its_owner_alone(servers: Servers, session: str):
    open_to_others = {f for f in files(servers.data) if (servers.data / f).stat().st_mode & 0o077}
    assert open_to_others == set()


def passing(kind: retention.Kind) -> list[Kept]:
    """The rows whose life is over when the session is."""
    return [row for row in kept(kind).values() if row.life in OVER]
