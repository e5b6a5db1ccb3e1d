"""Repeats, conflicts, and what a room forgets."""

from dataclasses import replace

import pytest

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain.events import Record
from forum.rooms.domain.state import House, MessageId, Person
from forum.rooms.ports import Conflict
from forum.rooms.service import Rooms
from forum.rooms.store_memory import MemoryRoomLog
from tests.rooms.worlds import ANNA, BRYN, CERYS, MODERATOR, ROOM, NoSeats, SeededChance, World


class ContestedLog(MemoryRoomLog):
    """Somebody else's record comes first, so many times."""

    def __init__(self) -> None:
        super().__init__()
        self.contested = 0

    def append(self, room, after, record, cells):
        if self.contested:
            self.contested -= 1
            super().append(room, after, Record(record.beat, ()), {})
        super().append(room, after, record, cells)


def contested(times):
    log = ContestedLog()
    rooms = Rooms(log, NoSeats(), SeededChance(), pace=4, beat=1)
    rooms.open(ROOM, 0.0)
    log.contested = times
    return rooms


def test_a_command_that_was_overtaken_is_decided_again():
    rooms = contested(7)
    rooms.enter(ROOM, ANNA.seat, 1.0)
    assert ANNA.seat in rooms.state(ROOM).seats


def test_after_eight_conflicts_the_room_is_busy():
    rooms = contested(8)
    with pytest.raises(Refused) as refused:
        rooms.enter(ROOM, ANNA.seat, 1.0)
    assert refused.value.code == RefusalCode.BUSY
    assert ANNA.seat not in rooms.state(ROOM).seats


def test_a_repeated_command_does_nothing_whatever_it_says():
    world = World()
    world.open(ANNA)
    world.say(ANNA)
    before = world.state
    c = before.count(ANNA)
    assert world.rooms.act(ROOM, ANNA, c, ask.Say("en", "again"), world.now + 60) == ()
    assert world.rooms.act(ROOM, ANNA, c - 1, ask.WithdrawAll(), world.now + 60) == ()
    assert world.state == before


THEIRS = MessageId("theirs")
"""Stands for Bryn's message, in what is asked below."""
RAISE, LOWER, SPEAK, LISTEN = ask.RaiseHand(), ask.LowerHand(), ask.ChooseMode("speaking"), ask.ChooseMode("listening")
GIVE, TAKE, PASSED = ask.GiveContact("en", "12 Quiet Street"), ask.TakeContact(), ask.SettleContact(ANNA.seat, "passed")
ASIDE, END, FLAG = ask.SayAside("en", "Are you there?"), ask.EndAside(), ask.Flag(THEIRS)
TO_ANNA, TO_BRYN = (ask.SayAside("en", "I am here.", seat=member.seat) for member in (ANNA, BRYN))
ONE, TURN, NO_TURN = ask.OneVoice(True), ask.GiveTurn(ANNA.seat), ask.EndTurn()
Asked = tuple[Person, ask.Command]
REPLAYED: dict[str, tuple[list[Asked], Asked, list[Asked]]] = {
    "mode": ([], (ANNA, LISTEN), [(ANNA, SPEAK)]),
    "support": ([], (ANNA, ask.Support(THEIRS, "believe")), [(BRYN, ask.Withdraw(THEIRS))]),
    "flag": ([], (ANNA, FLAG), [(MODERATOR, ask.SettleMessage(THEIRS)), (BRYN, ask.Withdraw(THEIRS))]),
    "withdraw": ([], (BRYN, ask.Withdraw(THEIRS)), []),
    "pause": ([], (ANNA, ask.PauseSeat()), [(ANNA, ask.ResumeSeat())]),
    "resume": ([(ANNA, ask.PauseSeat())], (ANNA, ask.ResumeSeat()), [(ANNA, ask.PauseSeat())]),
    "draw": ([], (ANNA, ask.DrawHandle()), []),
    "raise": ([], (ANNA, RAISE), [(MODERATOR, ask.LowerHand(ANNA.seat))]),
    "lower": ([(ANNA, RAISE)], (ANNA, LOWER), [(ANNA, RAISE)]),
    "lower by the desk": ([(ANNA, RAISE)], (MODERATOR, ask.LowerHand(ANNA.seat)), [(ANNA, RAISE)]),
    "aside": ([], (ANNA, ASIDE), [(ANNA, END)]),
    "aside of the desk": ([(ANNA, ASIDE)], (MODERATOR, TO_ANNA), [(ANNA, END)]),
    "end": ([(ANNA, ASIDE)], (ANNA, END), [(ANNA, ASIDE)]),
    "end by the desk": ([(MODERATOR, TO_BRYN)], (MODERATOR, ask.EndAside(BRYN.seat)), [(MODERATOR, TO_BRYN)]),
    "contact": ([], (ANNA, GIVE), [(MODERATOR, PASSED)]),
    "take the contact back": ([(ANNA, GIVE)], (ANNA, TAKE), [(ANNA, GIVE)]),
    "settle a contact": ([(ANNA, GIVE)], (MODERATOR, PASSED), [(ANNA, GIVE)]),
    "settle": ([(ANNA, FLAG)], (MODERATOR, ask.SettleMessage(THEIRS)), [(CERYS, FLAG)]),
    "hide": ([], (MODERATOR, ask.Hide(THEIRS)), [(MODERATOR, ask.Unhide(THEIRS))]),
    "show again": ([(MODERATOR, ask.Hide(THEIRS))], (MODERATOR, ask.Unhide(THEIRS)), [(MODERATOR, ask.Hide(THEIRS))]),
    "mute": ([], (MODERATOR, ask.Mute(BRYN.seat)), [(MODERATOR, ask.Unmute(BRYN.seat))]),
    "grant": ([], (MODERATOR, ask.GrantHandle(BRYN.seat)), [(BRYN, ask.DrawHandle())]),
    "stop": ([], (MODERATOR, ask.StopRoom()), [(MODERATOR, ask.OpenRoom())]),
    "one voice": ([], (MODERATOR, ONE), [(MODERATOR, ask.OneVoice(False))]),
    "turn": ([(MODERATOR, ONE), (ANNA, RAISE)], (MODERATOR, TURN), [(MODERATOR, NO_TURN)]),
    "end of a turn": ([(MODERATOR, ONE), (ANNA, RAISE), (MODERATOR, TURN)], (MODERATOR, NO_TURN), [(MODERATOR, TURN)]),
}
"""What was before, what is sent twice, and what came between: all of it done would be done again."""


