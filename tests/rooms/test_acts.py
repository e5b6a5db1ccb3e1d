"""Answers, notes, small replies, flags, hands, turns, names and the time after: what may be done, by whom and when."""

import pytest

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import limits
from forum.rooms.domain.state import KINDS, NOTES, SUPPORTS, House, Member, MessageId, Phase
from tests.rooms.worlds import ANNA, BRYN, CERYS, MODERATOR, ROOM, World

BY_MEMBERS = {
    "support": ask.Support(MessageId("nothing1"), "believe"),
    "flag": ask.Flag(MessageId("nothing1")),
    "raise": ask.RaiseHand(),
    "lower": ask.LowerHand(),
    "end": ask.EndAside(),
    "give": ask.GiveContact("en", "x"),
    "take": ask.TakeContact(),
}
BY_MODERATORS = {
    "see": ask.SeeAside(ANNA.seat, MessageId("nothing1")),
    "settle a contact": ask.SettleContact(ANNA.seat, "passed"),
    "settle": ask.SettleMessage(MessageId("nothing1")),
    "one voice": ask.OneVoice(True),
    "give the word": ask.GiveTurn(ANNA.seat),
    "take the word": ask.EndTurn(),
    "grant": ask.GrantHandle(ANNA.seat),
    "stay": ask.StayRoom(),
}


@pytest.fixture
def world():
    world = World()
    world.open(ANNA, BRYN, CERYS)
    return world


def refusal(world, actor, command):
    before = (world.state, dict(world.log._rooms[ROOM].cells))
    with pytest.raises(Refused) as refused:
        world.act(actor, command)
    assert (world.state, world.log._rooms[ROOM].cells) == before
    return refused.value.code


@pytest.mark.parametrize("command", BY_MODERATORS.values(), ids=BY_MODERATORS)
def test_what_moderators_do_is_refused_to_members(world, command):
    assert refusal(world, ANNA, command) == RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("command", BY_MEMBERS.values(), ids=BY_MEMBERS)
def test_what_members_do_is_refused_to_moderators(world, command):
    assert refusal(world, MODERATOR, command) == RefusalCode.NOT_ALLOWED


@pytest.mark.parametrize("by_member", [True, False], ids=["members", "moderators"])
def test_after_closing_nobody_can_do_any_of_it(world, by_member):
    world.act(MODERATOR, ask.CloseRoom())
    actor, commands = (ANNA, BY_MEMBERS) if by_member else (MODERATOR, BY_MODERATORS)
    assert {refusal(world, actor, command) for command in commands.values()} == {RefusalCode.CLOSED}


@pytest.mark.parametrize("command", BY_MEMBERS.values(), ids=BY_MEMBERS)
def test_neither_a_removed_seat_nor_a_stranger_can(world, command):
    world.say(ANNA)
    world.act(MODERATOR, ask.Remove(ANNA.seat))
    assert refusal(world, ANNA, command) == RefusalCode.REMOVED
    assert refusal(world, Member("stranger"), command) == RefusalCode.NO_SEAT


@pytest.mark.parametrize("actor", [ANNA, MODERATOR], ids=["member", "moderator"])
def test_an_answer_needs_something_that_all_can_see(world, actor):
    theirs = world.say(BRYN)
    world.wait(5)
    world.act(actor, ask.Say("en", "Yes", to=theirs))
    assert world.state.messages[-1].to == theirs
    for gone in (ask.Hide(theirs), None):
        world.wait(5)
        if gone:
            world.act(MODERATOR, gone)
        else:
            world.act(BRYN, ask.Withdraw(theirs))
        for wanted in (theirs, MessageId("nothing1")):
            assert refusal(world, actor, ask.Say("en", "Yes", to=wanted)) == RefusalCode.ANSWER_GONE
    assert world.state.messages[-1].to == theirs


