"""For each event: what its author gets, what another in the room gets, what the desk gets, and what stays outside."""

import dataclasses

import pytest

from forum.rooms.domain import commands as ask
from forum.rooms.domain import decide
from tests.rooms.worlds import ANNA, BRYN, MODERATOR, World

SAID = ["command:done"]


@pytest.fixture
def world():
    """Anna and Bryn speak, a moderator is there, everybody has had their first frames."""
    world = World()
    world.open(ANNA, BRYN)
    world.beat()
    world.lines = {actor: world.join(actor) for actor in (ANNA, BRYN, MODERATOR)}
    world.beat(2)
    return world


def told(world, actor, command):
    """What Anna, Bryn and the desk are told of a command, in kinds."""
    world.wait(5)
    world.beat()
    world.act(actor, command)
    world.beat()
    return tuple(world.lines[viewer].kinds() for viewer in (ANNA, BRYN, MODERATOR))


def test_a_first_message_tells_the_desk_whose_it_is_and_nobody_else(world):
    author, other, desk = told(world, ANNA, ask.Say("cy", "Helo"))
    assert (author, other) == (["message:said", "self:changed", "command:done"], ["message:said"])
    assert desk == ["seat:known", "message:said"]
    for viewer in (ANNA, BRYN):
        record = next(r for r in world.lines[viewer].read(1) if r.text)
        assert set(record.fields) == {"k", "id", "h", "lang", "a"}
    assert ANNA.seat not in repr(world.lines[BRYN].read())
    assert next(r for r in world.lines[MODERATOR].read(1) if r.text).fields["seat"] == ANNA.seat


def test_a_moderators_words_carry_neither_seat_nor_handle(world):
    assert told(world, MODERATOR, ask.Say("en", "Croeso")) == (
        ["message:said"], ["message:said"], ["message:said", "command:done"],
    )  # fmt: skip
    fields = [next(r for r in world.lines[v].read(1) if r.text).fields for v in (ANNA, MODERATOR)]
    assert [f["h"] for f in fields] == [-1, -1]
    assert fields[1]["seat"] == ""
    assert MODERATOR.moderator not in repr(world.lines[ANNA].read() + world.lines[MODERATOR].read())


@pytest.mark.parametrize("everything", [False, True])
def test_withdrawing_takes_the_words_from_every_page(world, everything):
    mine = world.say(ANNA)
    world.beat()
    assert told(world, ANNA, ask.WithdrawAll() if everything else ask.Withdraw(mine)) == (
        ["messages:removed", "command:done"], ["messages:removed"], ["messages:removed"],
    )  # fmt: skip
    assert all(line.page()["messages"] == [] for line in world.lines.values())


@pytest.mark.parametrize(
    "command", [ask.ChooseMode("listening"), ask.PauseSeat(), ask.DrawHandle()], ids=lambda c: type(c).__name__
)
def test_what_somebody_does_for_themselves_nobody_else_learns(world, command):
    assert told(world, ANNA, command) == (["self:changed", "command:done"], [], [])


def test_coming_back_from_a_pause_nobody_else_learns_either(world):
    told(world, ANNA, ask.PauseSeat())
    assert told(world, ANNA, ask.ResumeSeat()) == (["self:changed", "command:done"], [], [])


def test_coming_in_nobody_else_learns(world):
    before = [len(line.frames) for line in world.lines.values()]
    world.join(type(ANNA)("seat-new"))
    world.beat()
    assert [line.kinds() for line in world.lines.values()] == [[], [], []]
    assert [len(line.frames) for line in world.lines.values()] == [n + 1 for n in before]


def test_hiding_takes_it_from_the_floor_and_blurs_it_at_the_desk(world):
    theirs = world.say(ANNA)
    world.beat()
    assert told(world, MODERATOR, ask.Hide(theirs)) == (
        ["messages:removed"], ["messages:removed"], ["messages:hidden", "command:done"],
    )  # fmt: skip
    assert world.lines[MODERATOR].page()["messages"][0]["hidden"] is True
    assert told(world, MODERATOR, ask.Unhide(theirs)) == (
        ["message:said"], ["message:said"], ["message:said", "command:done"],
    )  # fmt: skip
    assert all(line.page()["messages"][0]["text"] == "Hello" for line in world.lines.values())