def replayable(before):
    """A world in which Bryn has spoken and this has been done; and how to do more in it."""
    world = World()
    world.open(ANNA, BRYN, CERYS)
    theirs = world.say(BRYN)

    def named(command):
        return replace(command, id=theirs) if getattr(command, "id", None) == THEIRS else command

    def do(*asked):
        for actor, command in asked:
            assert world.act(actor, named(command))

    do(*before)
    return world, do, named


def comes_to(world, actor, command):
    try:
        return world.act(actor, command)
    except Refused as refused:
        return refused.code


@pytest.mark.parametrize(("before", "sent", "between"), REPLAYED.values(), ids=REPLAYED)
def test_whatever_is_sent_twice_is_done_once_whatever_came_between(before, sent, between):
    world, do, named = replayable(before)
    actor, command = sent[0], named(sent[1])
    c = world.state.count(actor) + 1
    assert world.rooms.act(ROOM, actor, c, command, world.now)
    do(*between)
    world.wait(60)
    kept = (world.state, world.cells())
    assert world.rooms.act(ROOM, actor, c, command, world.now) == ()
    assert (world.state, world.cells()) == kept
    # It is the number that keeps it from being done: with a fresh one it is done, or refused for what came between.
    assert comes_to(world, actor, command)


def test_numbers_may_be_skipped_and_belong_to_one_person():
    world = World()
    world.open(ANNA, BRYN)
    world.rooms.act(ROOM, ANNA, 70, ask.PauseSeat(), world.now)
    world.rooms.act(ROOM, BRYN, 2, ask.PauseSeat(), world.now)
    assert (world.state.count(ANNA), world.state.count(BRYN)) == (70, 2)


def test_a_command_that_was_refused_may_come_again_with_the_same_number():
    world = World()
    world.open(ANNA)
    world.say(ANNA)
    c = world.state.count(ANNA) + 1
    with pytest.raises(Refused):
        world.rooms.act(ROOM, ANNA, c, ask.Say("en", "x"), world.now + 1)
    assert world.rooms.act(ROOM, ANNA, c, ask.Say("en", "x"), world.now + 4)


def test_a_seat_that_is_removed_is_closed_at_the_door_too():
    world = World()
    world.open(ANNA)
    world.say(ANNA)
    world.act(MODERATOR, ask.Remove(ANNA.seat))
    assert world.seats.removed == [(ROOM, ANNA.seat)]