@pytest.mark.parametrize("note", NOTES)
def test_a_notes_own_words_are_kept_apart_from_the_log_and_go_with_the_message(world, note):
    world.act(ANNA, ask.Say("en", "words", note=note, own="canary"))
    assert world.state.messages[0].note == note
    assert "canary" not in repr(world.rooms.records(ROOM, 0)) + repr(world.state)
    assert sorted(world.log._rooms[ROOM].cells.values()) == ["canary", "words"]
    world.act(ANNA, ask.WithdrawAll())
    assert not world.log._rooms[ROOM].cells


def test_a_small_reply_is_said_once_whoever_sends_it(world):
    theirs = world.say(BRYN)
    for kind in SUPPORTS:
        assert world.act(ANNA, ask.Support(theirs, kind))
        assert world.act(CERYS, ask.Support(theirs, kind)) == ()
    assert world.state.messages[0].sup == set(SUPPORTS)
    assert not world.state.seats[ANNA.seat].known


def test_small_replies_come_from_whoever_may_be_heard_also_while_listening(world):
    mine, theirs = world.say(ANNA), world.say(BRYN)
    reply = ask.Support(theirs, "believe")
    assert refusal(world, ANNA, ask.Support(mine, "believe")) == RefusalCode.NOT_ALLOWED
    world.act(ANNA, ask.ChooseMode("listening"))
    world.act(ANNA, ask.PauseSeat())
    assert refusal(world, ANNA, reply) == RefusalCode.PAUSED
    world.act(ANNA, ask.ResumeSeat())
    world.act(MODERATOR, ask.Mute(ANNA.seat))
    assert refusal(world, ANNA, reply) == RefusalCode.MUTED
    world.act(MODERATOR, ask.Unmute(ANNA.seat))
    world.act(MODERATOR, ask.OneVoice(True))
    world.act(MODERATOR, ask.StopRoom())
    assert refusal(world, ANNA, reply) == RefusalCode.WRONG_PHASE
    world.act(MODERATOR, ask.OpenRoom())
    world.act(ANNA, reply)
    world.act(MODERATOR, ask.Hide(theirs))
    assert refusal(world, CERYS, ask.Support(theirs, "strength")) == RefusalCode.NO_SUCH_MESSAGE


def test_a_flag_can_be_raised_whenever_there_is_something_to_flag(world):
    theirs = world.say(BRYN)
    assert refusal(world, BRYN, ask.Flag(theirs)) == RefusalCode.NOT_ALLOWED
    for command in (ask.ChooseMode("listening"), ask.PauseSeat()):
        world.act(ANNA, command)
    world.act(MODERATOR, ask.StopRoom())
    assert world.act(ANNA, ask.Flag(theirs))
    assert world.act(ANNA, ask.Flag(theirs)) == ()
    assert not world.state.seats[ANNA.seat].known
    world.act(MODERATOR, ask.SettleMessage(theirs))
    assert world.act(MODERATOR, ask.SettleMessage(theirs)) == ()
    assert world.act(ANNA, ask.Flag(theirs)) == ()
    assert not world.state.messages[0].flagged
    assert world.act(CERYS, ask.Flag(theirs))
    assert world.state.messages[0].flagged


def test_who_frightens_and_takes_it_back_is_still_seen_by_the_desk(world):
    theirs = world.say(BRYN, "canary")
    world.act(ANNA, ask.Flag(theirs))
    world.act(BRYN, ask.WithdrawAll())
    assert world.cells() == {theirs: "canary"}
    for command in (ask.Flag(theirs), ask.Support(theirs, "believe")):
        assert refusal(world, CERYS, command) == RefusalCode.NO_SUCH_MESSAGE
    assert refusal(world, BRYN, ask.Withdraw(theirs)) == RefusalCode.NO_SUCH_MESSAGE
    assert refusal(world, MODERATOR, ask.Unhide(theirs)) == RefusalCode.NO_SUCH_MESSAGE
    assert world.act(MODERATOR, ask.Hide(theirs)) == ()
    assert world.act(BRYN, ask.WithdrawAll()) == ()
    world.wait(limits.RETAIN - 1)
    world.act(House(), ask.Tidy(0))
    assert world.cells() == {theirs: "canary"}
    world.wait(1)
    world.act(House(), ask.Tidy(0))
    assert world.cells() == {}
    assert refusal(world, MODERATOR, ask.SettleMessage(theirs)) == RefusalCode.NO_SUCH_MESSAGE


