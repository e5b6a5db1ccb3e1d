"""The contract of `RoomLog`; every adapter is put through it."""

import threading

import pytest

from forum.ids import SessionId
from forum.rooms.domain.events import MessagesErased, MessagesTrimmed, MessagesWithdrawn, Record
from forum.rooms.ports import Conflict, NoLog
from forum.rooms.store_memory import MemoryRoomLog

ROOM, OTHER = SessionId("one"), SessionId("other")


@pytest.fixture(params=[MemoryRoomLog], ids=["memory"])
def log(request):
    made = request.param()
    made.open(ROOM)
    return made


def note(beat):
    return Record(beat, ())


def test_records_come_back_in_order_from_any_number_on(log):
    for n in range(5):
        log.append(ROOM, n, note(n), {})
    assert [record.beat for record in log.read(ROOM, 0)] == [0, 1, 2, 3, 4]
    assert [record.beat for record in log.read(ROOM, 3)] == [3, 4]
    assert list(log.read(ROOM, 5)) == []


@pytest.mark.parametrize("after", [-1, 1, 99])
def test_a_record_that_does_not_follow_the_last_one_writes_nothing(log, after):
    with pytest.raises(Conflict):
        log.append(ROOM, after, note(0), {"id": "words"})
    assert list(log.read(ROOM, 0)) == []
    assert log.cells(ROOM, ["id"]) == {}


def test_of_many_writers_at_once_exactly_one_wins_each_number(log):
    wins, barrier = [], threading.Barrier(8)

    def write(who):
        barrier.wait()
        while (n := len(log.read(ROOM, 0))) < 400:
            try:
                log.append(ROOM, n, note(who), {f"{who}-{n}": str(who)})
            except Conflict:
                continue
            wins.append((n, who))

    threads = [threading.Thread(target=write, args=(who,)) for who in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records = log.read(ROOM, 0)
    assert sorted(wins) == list(enumerate(record.beat for record in records))
    assert log.cells(ROOM, [f"{who}-{n}" for n, who in wins]) == {f"{who}-{n}": str(who) for n, who in wins}


@pytest.mark.parametrize("event", [MessagesWithdrawn, MessagesTrimmed, MessagesErased])
def test_words_go_in_the_same_step_as_the_record_that_drops_them(log, event):
    log.append(ROOM, 0, note(0), {"a": "words", "b": "other words"})
    log.append(ROOM, 1, Record(1, (event(("a",)),)), {})
    assert log.cells(ROOM, ["a", "b", "c"]) == {"b": "other words"}


def test_words_that_a_record_brings_and_drops_at_once_are_not_kept(log):
    log.append(ROOM, 0, Record(0, (MessagesTrimmed(("a",)),)), {"a": "words"})
    assert log.cells(ROOM, ["a"]) == {}


def test_opening_says_whether_it_made_anything_and_keeps_what_is_there(log):
    log.append(ROOM, 0, note(7), {})
    assert log.open(OTHER) is True
    assert log.open(ROOM) is False
    assert len(log.read(ROOM, 0)) == 1


def test_a_room_that_was_never_opened_or_is_forgotten_has_no_log(log):
    log.append(ROOM, 0, note(0), {"a": "words"})
    log.forget(ROOM)
    log.forget(ROOM)
    for room in (ROOM, OTHER):
        with pytest.raises(NoLog):
            log.read(room, 0)
        with pytest.raises(NoLog):
            log.cells(room, ["a"])
        with pytest.raises(NoLog):
            log.append(room, 0, note(0), {})
    log.open(ROOM)
    assert log.cells(ROOM, ["a"]) == {}


def test_rooms_know_nothing_of_each_other(log):
    log.open(OTHER)
    log.append(ROOM, 0, note(0), {"a": "words"})
    assert list(log.read(OTHER, 0)) == []
    assert log.cells(OTHER, ["a"]) == {}