def test_the_room_acts_when_the_store_is_away_and_asking_again_writes_it_down():
    world = World()
    world.open(ANNA)
    world.say(ANNA)
    world.seats.away = True
    with pytest.raises(Refused) as refused:
        world.act(MODERATOR, ask.Remove(ANNA.seat))
    assert refused.value.code == RefusalCode.STORE_AWAY
    assert world.state.seats[ANNA.seat].removed
    world.seats.away = False
    world.rooms.act(ROOM, MODERATOR, 9, ask.Remove(ANNA.seat), world.now)
    assert world.seats.removed == [(ROOM, ANNA.seat)]


@pytest.mark.parametrize(("actor", "c"), [(BRYN, 1), (MODERATOR, 1)], ids=["member", "moderator"])
def test_nobody_reaches_the_store_for_a_seat_that_the_room_has_not_removed(actor, c):
    world = World()
    world.open(ANNA, BRYN)
    world.say(ANNA)
    assert world.rooms.act(ROOM, actor, c, ask.Remove(ANNA.seat), world.now) == ()
    assert world.seats.removed == []


def test_what_changes_nothing_is_done_and_leaves_nothing_in_the_log():
    world = World()
    world.open(ANNA)
    line = world.join(ANNA)
    world.beat(2)
    before = len(world.rooms.records(ROOM, 0))
    for kind, fields in (("mode:choose", {"mode": "speaking"}), ("seat:resume", {}), ("messages:withdraw", {})):
        world.send(ANNA, kind, **fields)
        world.beat()
        assert line.kinds() == ["command:done"]
        assert line.page()["self"]["c"] == world.state.count(ANNA)
    assert len(world.rooms.records(ROOM, 0)) == before


@pytest.mark.parametrize("all_of_them", [False, True])
def test_withdrawn_words_are_gone_from_the_store(all_of_them):
    world = World()
    world.open(ANNA)
    mine = world.say(ANNA, "canary")
    world.act(ANNA, ask.WithdrawAll() if all_of_them else ask.Withdraw(mine))
    assert world.rooms.cells(ROOM, [mine]) == {}
    assert "canary" not in repr(world.rooms.records(ROOM, 0))


def test_words_are_in_cells_and_never_in_the_log_or_the_state():
    world = World()
    world.open(ANNA)
    world.say(ANNA, "canary")
    assert "canary" not in repr(world.rooms.records(ROOM, 0)) + repr(world.state)
    assert list(world.cells().values()) == ["canary"]


def test_entering_again_keeps_everything():
    world = World()
    world.open(ANNA)
    world.act(ANNA, ask.PauseSeat())
    before = world.state
    world.rooms.enter(ROOM, ANNA.seat, world.now)
    assert world.state == before


def test_opening_an_open_room_keeps_it_and_a_forgotten_one_begins_a_new_life():
    world = World()
    world.open(ANNA)
    epoch = world.state.epoch
    world.rooms.open(ROOM, world.now)
    assert world.state.epoch == epoch
    world.rooms.forget(ROOM)
    world.rooms.open(ROOM, world.now)
    assert world.state.epoch != epoch
    assert not world.state.seats


def test_a_forgotten_room_has_ended_for_everybody():
    world = World()
    world.open(ANNA)
    mine = world.say(ANNA)
    world.rooms.forget(ROOM)
    for actor, command in ((ANNA, ask.PauseSeat()), (MODERATOR, ask.OpenRoom()), (House(), ask.Tidy(0))):
        with pytest.raises(Refused) as refused:
            world.act(actor, command)
        assert refused.value.code == RefusalCode.CLOSED
    assert world.rooms.cells(ROOM, [mine]) == {}


def test_two_services_on_one_log_see_the_same_room():
    log, chance = MemoryRoomLog(), SeededChance()
    one, two = (Rooms(log, NoSeats(), chance, pace=4, beat=1) for _ in range(2))
    one.open(ROOM, 0.0)
    two.enter(ROOM, ANNA.seat, 1.0)
    one.enter(ROOM, BRYN.seat, 1.0)
    assert one.state(ROOM) == two.state(ROOM)
    assert len({seat.handle for seat in one.state(ROOM).seats.values()}) == 2


def test_conflict_is_an_exception_of_the_port():
    log = MemoryRoomLog()
    log.open(ROOM)
    with pytest.raises(Conflict):
        log.append(ROOM, 5, Record(0, ()), {})