def test_what_was_hidden_comes_back_to_its_place(world):
    first, second, third = world.say(ANNA, "1"), world.say(BRYN, "2"), world.say(ANNA, "3")
    world.beat()
    for hidden in (first, second):
        told(world, MODERATOR, ask.Hide(hidden))
    for back in (second, first):
        told(world, MODERATOR, ask.Unhide(back))
    for line in world.lines.values():
        assert [m["id"] for m in line.page()["messages"]] == [first, second, third]


SAY, FLAG, TAKE = ask.Say("en", "Hello"), ask.Flag("first"), ask.Withdraw("first")
HAND, ONE, TURN = ask.RaiseHand(), ask.OneVoice(True), ask.GiveTurn(ANNA.seat)
HELP, HERE = ask.SayAside("en", "Help", "need"), ask.GiveContact("en", "Here")
GRANT, END = ask.GrantHandle(ANNA.seat), ask.EndRoom("en", "")
ANSWER, PASSED = ask.SayAside("en", "Here", None, ANNA.seat), ask.SettleContact(ANNA.seat, "passed")
SEE, END_HERS = ask.SeeAside(ANNA.seat, "first aside"), ask.EndAside(ANNA.seat)
SETTLE, SUPPORT = ask.SettleMessage("first"), ask.Support("first", "believe")
SELF, SEAT, DONE, GONE = "self:changed", "seat:known", "command:done", "messages:removed"
FLAGGED, ASIDE, QUIET, OVER = "message:flagged", "aside:changed", "aside:said", "aside:ended"
TOLD = {
    "a small reply": ([SAY], BRYN, SUPPORT, "message:supported", f"message:supported {DONE}", "message:supported"),
    "a flag": ([SAY], BRYN, FLAG, "", DONE, FLAGGED),
    "a settled flag": ([SAY, FLAG], MODERATOR, SETTLE, "", "", f"{FLAGGED} {DONE}"),
    "flagged and withdrawn": ([SAY, FLAG], ANNA, TAKE, f"{GONE} {DONE}", GONE, "messages:retained"),
    "and settled": ([SAY, FLAG, TAKE], MODERATOR, SETTLE, "", "", f"{GONE} {DONE}"),
    "a hand": ([SAY], ANNA, HAND, f"{SELF} {DONE}", "", SEAT),
    "a lowered hand": ([SAY, HAND], ANNA, ask.LowerHand(), f"{SELF} {DONE}", "", SEAT),
    "a hand that was seen": ([SAY, HAND], MODERATOR, ask.LowerHand(ANNA.seat), SELF, "", f"{SEAT} {DONE}"),
    "one voice": ([], MODERATOR, ONE, "voice:changed", "voice:changed", f"voice:changed {DONE}"),
    "a turn": ([SAY, ONE], MODERATOR, TURN, SELF, "", f"{SEAT} {DONE}"),
    "a turn that ends": ([SAY, ONE, TURN], MODERATOR, ask.EndTurn(), SELF, "", f"{SEAT} {DONE}"),
    "leave to draw": ([SAY], MODERATOR, GRANT, SELF, "", f"{SEAT} {DONE}"),
    "another name": ([SAY, GRANT], ANNA, ask.DrawHandle(), f"{SELF} {DONE}", "", SEAT),
    "words aside": ([SAY], ANNA, HELP, f"{QUIET} {SELF} {DONE}", "", f"{ASIDE} {QUIET}"),
    "seen words": ([SAY, HELP], MODERATOR, SEE, SELF, "", f"{ASIDE} {DONE}"),
    "words from the desk": ([SAY], MODERATOR, ANSWER, f"{QUIET} {SELF}", "", f"{ASIDE} {QUIET} {DONE}"),
    "an aside's end": ([SAY, HELP], ANNA, ask.EndAside(), f"{OVER} {SELF} {DONE}", "", ASIDE),
    "its end by the desk": ([SAY, HELP, SEE], MODERATOR, END_HERS, f"{OVER} {SELF}", "", f"{ASIDE} {DONE}"),
    "a contact": ([SAY], ANNA, HERE, f"{SELF} contact:shown {DONE}", "", "contact:given"),
    "a contact taken back": ([SAY, HERE], ANNA, ask.TakeContact(), f"{SELF} {DONE}", "", "contact:gone"),
    "a contact passed on": ([SAY, HERE], MODERATOR, PASSED, SELF, "", f"contact:gone {DONE}"),
    "staying": (
        *([SAY, END], MODERATOR, ask.StayRoom()),
        *(f"{GONE} phase:changed", f"{GONE} phase:changed", f"{GONE} phase:changed {DONE}"),
    ),
}
"""What came before; who does what; and what Anna, Bryn and the desk are told."""


