"""When collecting has closed: the doors, the count that the issuer signs, and clocks that jump."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession, State, Tally
from tests.clocks import NOW
from tests.sessions.parts import House

SHUT: dict[str, Any] = {"late_door": "shut", "ahead": timedelta(hours=1)}
DAY = {"days": 1}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def shut(house: House) -> ForumSession:
    """A session that begins in two hours; collecting closes in one."""
    return house.plan_term(2, **SHUT)[0]


def refusal(act: Any, *args: Any) -> RefusalCode:
    with pytest.raises(Refused) as refused:
        act(*args)
    return refused.value.code


def doors(house: House, session: ForumSession) -> tuple[State, bool | None, int | None]:
    now = house.sessions.get(session.id)
    return now.state, now.few, now.collected


def test_before_the_deadline_the_doors_stay_shut(house: House, shut: ForumSession) -> None:
    assert refusal(house.sessions.open_doors, shut.id) is RefusalCode.STILL_COLLECTING
    assert (doors(house, shut), house.seats.calls) == ((State.PLANNED, None, None), [])
    assert shut.collecting_open(house.clock.now())


@pytest.mark.parametrize(("people", "few"), [(0, True), (4, True), (5, False)])
def test_after_it_they_open_with_the_count(house: House, shut: ForumSession, people: int, few: bool) -> None:
    for _ in range(people):
        house.issuer.ticket(shut)
    house.clock.move(hours=1)
    house.sessions.open_doors(shut.id)
    assert doors(house, shut) == (State.DOORS_OPEN, few, people)


def test_a_chore_fetches_the_count_when_it_is_due(house: House, shut: ForumSession) -> None:
    later = house.plan()
    house.issuer.ticket(shut)
    house.sessions.count_due()
    assert house.sessions.get(shut.id).collected is None
    house.clock.move(hours=1)
    house.issuer.away = True
    house.sessions.count_due()
    house.issuer.away = False
    house.sessions.count_due()
    house.sessions.count_due()
    assert (house.sessions.get(shut.id).collected, house.sessions.get(later.id).collected) == (1, None)
    house.issuer.away = True
    house.sessions.open_doors(shut.id)
    assert doors(house, shut) == (State.DOORS_OPEN, True, 1)


def test_an_issuer_that_stays_away_opens_no_doors(house: House, shut: ForumSession) -> None:
    house.issuer.away = True
    house.clock.move(hours=2)
    assert refusal(house.sessions.open_doors, shut.id) is RefusalCode.NO_COUNT
    assert refusal(house.sessions.make_cards, shut.id, 1) is RefusalCode.COLLECTING_CLOSED
    assert (doors(house, shut), house.seats.calls) == ((State.PLANNED, None, None), [])
    house.issuer.away = False
    house.sessions.open_doors(shut.id)
    assert doors(house, shut)[0] is State.DOORS_OPEN


def test_a_count_that_is_not_signed_opens_no_doors(house: House, shut: ForumSession) -> None:
    house.issuer.forging = True
    house.clock.move(hours=1)
    house.sessions.count_due()
    assert refusal(house.sessions.open_doors, shut.id) is RefusalCode.NO_COUNT
    assert doors(house, shut) == (State.PLANNED, None, None)


def test_an_issuer_whose_clock_is_behind_opens_no_doors(house: House, shut: ForumSession) -> None:
    house.sessions._clock = ahead = type(house.clock)()
    ahead.move(hours=1)
    assert refusal(house.sessions.open_doors, shut.id) is RefusalCode.STILL_COLLECTING
    house.sessions.count_due()
    house.clock.move(hours=1)
    house.sessions.open_doors(shut.id)


def test_closing_before_anything_else_needs_a_signed_count_to_be_sound(house: House) -> None:
    made = house.plan()
    house.sessions.open_doors(made.id)
    house.issuer.forging = True
    house.sessions.close(made.id)
    after = house.sessions.get(made.id)
    assert (after.forgotten, after.collected, after.sound) == (True, None, False)


def test_more_tickets_spent_than_were_counted_is_noticed(house: House, shut: ForumSession) -> None:
    house.issuer.ticket(shut)
    house.clock.move(hours=1)
    house.sessions.open_doors(shut.id)
    house.seats.counts = Tally(1, 2)
    house.sessions.close(shut.id)
    assert house.sessions.get(shut.id).sound is False


def test_an_open_late_door_asks_once_whether_few_came(house: House) -> None:
    made = house.plan()
    for _ in range(4):
        house.issuer.ticket(made)
    house.sessions.open_doors(made.id)
    house.issuer.ticket(made)
    house.sessions.open_doors(made.id)
    assert doors(house, made) == (State.DOORS_OPEN, True, None)


def test_an_open_late_door_opens_without_the_issuer(house: House) -> None:
    made = house.plan()
    house.issuer.away = True
    house.sessions.open_doors(made.id)
    assert doors(house, made) == (State.DOORS_OPEN, None, None)


def test_an_open_late_door_is_counted_at_the_announced_end(house: House) -> None:
    made = house.plan()
    house.sessions.open_doors(made.id)
    house.issuer.ticket(made)
    house.clock.move(hours=3)
    house.sessions.count_due()
    assert doors(house, made) == (State.DOORS_OPEN, True, 1)
    assert refusal(house.issuer.ticket, made) is RefusalCode.NOT_FOUND


def test_a_session_that_is_closed_before_its_deadline_is_over(house: House, shut: ForumSession) -> None:
    house.issuer.ticket(shut)
    house.sessions.close(shut.id)
    after = house.sessions.get(shut.id)
    assert (after.forgotten, after.collected, after.collecting_open(house.clock.now())) == (True, 1, False)
    house.clock.move(hours=2)
    assert refusal(house.sessions.open_doors, shut.id) is RefusalCode.CLOSED


def test_a_clock_that_jumps_back_a_day_reopens_nothing(house: House, shut: ForumSession) -> None:
    other = house.plan()
    house.sessions.close(other.id)
    house.clock.move(hours=1)
    house.sessions.count_due()
    house.clock.moment -= timedelta(**DAY)
    for round_ in (house.sessions.tidy, house.sessions.count_due):
        round_()
    assert not house.sessions.get(shut.id).collecting_open(house.clock.now())
    assert refusal(house.sessions.make_cards, shut.id, 1) is RefusalCode.COLLECTING_CLOSED
    assert refusal(house.issuer.ticket, shut) is RefusalCode.NOT_FOUND
    assert refusal(house.sessions.open_doors, other.id) is RefusalCode.CLOSED
    assert refusal(house.sessions.open_doors, shut.id) is RefusalCode.TOO_EARLY
    house.clock.moment += timedelta(**DAY)
    house.sessions.open_doors(shut.id)
    house.sessions.tidy()
    assert doors(house, shut)[0] is State.DOORS_OPEN


def test_a_clock_that_jumps_ahead_a_day_ends_what_is_past_and_nothing_comes_back(house: House) -> None:
    first, second = house.plan_term(2, 60, **SHUT)
    house.clock.move(**DAY)
    for round_ in (house.sessions.count_due, house.sessions.tidy):
        round_()
    house.clock.moment = NOW
    house.sessions.tidy()
    assert house.sessions.get(first.id).forgotten
    assert refusal(house.sessions.open_doors, first.id) is RefusalCode.CLOSED
    assert house.sessions.get(second.id) == second
