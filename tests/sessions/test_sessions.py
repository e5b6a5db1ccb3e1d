"""Planning, cards, doors, closing: over the real store and the real issuer."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from forum.ids import SessionId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession, State, Tally
from forum.sessions.service import ID_LETTERS
from forum.storage.door_schema import sessions as table
from forum.tickets.codes import parse_code
from forum.tickets.keylist import KeyList
from tests.clocks import NOW
from tests.sessions.parts import House


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> RefusalCode:
    return refused.value.code


def test_a_planned_session_is_kept_as_planned(house: House) -> None:
    made = house.plan("  Evening   room ")
    assert house.sessions.get(made.id) == made
    assert (made.name, made.state, made.late_door, len(made.id)) == ("Evening room", State.PLANNED, "open", 10)
    assert set(made.id) <= set(ID_LETTERS)
    assert made.key == KeyList.from_bytes(house.issuer.real.keylist(made.term)).key_of(made.id)


def test_a_session_has_one_column_per_field() -> None:
    assert [field.name for field in fields(ForumSession)] == [column.name for column in table.columns]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 61},
        {"name": "a\u202eb"},
        {"name": "a\x00b"},
        {"opens": NOW + timedelta(hours=4)},
        {"closes": NOW + timedelta(hours=1)},
        {"closes": NOW + timedelta(hours=14)},
        {"opens": NOW - timedelta(hours=2), "closes": NOW},
        {"size": 0},
        {"size": 201},
        {"language": "fr"},
    ],
)
def test_a_session_that_cannot_be_held_is_not_planned(house: House, wrong: dict[str, object]) -> None:
    plan = {
        "name": "Evening",
        "opens": NOW + timedelta(hours=1),
        "closes": NOW + timedelta(hours=3),
        "size": 12,
        "language": "en",
    }
    with pytest.raises(Refused) as refused:
        house.sessions.plan(**{**plan, **wrong})  # type: ignore[arg-type]
    assert (code_of(refused), house.sessions.all()) == (RefusalCode.BAD_REQUEST, [])


def test_without_the_issuer_nothing_is_planned(house: House) -> None:
    house.issuer.away = True
    with pytest.raises(Refused) as refused:
        house.plan()
    assert (code_of(refused), house.sessions.all()) == (RefusalCode.ISSUER_AWAY, [])


def test_cards_are_fresh_codes(house: House) -> None:
    made = house.plan()
    sheets = [house.sessions.make_cards(made.id, 3) for _ in range(2)]
    codes = [card.code for sheet in sheets for card in sheet.cards]
    assert (len(set(codes)), [parse_code(code) for code in codes]) == (6, codes)
    assert len({sheet.code for sheet in sheets} | {card.cancel for sheet in sheets for card in sheet.cards}) == 8


@pytest.mark.parametrize("count", [0, -1, 201])
def test_an_odd_number_of_cards_is_refused(house: House, count: int) -> None:
    with pytest.raises(Refused) as refused:
        house.sessions.make_cards(house.plan().id, count)
    assert code_of(refused) is RefusalCode.BAD_REQUEST


def test_after_the_announced_end_there_are_no_cards(house: House) -> None:
    made = house.plan()
    house.clock.move(hours=3)
    with pytest.raises(Refused) as refused:
        house.sessions.make_cards(made.id, 1)
    assert code_of(refused) is RefusalCode.COLLECTING_CLOSED


def test_an_unknown_session_is_not_found(house: House) -> None:
    for act in (house.sessions.get, house.sessions.open_doors, house.sessions.close, house.sessions.beat_of):
        with pytest.raises(Refused) as refused:
            act(SessionId("nosuchone0"))
        assert code_of(refused) is RefusalCode.NOT_FOUND


def test_the_doors_open_once_and_for_all(house: House) -> None:
    made = house.plan()
    with pytest.raises(Refused) as refused:
        house.sessions.beat_of(made.id)
    assert code_of(refused) is RefusalCode.NOT_OPEN
    house.sessions.open_doors(made.id)
    house.sessions.open_doors(made.id)
    assert (house.sessions.get(made.id).state, house.sessions.beat_of(made.id)) == (State.DOORS_OPEN, None)


def test_the_doors_of_a_far_evening_stay_shut_until_an_hour_before_it(house: House) -> None:
    made = house.plan_term(3)[0]
    house.clock.move(minutes=119)
    with pytest.raises(Refused) as refused:
        house.sessions.open_doors(made.id)
    assert (code_of(refused), house.sessions.get(made.id).state) == (RefusalCode.TOO_EARLY, State.PLANNED)
    assert house.seats.calls == []
    house.clock.move(minutes=1)
    house.sessions.open_doors(made.id)
    assert house.sessions.get(made.id).state is State.DOORS_OPEN


def test_what_is_closed_says_whether_its_doors_were_ever_open(house: House) -> None:
    held, other = house.plan_term(0.5, 30)
    house.sessions.open_doors(held.id)
    for one in (held, other):
        house.sessions.close(one.id)
    assert [house.sessions.get(one.id).held for one in (held, other)] == [True, False]


def test_closing_destroys_the_key_and_forgets(house: House) -> None:
    made = house.plan()
    house.sessions.open_doors(made.id)
    house.issuer.ticket(made)
    house.seats.counts = Tally(1, 1)
    house.sessions.close(made.id)
    after = house.sessions.get(made.id)
    assert (after.state, after.key, after.collected, after.sound) == (State.CLOSED, None, 1, True)
    assert (house.rooms_forgotten, house.seats.calls[-1]) == ([made.id], ("forget", made.id))
    for act in (house.sessions.open_doors, house.sessions.beat_of, lambda s: house.sessions.make_cards(s, 1)):
        with pytest.raises(Refused) as refused:
            act(made.id)
        assert code_of(refused) is RefusalCode.CLOSED


@pytest.mark.parametrize(("seats", "spent"), [(2, 1), (2, 2), (1, 2)])
def test_more_seats_than_tickets_collected_is_noticed(house: House, seats: int, spent: int) -> None:
    made = house.plan()
    house.sessions.open_doors(made.id)
    house.issuer.ticket(made)
    house.seats.counts = Tally(seats, spent)
    house.sessions.close(made.id)
    assert house.sessions.get(made.id).sound is False


def test_closing_again_changes_nothing(house: House) -> None:
    made = house.plan()
    house.sessions.close(made.id)
    before = (house.sessions.get(made.id), list(house.issuer.closed))
    house.sessions.close(made.id)
    assert (house.sessions.get(made.id), house.issuer.closed) == before


def test_with_the_issuer_away_the_door_forgets_all_the_same_and_finishes_later(house: House) -> None:
    made = house.plan()
    house.sessions.open_doors(made.id)
    house.issuer.away = True
    house.sessions.close(made.id)
    assert ("forget", made.id) in house.seats.calls
    assert (house.sessions.get(made.id).state, house.sessions.get(made.id).forgotten) == (State.CLOSED, False)
    house.sessions.tidy()
    house.issuer.away = False
    house.sessions.tidy()
    after = house.sessions.get(made.id)
    assert (after.forgotten, after.collected, after.key) == (True, 0, None)


def test_kindly_means_that_the_room_is_told_while_the_session_is_still_open(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, states = house.plan(), []
    house.sessions.open_doors(made.id)
    monkeypatch.setattr(house.sessions, "_end_room", lambda one: states.append(house.sessions.get(one).state))
    house.sessions.close_kindly(made.id)
    assert (states, house.rooms_forgotten) == ([State.DOORS_OPEN], [made.id])
    assert house.sessions.get(made.id).state is State.CLOSED


@pytest.mark.parametrize("broken", ["forget_room", "attendance", "issuer", "settle"])
def test_a_closing_that_breaks_off_anywhere_is_finished_by_tidying(
    house: House, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = house.plan()
    house.sessions.open_doors(made.id)
    targets = {
        "forget_room": (house.sessions, "_forget_room"),
        "attendance": (house.seats, "forget"),
        "issuer": (house.issuer, "close"),
        "settle": (house.store, "settle"),
    }

    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(*targets[broken], break_off)
        with pytest.raises(KeyboardInterrupt):
            house.sessions.close(made.id)
    assert house.sessions.get(made.id).state is State.CLOSED
    house.sessions.tidy()
    assert house.sessions.get(made.id).forgotten
    assert (house.rooms_forgotten[-1], house.seats.calls[-1]) == (made.id, ("forget", made.id))


def test_a_session_that_nobody_closed_is_closed_an_hour_after_its_end(house: House) -> None:
    made = house.plan()
    house.sessions.open_doors(made.id)
    house.clock.move(hours=3, minutes=59)
    house.sessions.tidy()
    assert house.sessions.get(made.id).state is State.DOORS_OPEN
    house.clock.move(minutes=1)
    house.sessions.tidy()
    assert house.sessions.get(made.id).forgotten


def test_what_is_to_come_stands_soonest_first(house: House) -> None:
    def plan(hours: int) -> ForumSession:
        return house.sessions.plan("x", NOW + timedelta(hours=hours), NOW + timedelta(hours=hours + 1), 5, "en")

    later, soon, over = plan(9), plan(1), plan(5)
    house.sessions.close(over.id)
    assert [session.id for session in house.sessions.upcoming()] == [soon.id, later.id]
    assert [session.id for session in house.sessions.all()] == [soon.id, over.id, later.id]


def test_times_come_back_as_they_went_in(house: House) -> None:
    made = house.sessions.plan(
        "x", datetime(2027, 7, 1, 18, 30, 59, tzinfo=UTC), datetime(2027, 7, 1, 20, 0, tzinfo=UTC), 5, "cy"
    )
    assert house.sessions.get(made.id).opens == datetime(2027, 7, 1, 18, 30, tzinfo=UTC)
