"""Who is connected, who replaces whom, and what is a flood."""

import pytest

from forum.rooms.connections import Connection, Connections
from tests.rooms.worlds import ANNA, BRYN, MODERATOR, ROOM


def connection(sid, actor=ANNA, session=ROOM):
    return Connection(sid, session, actor, None, 0, ticked_at=0.0)


def test_a_newer_connection_of_the_same_person_replaces_the_older():
    table = Connections()
    assert table.put(connection("one")) is None
    assert table.put(connection("two")).sid == "one"
    assert table.get("one") is None
    assert table.find(ROOM, ANNA).sid == "two"
    table.drop("one")
    assert table.find(ROOM, ANNA).sid == "two"


def test_persons_and_rooms_are_told_apart():
    table = Connections()
    four = (("1", ANNA, ROOM), ("2", BRYN, ROOM), ("3", MODERATOR, ROOM), ("4", MODERATOR, "other"))
    for sid, actor, session in four:
        assert table.put(connection(sid, actor, session)) is None
    assert [c.sid for c in table.of(ROOM)] == ["1", "2", "3"]
    assert [c.sid for c in table.of_moderator(MODERATOR)] == ["3", "4"]
    for sid in "1234":
        table.drop(sid)
    assert table.of(ROOM) == table.of("other") == []


def test_one_tick_a_beat_is_never_a_flood_even_with_a_fast_clock():
    page = connection("one")
    assert all(page.ticked(k * 0.9, 1.0) for k in range(5000))


def test_a_sixth_tick_at_once_is_a_flood():
    page = connection("one")
    page.ticked(0.0, 1.0)
    assert [page.ticked(1.0 + k / 1000, 1.0) for k in range(6)] == [True] * 5 + [False]


@pytest.mark.parametrize("beats", [5, 20, 60])
def test_ticks_that_were_held_up_may_come_at_once(beats):
    page = connection("one")
    page.ticked(0.0, 1.0)
    assert all(page.ticked(float(beats), 1.0) for _ in range(beats))
    assert not all(page.ticked(float(beats), 1.0) for _ in range(10))


def test_ticks_that_were_held_up_twice_may_come_in_two_lots():
    page = connection("one")
    page.ticked(0.0, 1.0)
    first = [page.ticked(10.0, 1.0) for _ in range(3)]
    assert all(first + [page.ticked(13.0, 1.0) for _ in range(10)])


def test_ticks_that_were_held_up_from_the_start_may_come_at_once():
    page = connection("one")
    assert all(page.ticked(12.0, 1.0) for _ in range(12))


def test_however_long_somebody_was_quiet_their_flood_is_one():
    page = connection("one")
    assert not all(page.ticked(86_400.0, 1.0) for _ in range(80))
