"""Several sessions that the same cards are good for: planning, cards, and one end after the other."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import Count, ForumSession, Tally, over_by_itself
from forum.sessions.plans import CARD_CY, CARD_EN, Times
from forum.storage.door_schema import sessions
from tests.clocks import NOW
from tests.sessions.parts import House

SHUT: dict[str, Any] = {"late_door": "shut", "ahead": timedelta(hours=1)}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def refusal(act: Any, *args: Any) -> RefusalCode:
    with pytest.raises(Refused) as refused:
        act(*args)
    return refused.value.code


def test_sessions_of_a_term_share_their_cards(house: House) -> None:
    made = house.plan_term(30, 6)
    assert [one.opens for one in made] == [NOW + timedelta(hours=6), NOW + timedelta(hours=30)]
    assert (len({one.id for one in made}), len({one.term for one in made})) == (2, 1)
    assert [one.collecting_closes for one in made] == [one.closes for one in made]
    card = house.sessions.make_cards(made[0].id, 1).cards[0]
    assert set(house.issuer.tickets(made[0].term, card.code)) >= {one.id for one in made}
    assert house.sessions.of_term(made[0].term) == made


def test_a_term_is_kept_as_planned(house: House) -> None:
    made = house.plan_term(6, **SHUT, floor=3, given="from-box", group="men", card_en=" Come  in ", card_cy="")
    term = house.sessions.term(made[0].term)
    assert (term.given, term.group, term.card_en, term.card_cy) == ("from-box", "men", "Come in", CARD_CY)
    assert (term.keylist.digest(), term.keylist.sessions[0].session) == (made[0].keylist_digest, made[0].id)
    assert (made[0].late_door, made[0].floor, made[0].few) == ("shut", 3, None)
    assert made[0].collecting_closes == NOW + timedelta(hours=5)
    assert house.sessions.get(made[0].id) == made[0]


def test_what_nobody_chose_has_its_usual_answer(house: House) -> None:
    made = house.plan()
    term = house.sessions.term(made.term)
    assert (made.late_door, made.floor, term.given, term.group) == ("open", None, "after-talk", "everyone")
    assert (term.card_en, term.card_cy) == (CARD_EN, CARD_CY)


@pytest.mark.parametrize(
    "wrong",
    [
        {"times": ()},
        {"times": tuple(Times(NOW + timedelta(days=n), NOW + timedelta(days=n, hours=1)) for n in range(1, 8))},
        {"times": (Times(NOW + timedelta(hours=20), NOW + timedelta(hours=23)),) * 2},
        {"times": (Times(NOW + timedelta(days=366, minutes=1), NOW + timedelta(days=366, hours=1)),)},
        {"times": (Times(datetime(9999, 12, 31, 11, tzinfo=UTC), datetime(9999, 12, 31, 22, tzinfo=UTC)),)},
        {"times": (Times(datetime(9999, 12, 31, 23, tzinfo=UTC), datetime(9999, 12, 31, 23, 30, tzinfo=UTC)),)},
        {**SHUT, "times": (Times(datetime(1, 1, 1, tzinfo=UTC), datetime(1, 1, 1, 1, tzinfo=UTC)),)},
        {"late_door": "ajar"},
        {**SHUT, "ahead": timedelta(minutes=29)},
        {**SHUT, "ahead": timedelta(days=8)},
        {**SHUT, "ahead": timedelta(minutes=45, seconds=1)},
        {**SHUT, "ahead": timedelta(hours=6)},
        {"floor": 3},
        {**SHUT, "floor": 1},
        {**SHUT, "floor": 13},
        {"given": "by-post"},
        {"group": "some"},
        {"card_en": "x" * 121},
        {"card_cy": "a\u202eb"},
    ],
)
def test_a_term_that_cannot_be_held_is_not_planned(house: House, wrong: dict[str, Any]) -> None:
    assert refusal(lambda: house.plan_term(6, **wrong)) is RefusalCode.BAD_REQUEST
    assert house.sessions.all() == []


def test_no_date_in_the_store_stops_the_others_from_being_closed(house: House) -> None:
    soon, far = house.plan(), house.plan()
    last = datetime(9999, 12, 31, 23, 30, tzinfo=UTC)
    change = update(sessions).where(sessions.c.id == far.id).values(opens=last, closes=last)
    house.store._database.run(lambda connection: connection.execute(change))
    house.clock.move(hours=48)
    house.sessions.tidy()
    assert (house.sessions.get(soon.id).forgotten, house.sessions.get(far.id).forgotten) == (True, False)
    assert over_by_itself([house.sessions.get(far.id)], house.clock.now()) is False


def test_six_sessions_are_not_too_many(house: House) -> None:
    assert len(house.plan_term(10, 20, 30, 40, 50, 60)) == 6


def test_there_are_as_many_cards_as_seats_and_half_as_many_to_spare(house: House) -> None:
    made = house.plan_term(6, 30, size=5)
    sheet = house.sessions.make_cards(made[0].id, 5)
    house.sessions.make_cards(made[1].id, 3)
    assert refusal(house.sessions.make_cards, made[0].id, 1) is RefusalCode.TOO_MANY_CARDS
    assert house.sessions.cancel(sheet.cards[0].cancel) == 1
    house.sessions.make_cards(made[0].id, 1)
    assert house.sessions.cancel(sheet.code) == 4
    assert house.sessions.cancel("nonsense") == 0


def test_the_number_of_cards_keeps_nobody_out_of_the_room(house: House) -> None:
    made = house.plan(size=1)
    assert len(house.sessions.make_cards(made.id, 2).cards) == 2


def test_cards_are_made_as_long_as_they_open_the_session(house: House) -> None:
    first, second = house.plan_term(2, 30, **SHUT)
    house.clock.move(minutes=59)
    house.sessions.make_cards(first.id, 1)
    house.clock.move(minutes=1)
    assert refusal(house.sessions.make_cards, first.id, 1) is RefusalCode.COLLECTING_CLOSED
    house.sessions.make_cards(second.id, 1)


def end(house: House, session: ForumSession) -> None:
    house.clock.moment = session.doors_from
    house.sessions.open_doors(session.id)
    house.seats.counts = Tally(0, 0)
    house.sessions.close(session.id)


def test_closing_one_session_early_keeps_the_others(house: House) -> None:
    first, second = house.plan_term(6, 30)
    card = house.sessions.make_cards(first.id, 1).cards[0]
    end(house, first)
    assert (house.sessions.get(first.id).forgotten, house.sessions.get(second.id)) == (True, second)
    assert (house.issuer.ended, house.lockers_forgotten) == ([], [])
    assert second.id in house.issuer.tickets(first.term, card.code)
    assert first.id not in house.issuer.tickets(first.term, house.sessions.make_cards(second.id, 1).cards[0].code)
    assert house.sessions.term(first.term).id == first.term


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_last_closing_ends_the_term_and_forgets_the_locker(house: House, order: tuple[int, int]) -> None:
    made = house.plan_term(6, 30)
    for number in order:
        end(house, made[number])
    assert house.issuer.ended == [made[0].term]
    assert house.lockers_forgotten == [made[0].term]
    assert refusal(house.sessions.term, made[0].term) is RefusalCode.NOT_FOUND
    assert refusal(house.issuer.real.keylist, made[0].term) is RefusalCode.NOT_FOUND


def test_two_closings_at_the_same_moment_do_not_disturb_each_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    (only,) = house.plan_term(6)
    stock = house.issuer.close

    def overtaken(session: SessionId) -> Count:
        monkeypatch.setattr(house.issuer, "close", stock)
        house.sessions.close(session)
        return stock(session)

    monkeypatch.setattr(house.issuer, "close", overtaken)
    house.sessions.close(only.id)
    assert house.sessions.get(only.id).forgotten
    assert refusal(house.sessions.term, only.term) is RefusalCode.NOT_FOUND


def test_without_the_issuer_the_locker_is_forgotten_at_once_and_the_term_ended_later(house: House) -> None:
    made = house.plan()
    house.issuer.away = True
    house.sessions.close(made.id)
    assert (set(house.lockers_forgotten), house.sessions.term(made.term).id) == ({made.term}, made.term)
    house.issuer.away = False
    house.sessions.tidy()
    assert house.issuer.ended == [made.term]
    assert house.store.terms() == []


def test_an_issuer_that_only_misses_the_end_of_a_term_ends_it_itself(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = house.plan()

    def away(_term: TermId) -> None:
        raise Refused(RefusalCode.ISSUER_AWAY)

    monkeypatch.setattr(house.issuer, "end_term", away)
    house.sessions.close(made.id)
    house.sessions.tidy()
    assert house.store.terms() == [made.term]
    house.clock.move(hours=25)
    house.sessions.tidy()
    assert house.store.terms() == []


def test_a_term_is_kept_whole_or_not_at_all(house: House) -> None:
    made = house.plan()
    other = replace(house.sessions.term(made.term), id=TermId("term-00001"))
    with pytest.raises(IntegrityError):
        house.store.add(other, [made])
    assert house.store.terms() == [made.term]
