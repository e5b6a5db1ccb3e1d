"""What may be done, by whom and when; and the kind of refusal for everything else."""

import pytest

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import limits
from forum.rooms.domain.events import Counted, MessageSaid, PhaseChanged
from forum.rooms.domain.state import House, MessageId, Phase
from tests.rooms.worlds import ANNA, BRYN, MODERATOR, World

BY_MEMBERS = {
    "choose": ask.ChooseMode("speaking"),
    "withdraw": ask.Withdraw(MessageId("nothing1")),
    "withdraw all": ask.WithdrawAll(),
    "pause": ask.PauseSeat(),
    "resume": ask.ResumeSeat(),
    "draw": ask.DrawHandle(),
}
BY_MODERATORS = {
    "open": ask.OpenRoom(),
    "stop": ask.StopRoom(),
    "end": ask.EndRoom("en", ""),
    "close": ask.CloseRoom(),
    "hide": ask.Hide(MessageId("nothing1")),
    "unhide": ask.Unhide(MessageId("nothing1")),
    "mute": ask.Mute(ANNA.seat),
    "unmute": ask.Unmute(ANNA.seat),
    "remove": ask.Remove(ANNA.seat),
}


def refusal(world, actor, command):
    with pytest.raises(Refused) as refused:
        world.act(actor, command)
    return refused.value.code


@pytest.fixture
def world():
    world = World()
    world.open(ANNA, BRYN)
    return world


@pytest.mark.parametrize("command", BY_MODERATORS.values(), ids=BY_MODERATORS)
def test_what_moderators_do_is_refused_to_members(world, command):
    assert refusal(world, ANNA, command) == RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("command", BY_MEMBERS.values(), ids=BY_MEMBERS)
def test_what_members_do_is_refused_to_moderators(world, command):
    assert refusal(world, MODERATOR, command) == RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("actor", [ANNA, MODERATOR], ids=["member", "moderator"])
def test_nobody_can_ask_for_what_the_house_does(world, actor):
    assert refusal(world, actor, ask.Tidy(0)) == RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("command", [*BY_MEMBERS.values(), ask.Say("en", "x"), ask.Enter()], ids=repr)
def test_after_closing_members_can_do_nothing(world, command):
    world.act(MODERATOR, ask.CloseRoom())
    assert refusal(world, ANNA, command) == RefusalCode.CLOSED


@pytest.mark.parametrize("command", [*BY_MODERATORS.values(), ask.Say("en", "x")], ids=repr)
def test_after_closing_moderators_can_do_nothing(world, command):
    world.act(MODERATOR, ask.CloseRoom())
    assert refusal(world, MODERATOR, command) == RefusalCode.CLOSED


@pytest.mark.parametrize("command", [*BY_MEMBERS.values(), ask.Say("en", "x")], ids=repr)
def test_somebody_who_never_came_in_can_do_nothing(command):
    assert refusal(World(), ANNA, command) == RefusalCode.NO_SEAT


@pytest.mark.parametrize("command", [*BY_MEMBERS.values(), ask.Say("en", "x"), ask.Enter()], ids=repr)
def test_a_removed_seat_can_do_nothing_and_not_come_back(world, command):
    world.say(ANNA)
    world.act(MODERATOR, ask.Remove(ANNA.seat))
    assert refusal(world, ANNA, command) == RefusalCode.REMOVED


def test_members_speak_when_the_room_is_open_or_closing_and_at_no_other_time():
    world = World()
    world.rooms.enter("room-01234", ANNA.seat, world.now)
    world.act(ANNA, ask.ChooseMode("speaking"))
    assert refusal(world, ANNA, ask.Say("en", "x")) == RefusalCode.WRONG_PHASE
    world.open()
    world.say(ANNA)
    world.act(MODERATOR, ask.StopRoom())
    assert refusal(world, ANNA, ask.Say("en", "x")) == RefusalCode.WRONG_PHASE
    world.act(MODERATOR, ask.EndRoom("cy", ""))
    world.say(ANNA)


def test_moderators_speak_in_every_phase_but_closed():
    world = World()
    for command in (ask.OpenRoom(), ask.StopRoom(), ask.EndRoom("en", "")):
        world.act(MODERATOR, ask.Say("en", "Before"))
        world.act(MODERATOR, command)
    world.act(MODERATOR, ask.Say("en", "Last"))
    assert [m.handle for m in world.state.messages] == [-1] * 4


def test_listening_is_the_way_in_and_speaking_is_chosen(world):
    world.rooms.enter("room-01234", "seat-new", world.now)
    new = type(ANNA)("seat-new")
    assert refusal(world, new, ask.Say("en", "x")) == RefusalCode.LISTENING
    world.act(new, ask.ChooseMode("speaking"))
    world.say(new)
    world.act(new, ask.ChooseMode("listening"))
    assert refusal(world, new, ask.Say("en", "x")) == RefusalCode.LISTENING


def test_on_a_pause_nobody_speaks_but_withdrawing_works(world):
    mine = world.say(ANNA)
    world.act(ANNA, ask.PauseSeat())
    assert refusal(world, ANNA, ask.Say("en", "x")) == RefusalCode.PAUSED
    world.act(ANNA, ask.Withdraw(mine))
    world.act(ANNA, ask.ResumeSeat())
    world.say(ANNA)


def test_a_muted_seat_listens_until_it_is_let_speak_again(world):
    world.say(ANNA)
    world.act(MODERATOR, ask.Mute(ANNA.seat))
    world.wait(10)
    assert refusal(world, ANNA, ask.Say("en", "x")) == RefusalCode.MUTED
    world.act(MODERATOR, ask.Unmute(ANNA.seat))
    world.say(ANNA)


