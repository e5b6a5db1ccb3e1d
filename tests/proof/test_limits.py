"""What the ticket pages say is not protected, seen on the real programs; they would have to promise more otherwise."""

import secrets

import pytest

from tests.clients import Attendee, Pocket, desk_line
from tests.servers import Desk, Servers


@pytest.fixture(scope="module")
def desk(shared_servers: Servers) -> Desk:
    return shared_servers.sign_in("robin")


def somebody(servers: Servers) -> Attendee:
    return Attendee(servers.door, servers.issuer)


def test_one_person_with_several_cards_looks_like_several_people(shared_servers: Servers, desk: Desk) -> None:
    session, codes = desk.open_session(cards=3)
    person = somebody(shared_servers)
    pockets = [person.collect(session, code) for code in codes]
    cookies = []
    for pocket in pockets:
        assert person.redeem(session, pocket).status == 200
        cookies.append(person.visitor.cookies["__Host-seat"])
    assert len(set(cookies)) == 3


def test_a_ticket_that_was_copied_opens_no_second_seat(shared_servers: Servers, desk: Desk) -> None:
    session, codes = desk.open_session(cards=1)
    owner, thief = somebody(shared_servers), somebody(shared_servers)
    pocket = owner.collect(session, codes[0])
    assert owner.redeem(session).status == 200
    copied = thief.redeem(session, Pocket(pocket.token, secrets.token_bytes(16)))
    assert (copied.status, copied.json) == (409, {"code": "already-used"})
    assert thief.visitor.cookies == {}


def test_somebody_who_lost_a_ticket_comes_in_with_another_card(shared_servers: Servers, desk: Desk) -> None:
    session, (first, spare) = desk.open_session(cards=2)
    person = somebody(shared_servers)
    person.collect(session, first)
    person.pocket = None
    person.collect(session, spare)
    assert person.redeem(session).status == 200


def test_somebody_who_was_removed_comes_to_the_next_session(shared_servers: Servers, desk: Desk) -> None:
    session, codes = desk.open_session(cards=1)
    person = somebody(shared_servers)
    line = person.come_in(session, codes[0])
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    seat = board.hears(person.speaks(line, "something")["text"])["seat"]
    assert board.do("seat:remove", seat=seat) is None
    line.wait_cut()
    assert person.redeem(session).status == 403
    following, codes = desk.open_session(cards=1)
    person.collect(following, codes[0])
    assert person.redeem(following).status == 200
