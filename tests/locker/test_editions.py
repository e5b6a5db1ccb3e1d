"""What an edition tells to somebody who counts: nothing the first time, and not when a box came in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forum.clock import SystemChance
from forum.locker import domain, store_sql
from forum.locker.editions import Editions, Pace
from forum.locker.store_sql import SqlBoxes
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession
from forum.sessions.store_sql import SqlSessions
from forum.storage.engine import Database
from tests.locker.parts import AHEAD, EVERY, LEAST, Cloakroom, a_box, fillers_of


@pytest.fixture
def room(tmp_path: Path) -> Cloakroom:
    return Cloakroom(tmp_path)


@pytest.fixture
def session(room: Cloakroom) -> ForumSession:
    return room.plan()


def number(room: Cloakroom, session: ForumSession) -> int:
    return room.locker.edition(session.term).number


def test_every_locker_is_full_from_the_start(room: Cloakroom, session: ForumSession) -> None:
    room.locker.publish()
    assert (len(room.all_shown(session)), room.shown(session), number(room, session)) == (LEAST, set(), 1)
    assert room.board.agrees(session.term, room.locker.edition(session.term))
    first, _ = room.plan_two()
    room.locker.publish()
    assert (len(room.all_shown(first)), room.all_shown(first) & room.all_shown(session)) == (LEAST, set())


def test_a_locker_looks_the_same_however_many_boxes_were_put_in(room: Cloakroom, session: ForumSession) -> None:
    room.locker.publish()
    for count in range(1, 5):
        before = room.all_shown(session)
        box = room.put(session)
        room.clock.seconds += AHEAD
        room.locker.publish()
        after = room.all_shown(session)
        assert (len(after), after - before, len(before - after)) == (LEAST, {box}, 1)
        assert (len(room.shown(session)), len(fillers_of(room.database, session.term))) == (count, LEAST - count)


def test_which_filler_goes_is_left_to_chance(room: Cloakroom) -> None:
    places = set()
    for _ in range(12):
        session = room.plan()
        room.locker.publish()
        before = room.locker.edition(session.term).boxes
        room.put(session)
        room.locker.show_all(session.term)
        (gone,) = {
            before[at : at + domain.BOX_BYTES] for at in range(0, len(before), domain.BOX_BYTES)
        } - room.all_shown(session)
        places.add(before.index(gone))
    assert len(places) > 1


def test_with_more_boxes_than_that_all_of_them_are_shown(room: Cloakroom, session: ForumSession) -> None:
    put = {room.put(session) for _ in range(LEAST + 2)}
    room.locker.publish()
    assert room.all_shown(session) == put


def test_ahead_editions_are_rare_and_with_open_doors_they_are_not(room: Cloakroom, session: ForumSession) -> None:
    room.locker.publish()
    room.put(session)
    room.clock.seconds += AHEAD - 1
    room.locker.publish()
    assert number(room, session) == 1
    room.sessions.open_doors(session.id)
    room.locker.publish()
    assert number(room, session) == 2
    room.put(session)
    room.clock.seconds += EVERY - 1
    room.locker.publish()
    assert number(room, session) == 2
    room.clock.seconds += 1
    room.locker.publish()
    assert number(room, session) == 3


def test_doors_that_open_to_no_waiting_box_bring_no_sooner_edition(room: Cloakroom, session: ForumSession) -> None:
    room.locker.publish()
    room.sessions.open_doors(session.id)
    room.locker.publish()
    room.put(session)
    room.locker.publish()
    assert number(room, session) == 1


def test_with_the_issuer_away_as_the_doors_open_the_boxes_come_as_soon_as_it_is_back(
    room: Cloakroom, session: ForumSession
) -> None:
    room.locker.publish()
    box, room.board.away = room.put(session), True
    room.sessions.open_doors(session.id)
    room.locker.show_all(session.term)
    room.locker.publish()
    assert room.shown(session) == set()
    room.board.away = False
    room.locker.publish()
    assert room.shown(session) == {box}


def test_each_evening_of_a_card_begins_with_every_box(room: Cloakroom) -> None:
    first, second = room.plan_two()
    room.clock.moment = first.opens
    room.sessions.open_doors(first.id)
    room.locker.publish()
    room.sessions.close(first.id)
    room.locker.publish()
    box = room.put(first)
    room.clock.moment = second.opens
    room.sessions.open_doors(second.id)
    room.locker.publish()
    assert room.shown(second) == {box}


def test_all_boxes_are_shown_at_once_only_where_some_wait(room: Cloakroom, session: ForumSession) -> None:
    room.locker.publish()
    room.locker.show_all(session.term)
    assert number(room, session) == 1
    box = room.put(session)
    room.locker.show_all(session.term)
    assert (room.shown(session), number(room, session)) == ({box}, 2)


def test_an_edition_that_was_overtaken_is_not_shown(room: Cloakroom, session: ForumSession) -> None:
    stock, overtaken = room.boxes.frozen, []

    def slow(*args: Any) -> Any:
        frozen = stock(*args)
        if not overtaken:
            overtaken.append(1)
            room.put(session)
            room.locker.show_all(session.term)
        return frozen

    room.locker._boxes.frozen = slow  # type: ignore[method-assign]
    room.locker.publish()
    assert room.board.agrees(session.term, room.locker.edition(session.term))


class Elsewhere:
    """Work off the event loop, which knows that it is there."""

    here = True

    def __call__(self, fn: Callable[..., Any], *args: Any) -> Any:
        self.here = False
        try:
            return fn(*args)
        finally:
            self.here = True


def test_boxes_are_sorted_off_the_event_loop_and_kept_ready(
    room: Cloakroom, session: ForumSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere, sorted_here = Elsewhere(), []
    stock = domain.together

    def together(boxes: Any) -> bytes:
        sorted_here.append(elsewhere.here)
        return stock(boxes)

    for module in (domain, store_sql):
        monkeypatch.setattr(module, "together", together)
    database = Database(f"sqlite:///{room.folder / 'door' / 'door.sqlite'}", elsewhere)
    pace, boxes = Pace(EVERY, AHEAD), SqlBoxes(database)
    editions = Editions(SqlSessions(database), boxes, room.board, room.clock, SystemChance(), pace)
    editions.publish()
    assert sorted_here == [False]
    shown = [editions.newest(session.term) for _ in range(5)]
    assert sorted_here == [False]
    editions.forget(session.term)
    assert [editions.newest(session.term) for _ in range(5)] == shown
    assert sorted_here == [False] * 2


def test_nothing_that_was_ready_outlives_the_term(room: Cloakroom, session: ForumSession) -> None:
    room.locker.publish()
    held = room.locker._editions
    stock = room.locker._editions._boxes.edition

    def too_late(term: Any) -> Any:
        edition = stock(term)
        room.sessions.close(session.id)
        return edition

    held.forget(session.term)
    held._boxes.edition = too_late  # type: ignore[method-assign]
    with pytest.raises(Refused) as refused:
        room.locker.edition(session.term)
    assert (refused.value.code, held._held, held._published) == (RefusalCode.CLOSED, {}, {})


def test_a_spent_ticket_holds_up_nobody_who_writes(room: Cloakroom, session: ForumSession) -> None:
    ticket, box = room.issuer.locker_ticket(session), a_box()
    room.locker.deposit(session.term, ticket, box)
    room.boxes._database.run = None  # type: ignore[assignment,method-assign]
    room.locker._boxes = room.boxes
    room.locker.deposit(session.term, ticket, box)
    with pytest.raises(Refused) as refused:
        room.locker.deposit(session.term, ticket, a_box())
    assert refused.value.code is RefusalCode.BOX_TAKEN