def test_the_pace_is_four_seconds_a_seat_and_nobody_elses(world):
    world.say(ANNA)
    world.wait(3.9)
    assert refusal(world, ANNA, ask.Say("en", "x")) == RefusalCode.TOO_SOON
    world.act(BRYN, ask.Say("en", "x"))
    world.wait(0.1)
    world.act(ANNA, ask.Say("en", "x"))
    world.act(MODERATOR, ask.Say("en", "x"))
    world.act(MODERATOR, ask.Say("en", "x"))


def test_others_messages_cannot_be_withdrawn_and_look_as_if_they_were_not_there(world):
    theirs = world.say(BRYN)
    assert refusal(world, ANNA, ask.Withdraw(theirs)) == RefusalCode.NO_SUCH_MESSAGE
    assert refusal(world, ANNA, ask.Withdraw(MessageId("nothing1"))) == RefusalCode.NO_SUCH_MESSAGE


def test_the_desk_cannot_find_out_about_seats_that_have_not_spoken(world):
    for command in (ask.Mute(BRYN.seat), ask.Unmute(BRYN.seat), ask.Remove(BRYN.seat), ask.Mute("nobody")):
        assert refusal(world, MODERATOR, command) == RefusalCode.NO_SUCH_SEAT


def test_another_handle_may_be_drawn_before_the_first_word_and_not_after(world):
    before = world.state.seats[ANNA.seat].handle
    world.act(ANNA, ask.DrawHandle())
    assert world.state.seats[ANNA.seat].handle != before
    world.say(ANNA)
    assert refusal(world, ANNA, ask.DrawHandle()) == RefusalCode.HANDLE_KEPT


def test_the_closing_is_the_way_to_the_end(world):
    events = world.act(MODERATOR, ask.EndRoom("cy", "Diolch i chi i gyd."))
    assert [type(event) for event in events] == [PhaseChanged, MessageSaid, Counted]
    assert refusal(world, MODERATOR, ask.OpenRoom()) == RefusalCode.WRONG_PHASE


def test_the_same_wish_twice_changes_nothing_is_not_refused_and_leaves_no_trace(world):
    world.say(ANNA)
    twice = (ask.OpenRoom(), ask.Mute(ANNA.seat), ask.StopRoom(), ask.EndRoom("en", ""), ask.Remove(ANNA.seat))
    for command in twice:
        world.act(MODERATOR, command)
        assert world.act(MODERATOR, command) == ()
    for command in (ask.PauseSeat(), ask.ResumeSeat(), ask.ChooseMode("listening"), ask.WithdrawAll()):
        world.act(BRYN, command)
        assert world.act(BRYN, command) == ()


def test_hiding_can_be_undone_for_two_minutes_and_then_the_words_are_erased(world):
    first, second = world.say(ANNA), world.say(BRYN)
    world.act(MODERATOR, ask.Hide(first))
    world.wait(119)
    world.act(MODERATOR, ask.Unhide(first))
    world.act(MODERATOR, ask.Hide(second))
    world.wait(120)
    assert refusal(world, MODERATOR, ask.Unhide(second)) == RefusalCode.TOO_LATE
    world.act(House(), ask.Tidy(0))
    assert set(world.cells()) == {first}
    assert refusal(world, MODERATOR, ask.Unhide(second)) == RefusalCode.NO_SUCH_MESSAGE


def test_an_open_room_rests_when_no_moderator_has_been_there_for_two_minutes(world):
    assert PhaseChanged not in map(type, world.act(House(), ask.Tidy(119)))
    world.act(House(), ask.Tidy(120))
    assert (world.state.phase, world.state.why) == (Phase.PAUSE, "resting")
    assert world.act(House(), ask.Tidy(500)) == ()


def test_a_closing_rests_too_when_no_moderator_is_there(world):
    world.act(MODERATOR, ask.EndRoom("en", ""))
    assert PhaseChanged not in map(type, world.act(House(), ask.Tidy(119)))
    world.act(House(), ask.Tidy(120))
    assert (world.state.phase, world.state.why) == (Phase.PAUSE, "resting")
    assert refusal(world, ANNA, ask.Say("en", "x")) == RefusalCode.WRONG_PHASE


@pytest.mark.parametrize("pause", [(MODERATOR, ask.StopRoom()), (House(), ask.Tidy(120))], ids=["stop", "rest"])
def test_no_pause_undoes_the_closing(world, pause):
    world.act(MODERATOR, ask.EndRoom("en", ""))
    for _ in range(2):
        world.act(*pause)
        assert world.state.phase == Phase.PAUSE
        world.act(MODERATOR, ask.OpenRoom())
        assert world.state.phase == Phase.CLOSING


def test_a_room_holds_three_hundred_messages_and_drops_the_oldest_with_their_words(world):
    first = world.say(ANNA, "the very first")
    for _ in range(limits.MAX_MESSAGES):
        world.act(MODERATOR, ask.Say("en", "x"))
    assert len(world.state.messages) == limits.MAX_MESSAGES
    assert world.rooms.cells("room-01234", [first]) == {}


def test_a_room_holds_256_kilobytes_of_text(world):
    for _ in range(limits.MAX_ROOM_BYTES // 1200 + 20):
        world.act(MODERATOR, ask.Say("en", "ŵ" * 600))
    assert sum(m.size for m in world.state.messages) <= limits.MAX_ROOM_BYTES
    assert len(world.cells()) == len(world.state.messages) == limits.MAX_ROOM_BYTES // 1200


def test_the_house_closes_a_room_once_and_uses_up_nobodys_count(world):
    before = dict(world.state.counts)
    assert world.act(House(), ask.CloseRoom())
    assert world.act(House(), ask.CloseRoom()) == ()
    assert (world.state.phase, dict(world.state.counts)) == (Phase.CLOSED, before)