def test_a_hundred_hands_stand_in_the_order_in_which_they_were_raised(world):
    members = [Member(f"seat-{n}".ljust(16, "x")) for n in range(100)]
    world.open(*members)
    for member in members:
        assert world.act(member, ask.RaiseHand())
        assert world.act(member, ask.RaiseHand()) == ()
    line = world.join(MODERATOR)
    world.settle()
    hands = {seat["seat"]: seat["hand"] for seat in line.page()["seats"]}
    assert [hands[member.seat] for member in members] == list(range(1, 101))
    world.act(members[0], ask.LowerHand())
    world.act(MODERATOR, ask.LowerHand(members[1].seat))
    assert world.act(MODERATOR, ask.LowerHand(members[1].seat)) == ()
    world.act(members[0], ask.RaiseHand())
    assert world.state.seats[members[0].seat].hand == 101


def test_where_one_voice_speaks_the_word_is_given_and_taken(world):
    for member in (ANNA, BRYN):
        world.say(member)
    assert refusal(world, MODERATOR, ask.GiveTurn(ANNA.seat)) == RefusalCode.WRONG_PHASE
    world.act(MODERATOR, ask.OneVoice(True))
    world.wait(5)
    assert refusal(world, ANNA, ask.Say("en", "x")) == RefusalCode.NOT_YOUR_TURN
    assert refusal(world, MODERATOR, ask.GiveTurn(CERYS.seat)) == RefusalCode.NO_SUCH_SEAT
    world.act(ANNA, ask.RaiseHand())
    world.act(MODERATOR, ask.GiveTurn(ANNA.seat))
    assert world.act(MODERATOR, ask.GiveTurn(ANNA.seat)) == ()
    assert world.state.seats[ANNA.seat].hand == 0
    world.say(ANNA)
    world.say(MODERATOR)
    assert refusal(world, BRYN, ask.Say("en", "x")) == RefusalCode.NOT_YOUR_TURN
    world.act(MODERATOR, ask.GiveTurn(BRYN.seat))
    assert refusal(world, ANNA, ask.Say("en", "x")) == RefusalCode.NOT_YOUR_TURN
    world.say(BRYN)
    world.act(MODERATOR, ask.EndTurn())
    assert world.act(MODERATOR, ask.EndTurn()) == ()
    assert refusal(world, BRYN, ask.Say("en", "x")) == RefusalCode.NOT_YOUR_TURN
    world.act(MODERATOR, ask.GiveTurn(BRYN.seat))
    world.act(MODERATOR, ask.OneVoice(False))
    world.say(ANNA)
    assert world.state.turn is None


def test_who_is_removed_has_neither_hand_nor_word(world):
    world.act(MODERATOR, ask.OneVoice(True))
    world.act(ANNA, ask.RaiseHand())
    world.act(MODERATOR, ask.GiveTurn(ANNA.seat))
    world.act(ANNA, ask.RaiseHand())
    world.act(MODERATOR, ask.Remove(ANNA.seat))
    assert (world.state.turn, world.state.seats[ANNA.seat].hand) == (None, 0)
    for command in (ask.GiveTurn(ANNA.seat), ask.GrantHandle(ANNA.seat)):
        assert refusal(world, MODERATOR, command) == RefusalCode.NO_SUCH_SEAT


