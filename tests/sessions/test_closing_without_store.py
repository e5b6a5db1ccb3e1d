"""Closing while the database is away: the room is over for good at once, and the rest is done when it is back."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from forum.ids import ModeratorId
from forum.refusals import RefusalCode, Refused
from forum.rooms.domain.commands import CloseRoom
from forum.rooms.domain.state import Member, Moderator
from forum.sessions.domain import ForumSession, State, Tally
from forum.storage import engine
from tests.attendance.parts import SECRET, Entrance
from tests.rooms.test_live import until
from tests.sessions.test_closing_kindly import Line, Whole, phases, told

Away = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Away:
    """Somebody else holds the database, and nobody waits for it for long."""
    monkeypatch.setattr(engine, "PRAGMAS", ("PRAGMA busy_timeout = 0", *engine.PRAGMAS[1:]))

    @contextmanager
    def locked() -> Iterator[None]:
        with closing(sqlite3.connect(tmp_path / "door" / "door.sqlite", isolation_level=None)) as holder:
            holder.execute("BEGIN EXCLUSIVE")
            yield
            holder.execute("ROLLBACK")

    return locked


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    return Whole(tmp_path)


def code_of(refused: pytest.ExceptionInfo[Refused]) -> RefusalCode:
    return refused.value.code


def close_in_vain(house: Entrance, session: ForumSession, away: Away) -> None:
    with away(), pytest.raises(Refused) as refused:
        house.sessions.close(session.id)
    assert code_of(refused) is RefusalCode.STORE_AWAY


def is_finished(house: Entrance, session: ForumSession) -> bool:
    """Whether nothing is left of it but coarse totals, and these are right."""
    after = house.store.get(session.id)
    assert (after.state, after.key, after.collected, after.sound) == (State.CLOSED, None, 1, True)
    return house.door._seats.tally(session.id) == Tally(0, 0)


def test_nobody_comes_back_and_the_doors_stay_shut(whole: Whole, away: Away) -> None:
    session = whole.open()
    ticket = whole.issuer.ticket(session)
    seat, cookie = whole.door.redeem(session.id, ticket, SECRET)
    close_in_vain(whole, session, away)
    assert whole.door.seat_of(cookie) is None
    with pytest.raises(Refused):
        whole.door.redeem(session.id, ticket, SECRET)
    for act in (
        lambda: whole.sessions.open_doors(session.id),
        lambda: whole.beats.join(session.id, Member(seat), "late", Line()),
        lambda: whole.sessions.make_cards(session.id, 1),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert code_of(refused) is RefusalCode.CLOSED
    assert whole.sessions.upcoming() == []


def test_the_signing_key_is_destroyed_at_once(whole: Whole, away: Away) -> None:
    session = whole.open()
    assert list((whole.folder / "issuer" / "keys").iterdir()) != []
    close_in_vain(whole, session, away)
    assert list((whole.folder / "issuer" / "keys").iterdir()) == []


def test_it_is_finished_when_the_database_is_back(whole: Whole, away: Away) -> None:
    session = whole.open()
    whole.door.redeem(session.id, whole.issuer.ticket(session), SECRET)
    close_in_vain(whole, session, away)
    whole.sessions.tidy()
    assert is_finished(whole, session)


def test_it_is_finished_by_the_next_process_if_this_one_ends(whole: Whole, away: Away) -> None:
    session, other = whole.open(), whole.open()
    whole.door.redeem(session.id, whole.issuer.ticket(session), SECRET)
    close_in_vain(whole, session, away)
    following = Whole(whole.folder)
    following.sessions.tidy()
    assert is_finished(following, session)
    assert following.store.get(other.id).state is State.DOORS_OPEN


def test_a_room_that_a_moderator_closes_is_over_too(whole: Whole, away: Away) -> None:
    session, line = whole.open(), Line()
    seat, _cookie = whole.door.redeem(session.id, whole.issuer.ticket(session), SECRET)
    whole.beats.join(session.id, Member(seat), "sid", line)
    with away():
        whole.rooms.act(session.id, Moderator(ModeratorId("robin")), 1, CloseRoom(), whole.beats._clock.monotonic())
        until(lambda: line.cuts and not whole.rooms._folds)
    assert (phases(told(line))[-1], line.cuts > 0) == ("closed", True)
    whole.sessions.tidy()
    assert is_finished(whole, session)


def test_without_the_issuer_as_well_nothing_is_forgotten_of_what_is_left_to_do(whole: Whole, away: Away) -> None:
    session = whole.open()
    whole.door.redeem(session.id, whole.issuer.ticket(session), SECRET)
    whole.issuer.away = True
    close_in_vain(whole, session, away)
    whole.issuer.away = False
    whole.sessions.tidy()
    assert whole.sessions.get(session.id).forgotten


def test_counts_are_none_at_all_once_they_are_forgotten(whole: Whole) -> None:
    session = whole.open()
    assert whole.door.tally(session.id) == Tally(0, 0)
    whole.door.redeem(session.id, whole.issuer.ticket(session), SECRET)
    whole.door.shut(session.id)
    assert (whole.door.opened(session.id), whole.door.tally(session.id)) == (False, Tally(1, 1))
    whole.door.forget(session.id)
    assert whole.door.tally(session.id) is None
