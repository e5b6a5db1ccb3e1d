"""A ticket becomes a seat, comes back to it, and is forgotten."""

from datetime import timedelta
from pathlib import Path

import pytest

from forum.ids import SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import Tally
from forum.tickets.formats import Token
from tests.attendance.parts import SECRET, Entrance, door_over

OTHER = b"fedcba9876543210"


@pytest.fixture
def entrance(tmp_path: Path) -> Entrance:
    return Entrance(tmp_path)


def refusal(entrance: Entrance, session: SessionId, token: bytes, secret: bytes = SECRET) -> RefusalCode:
    with pytest.raises(Refused) as refused:
        entrance.door.redeem(session, token, secret)
    return refused.value.code


def test_a_ticket_opens_a_seat_and_the_cookie_leads_to_it(entrance: Entrance) -> None:
    session = entrance.open()
    seat, cookie = entrance.door.redeem(session.id, entrance.issuer.ticket(session), SECRET)
    assert entrance.door.seat_of(cookie) == (session.id, seat)
    assert (len(seat), entrance.door.tally(session.id)) == (16, Tally(1, 1))


def test_the_same_pair_comes_back_to_the_same_seat_with_a_new_cookie(entrance: Entrance) -> None:
    session = entrance.open()
    ticket = entrance.issuer.ticket(session)
    seat, first = entrance.door.redeem(session.id, ticket, SECRET)
    again, second = entrance.door.redeem(session.id, ticket, SECRET)
    assert (again, first != second) == (seat, True)
    assert (entrance.door.seat_of(first), entrance.door.seat_of(second)) == (None, (session.id, seat))
    assert entrance.door.tally(session.id) == Tally(1, 1)


def test_the_same_ticket_with_another_secret_is_already_used(entrance: Entrance) -> None:
    session = entrance.open()
    ticket = entrance.issuer.ticket(session)
    _seat, cookie = entrance.door.redeem(session.id, ticket, SECRET)
    assert refusal(entrance, session.id, ticket, OTHER) is RefusalCode.ALREADY_USED
    assert entrance.door.seat_of(cookie) is not None


def test_two_tickets_with_one_secret_are_two_seats(entrance: Entrance) -> None:
    session = entrance.open()
    seats = {entrance.door.redeem(session.id, entrance.issuer.ticket(session), SECRET)[0] for _ in range(2)}
    assert len(seats) == 2


def test_a_full_room_turns_the_next_person_away_and_spends_nothing(entrance: Entrance) -> None:
    session = entrance.open(size=1)
    first, late = entrance.issuer.ticket(session), entrance.issuer.ticket(session)
    seat, _ = entrance.door.redeem(session.id, first, SECRET)
    assert refusal(entrance, session.id, late) is RefusalCode.ROOM_FULL
    assert entrance.door.tally(session.id) == Tally(1, 1)
    assert entrance.door.redeem(session.id, first, SECRET)[0] == seat
    entrance.door.remove(session.id, seat)
    assert entrance.door.redeem(session.id, late, SECRET)[0] != seat
    assert entrance.door.tally(session.id) == Tally(2, 2)


def test_a_removed_seat_opens_no_more(entrance: Entrance) -> None:
    session = entrance.open()
    ticket = entrance.issuer.ticket(session)
    seat, cookie = entrance.door.redeem(session.id, ticket, SECRET)
    entrance.door.remove(session.id, seat)
    entrance.door.remove(session.id, seat)
    assert entrance.door.seat_of(cookie) is None
    assert refusal(entrance, session.id, ticket) is RefusalCode.REMOVED
    assert refusal(entrance, session.id, ticket, OTHER) is RefusalCode.ALREADY_USED


def test_a_seat_is_removed_only_in_its_own_session(entrance: Entrance) -> None:
    here, there = entrance.open(), entrance.open()
    seat, cookie = entrance.door.redeem(here.id, entrance.issuer.ticket(here), SECRET)
    entrance.door.remove(there.id, seat)
    entrance.door.remove(here.id, SeatId("nobody-sits-here"))
    assert entrance.door.seat_of(cookie) == (here.id, seat)


def test_before_the_doors_open_and_after_they_close(entrance: Entrance) -> None:
    session = entrance.plan()
    ticket = entrance.issuer.ticket(session)
    assert refusal(entrance, session.id, ticket) is RefusalCode.NOT_OPEN
    entrance.sessions.open_doors(session.id)
    entrance.door.redeem(session.id, ticket, SECRET)
    entrance.sessions.close(session.id)
    assert refusal(entrance, session.id, ticket) is RefusalCode.CLOSED
    assert refusal(entrance, SessionId("nosuchone0"), ticket) is RefusalCode.NOT_FOUND


