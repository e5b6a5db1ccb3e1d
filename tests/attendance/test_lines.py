"""Real lines of real people: none is left up, or can come back, once its right is lost."""

import pytest
from websocket import WebSocketConnectionClosedException

from tests.clients import Attendee, Line, open_socket
from tests.running import PATIENCE
from tests.servers import Desk, Servers


@pytest.fixture(scope="module")
def desk(shared_servers: Servers) -> Desk:
    return shared_servers.sign_in("alex")


@pytest.fixture
def seated(shared_servers: Servers, desk: Desk) -> tuple[Attendee, Line]:
    session, codes = desk.open_session(cards=1)
    person = Attendee(shared_servers.door, shared_servers.issuer)
    return person, person.come_in(session, codes[0])


def test_a_page_that_was_sent_away_is_gone_with_the_seat(seated: tuple[Attendee, Line]) -> None:
    person, older = seated
    newer = person.sit()
    assert person.visitor.ask("GET", "/leave").status == 303
    newer.wait_cut()
    older.wait_cut()
    assert older.farewell


def test_a_page_that_was_sent_away_is_not_let_in_again(seated: tuple[Attendee, Line]) -> None:
    person, older = seated
    newer = person.sit()
    older.raw(f'40/room,{{"session":"{person.session}"}}')
    older.wait_cut()
    assert not newer.ended


def test_a_line_that_has_said_nothing_yet_ends_with_the_seat(seated: tuple[Attendee, Line]) -> None:
    person, line = seated
    waiting = open_socket(person.visitor)
    waiting.recv()
    assert person.visitor.ask("GET", "/leave").status == 303
    line.wait_cut()
    waiting.settimeout(PATIENCE)
    with pytest.raises((WebSocketConnectionClosedException, ConnectionError)):
        waiting.recv()


def test_a_page_of_another_session_is_not_let_in_by_this_seat(seated: tuple[Attendee, Line], desk: Desk) -> None:
    person, _line = seated
    other, codes = desk.open_session(cards=1)
    first = person.session
    person.come_in(other, codes[0])
    # One browser has one seat cookie: the first session's page must not end up in the second room with it.
    line = open_socket(person.visitor)
    line.settimeout(PATIENCE)
    assert line.recv().startswith("0")
    line.send(f'40/room,{{"session":"{first}"}}')
    assert line.recv().startswith("44/room,")
    line.close()


def test_the_ticket_on_another_device_sends_the_first_one_away(seated: tuple[Attendee, Line]) -> None:
    person, line = seated
    other = Attendee(person.door, person.issuer)
    assert other.redeem(person.session, person.pocket).status == 200
    line.wait_cut()
    assert line.farewell
    with pytest.raises(Exception, match="403"):
        person.sit()
    assert other.sit().page["self"]