def test_another_name_may_be_drawn_once_where_a_moderator_lets_somebody(world):
    mine = world.say(ANNA)
    first = world.state.seats[ANNA.seat].handle
    assert refusal(world, MODERATOR, ask.GrantHandle(BRYN.seat)) == RefusalCode.NO_SUCH_SEAT
    world.act(MODERATOR, ask.GrantHandle(ANNA.seat))
    assert world.act(MODERATOR, ask.GrantHandle(ANNA.seat)) == ()
    world.act(ANNA, ask.DrawHandle())
    assert refusal(world, ANNA, ask.DrawHandle()) == RefusalCode.HANDLE_KEPT
    assert world.state.message(mine).handle == first != world.state.seats[ANNA.seat].handle
    for _ in range(300):
        world.act(BRYN, ask.DrawHandle())
        assert world.state.seats[BRYN.seat].handle not in (first, world.state.seats[ANNA.seat].handle)
    world.act(ANNA, ask.Withdraw(mine))


def stays(world):
    world.act(MODERATOR, ask.OneVoice(True))
    world.act(ANNA, ask.RaiseHand())
    world.act(MODERATOR, ask.GiveTurn(ANNA.seat))
    world.act(BRYN, ask.RaiseHand())
    world.act(MODERATOR, ask.EndRoom("en", "Goodbye"))
    world.act(MODERATOR, ask.StayRoom())


def test_after_the_closing_the_floor_is_erased_and_asides_go_on(world):
    world.say(ANNA, "canary")
    assert refusal(world, MODERATOR, ask.StayRoom()) == RefusalCode.WRONG_PHASE
    stays(world)
    assert world.act(MODERATOR, ask.StayRoom()) == ()
    state = world.state
    assert (state.phase, state.messages, state.one, state.turn) == (Phase.STAYING, (), False, None)
    assert not any(seat.hand for seat in state.seats.values())
    assert not world.log._rooms[ROOM].cells
    nothing = MessageId("nothing1")
    floor = (ask.Say("en", "x"), ask.Support(nothing, "believe"), ask.RaiseHand())
    assert {refusal(world, ANNA, command) for command in floor} == {RefusalCode.WRONG_PHASE}
    desk = (ask.OpenRoom(), ask.StopRoom(), ask.EndRoom("en", "x"), ask.OneVoice(True), ask.Say("en", "x"))
    assert {refusal(world, MODERATOR, command) for command in desk} == {RefusalCode.WRONG_PHASE}
    assert refusal(world, ANNA, ask.Flag(nothing)) == RefusalCode.NO_SUCH_MESSAGE
    for kind in KINDS:
        world.act(ANNA, ask.SayAside("en", "", kind))
    world.act(MODERATOR, ask.SayAside("en", "Yes", seat=ANNA.seat))


def test_it_is_over_after_twenty_minutes_or_when_a_moderator_says_so(world):
    stays(world)
    world.wait(limits.STAY - 1)
    world.act(House(), ask.Tidy(1000))
    assert world.state.phase == Phase.STAYING
    world.wait(1)
    world.act(House(), ask.Tidy(1000))
    assert world.state.phase == Phase.CLOSED
    other = World()
    other.open(ANNA, BRYN)
    stays(other)
    other.act(MODERATOR, ask.CloseRoom())
    assert other.state.phase == Phase.CLOSED


def test_pages_are_told_in_fives_what_is_left():
    world = World()
    world.open(ANNA, BRYN)
    stays(world)
    left = []
    for seconds in (0, 301, 300, 300, 290):
        world.wait(seconds)
        line = world.join(ANNA)
        world.beat(2)
        left += [r.fields["left"] for r in line.read() if r.kind == "phase:changed"]
    assert left == [20, 15, 10, 5, 5]
    live = World()
    live.open(ANNA, BRYN)
    line = live.join(ANNA)
    live.beat(2)
    stays(live)
    live.beat()
    assert [r.fields.get("left") for r in line.read(1) if r.kind == "phase:changed"] == [None, 20]