def test_below_the_floor_nobody_comes_in_and_the_same_ticket_comes_in_above_it(entrance: Entrance) -> None:
    shut = {"late_door": "shut", "ahead": timedelta(hours=1)}
    above, below = entrance.plan_term(3, 6, **shut, floor=2)
    kept = entrance.issuer.tickets(above.term, entrance.sessions.make_cards(above.id, 1).cards[0].code)
    entrance.clock.move(hours=5)
    entrance.store.count(above.id, 2)
    for session in (above, below):
        entrance.sessions.open_doors(session.id)
    assert refusal(entrance, below.id, kept[below.id]) is RefusalCode.TOO_FEW
    assert (entrance.door.tally(below.id), entrance.store.get(below.id).collected) == (Tally(0, 0), 1)
    entrance.door.redeem(above.id, kept[above.id], SECRET)


def test_a_session_that_closes_in_between_takes_nobody(entrance: Entrance, monkeypatch: pytest.MonkeyPatch) -> None:
    session = entrance.open()
    ticket = entrance.issuer.ticket(session)
    held = entrance.store.get(session.id)
    entrance.sessions.close(session.id)
    # The door read the session just before it closed, pepper and all.
    monkeypatch.setattr(entrance.door, "_sessions", type("Book", (), {"get": lambda *_: held})())
    monkeypatch.setattr(entrance.door, "_pepper", lambda _session: b"p" * 32)
    assert refusal(entrance, session.id, ticket) is RefusalCode.CLOSED


def test_tickets_that_are_not_for_this_door(entrance: Entrance) -> None:
    here, there = entrance.open(), entrance.open()
    ticket = entrance.issuer.ticket(here)
    parsed = Token.from_bytes(ticket)
    forged = ticket[:-1] + bytes([ticket[-1] ^ 1])
    assert refusal(entrance, there.id, ticket) is RefusalCode.WRONG_SESSION
    assert refusal(entrance, here.id, forged) is RefusalCode.INVALID
    assert refusal(entrance, here.id, ticket[:-1]) is RefusalCode.MALFORMED
    assert refusal(entrance, here.id, b"\x00\x01" + ticket[2:]) is RefusalCode.MALFORMED
    assert (parsed.to_bytes(), entrance.door.tally(here.id)) == (ticket, Tally(0, 0))


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "\x00", "ŵ", "x" * 5000, "InNlYXQi.AAAA"])
def test_a_forged_cookie_leads_nowhere(entrance: Entrance, cookie: str) -> None:
    entrance.open()
    assert entrance.door.seat_of(cookie) is None
    entrance.door.leave(cookie)
    assert entrance.left == []


def test_leaving_forgets_the_cookie_and_the_ticket_comes_back(entrance: Entrance) -> None:
    session = entrance.open()
    ticket = entrance.issuer.ticket(session)
    seat, cookie = entrance.door.redeem(session.id, ticket, SECRET)
    entrance.door.leave(cookie)
    entrance.door.leave(cookie)
    assert (entrance.door.seat_of(cookie), entrance.left) == (None, [(session.id, seat)])
    assert entrance.door.redeem(session.id, ticket, SECRET)[0] == seat


def test_coming_in_anew_sends_away_whoever_came_by_the_cookie_before(entrance: Entrance) -> None:
    session = entrance.open()
    ticket = entrance.issuer.ticket(session)
    seat, _cookie = entrance.door.redeem(session.id, ticket, SECRET)
    entrance.sent_away.clear()
    refusal(entrance, session.id, ticket, OTHER)
    assert entrance.sent_away == []
    entrance.door.redeem(session.id, ticket, SECRET)
    assert (entrance.sent_away, entrance.left) == ([(session.id, seat)], [])


def test_seats_outlive_a_restart_of_the_door(entrance: Entrance) -> None:
    session = entrance.open()
    seat, cookie = entrance.door.redeem(session.id, entrance.issuer.ticket(session), SECRET)
    assert door_over(entrance.folder).seat_of(cookie) == (session.id, seat)


def test_closing_one_session_leaves_the_other(entrance: Entrance) -> None:
    here, there = entrance.open(), entrance.open()
    _, mine = entrance.door.redeem(here.id, entrance.issuer.ticket(here), SECRET)
    seat, theirs = entrance.door.redeem(there.id, entrance.issuer.ticket(there), SECRET)
    entrance.sessions.close(here.id)
    assert (entrance.door.seat_of(mine), entrance.door.seat_of(theirs)) == (None, (there.id, seat))


def test_a_lost_pepper_is_a_store_that_is_away(entrance: Entrance) -> None:
    session = entrance.open()
    (entrance.folder / "door" / "peppers" / session.id).unlink()
    assert refusal(entrance, session.id, entrance.issuer.ticket(session)) is RefusalCode.STORE_AWAY


def test_seats_never_outnumber_spent_tickets_nor_those_the_collected(entrance: Entrance) -> None:
    session = entrance.open(size=3)
    tickets = [entrance.issuer.ticket(session) for _ in range(5)]
    for ticket in tickets * 2:
        for secret in (SECRET, OTHER):
            try:
                entrance.door.redeem(session.id, ticket, secret)
            except Refused:
                continue
    tally = entrance.door.tally(session.id)
    assert tally == Tally(3, 3)
    entrance.sessions.close(session.id)
    closed = entrance.sessions.get(session.id)
    assert (closed.collected, closed.sound, entrance.door.tally(session.id)) == (5, True, None)
