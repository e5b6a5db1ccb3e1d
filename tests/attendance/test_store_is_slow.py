"""Leaving and finding help never wait for the database."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.clients import Attendee, Line
from tests.servers import Servers

SEAT = "__Host-seat"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    running = Servers(tmp_path_factory.mktemp("slow"), switches=("waiting-long",), beat=0.1).start()
    yield running
    running.stop()


@pytest.fixture
def seated(servers: Servers) -> tuple[Attendee, Line]:
    session, codes = servers.sign_in("alex").open_session(cards=1)
    person = Attendee(servers.door, servers.issuer)
    return person, person.come_in(session, codes[0])


@contextmanager
def held(servers: Servers) -> Iterator[None]:
    """The database is held by somebody else."""
    with closing(sqlite3.connect(servers.data / "door" / "door.sqlite3", isolation_level=None)) as base:
        base.execute("BEGIN EXCLUSIVE")
        yield
        base.execute("ROLLBACK")


def test_leaving_waits_for_nothing_and_is_done_as_soon_as_it_can_be(
    servers: Servers, seated: tuple[Attendee, Line]
) -> None:
    person, line = seated
    kept = dict(person.visitor.cookies)
    with held(servers):
        # Whoever waited for the database here would wait longer than this visitor does.
        assert person.visitor.ask("GET", "/leave").status == 303
        assert person.visitor.cookies == {}
    line.wait_cut()
    person.visitor.cookies.update(kept)
    assert person.place(person.session)["seated"] == "no"


@pytest.mark.parametrize("page", ["/en/support", "/cy/support", "/en/leaving"])
def test_a_page_with_help_waits_for_nothing(servers: Servers, seated: tuple[Attendee, Line], page: str) -> None:
    person, _line = seated
    cookie = person.visitor.cookies[SEAT]
    with held(servers):
        assert person.visitor.ask("GET", page).status == 200
    assert person.visitor.cookies[SEAT] == cookie