def meant(world, command):
    """The command, about the first message where it is about one."""
    if command == SEE:
        return world.seeing(ANNA)
    first = {"id": world.state.messages[0].id} if getattr(command, "id", "") == "first" else {}
    return dataclasses.replace(command, **first)


@pytest.mark.parametrize("name", TOLD)
def test_of_each_act_only_those_learn_whom_it_concerns(world, name):
    before, actor, command, *expected = TOLD[name]
    for earlier in before:
        whose = MODERATOR if type(earlier) in decide._MODERATORS.keys() - decide._MEMBERS.keys() else ANNA
        told(world, BRYN if isinstance(earlier, ask.Flag) else whose, meant(world, earlier))
    found = told(world, actor, meant(world, command))
    assert [sorted(kinds) for kinds in found] == [sorted(kinds.split()) for kinds in expected]
    assert ANNA.seat not in repr(world.lines[BRYN].read()) + repr(world.lines[ANNA].read())


def test_who_flagged_or_replied_is_nowhere_to_be_read(world):
    first = world.say(ANNA)
    for command in (ask.Flag(first), ask.Support(first, "strength")):
        told(world, BRYN, command)
    assert BRYN.seat not in repr([line.read() for line in world.lines.values()])
    assert ANNA.seat in repr(world.lines[MODERATOR].read())


def test_words_aside_and_contacts_reach_nobody_else(world):
    for command in (ask.SayAside("en", "canary one"), ask.GiveContact("en", "canary two")):
        told(world, ANNA, command)
    assert "canary" not in repr(world.lines[BRYN].texts())
    for viewer in (ANNA, MODERATOR):
        assert {"canary one", "canary two"} <= set(world.lines[viewer].texts())


def test_after_two_minutes_it_is_erased_at_the_desk(world):
    theirs = world.say(ANNA)
    world.act(MODERATOR, ask.Hide(theirs))
    world.wait(121)
    world.beat()
    world.beat()
    assert [line.kinds() for line in world.lines.values()] == [[], [], ["messages:removed"]]
    assert world.lines[MODERATOR].page()["messages"] == []
    assert world.cells() == {}


@pytest.mark.parametrize("command", [ask.Mute, ask.Unmute, ask.Remove])
def test_what_a_moderator_does_about_a_seat_only_that_seat_and_the_desk_learn(world, command):
    world.say(ANNA)
    world.act(MODERATOR, ask.Mute(ANNA.seat))
    world.beat()
    if command is ask.Mute:
        told(world, MODERATOR, ask.Unmute(ANNA.seat))
    assert told(world, MODERATOR, command(ANNA.seat)) == (["self:changed"], [], ["seat:known", "command:done"])


@pytest.mark.parametrize("command", [ask.StopRoom(), ask.EndRoom("en", ""), ask.CloseRoom()], ids=repr)
def test_a_phase_everybody_learns(world, command):
    assert told(world, MODERATOR, command) == (["phase:changed"], ["phase:changed"], ["phase:changed", "command:done"])


def test_another_room_learns_nothing_of_anything(world):
    outside = World(seed=9)
    outside.open(ANNA)
    line = outside.join(BRYN)
    for words in ("canary one", "canary two"):
        world.say(ANNA, words)
        world.beat()
        outside.beat()
    assert not line.texts()
    assert "canary" not in repr(line.read())
