"""Who comes later gets no byte of what is gone, whoever took it away and however; and who came before did get it."""

import pytest

from forum.rooms.domain import commands as ask
from forum.rooms.domain.limits import RETAIN, UNHIDE_WITHIN
from forum.rooms.domain.state import House
from tests.frames import every_byte
from tests.rooms.worlds import ANNA, BRYN, CERYS, DAI, MODERATOR, ROOM, World

CANARY = b"canary"
NOTED = ask.Say("en", "the canary sings", note="other", own="a canary note")
SAID, ASIDE, CONTACT = (NOTED,), (ask.SayAside("en", "canary", "need"),), (ask.GiveContact("cy", "canary"),)


def first(world):
    return world.state.messages[0].id


def flagged(world):
    world.act(BRYN, ask.Flag(first(world)))


def withdrawn(world):
    world.act(ANNA, ask.Withdraw(first(world)))


def withdrawn_in_all(world):
    world.act(ANNA, ask.WithdrawAll())


def hidden(world):
    world.act(MODERATOR, ask.Hide(first(world)))


def settled(world):
    world.act(MODERATOR, ask.SettleMessage(first(world)))


def waited(seconds):
    def wait(world):
        world.wait(seconds)
        world.act(House(), ask.Tidy(0))

    return wait


def by(actor, command):
    return lambda world: world.act(actor, command)


def seen_and_ended(world):
    world.act(MODERATOR, world.seeing(ANNA))
    world.act(MODERATOR, ask.EndAside(ANNA.seat))


def staying(world):
    world.act(MODERATOR, ask.EndRoom("en", ""))
    world.act(MODERATOR, ask.StayRoom())


FOR_THE_FLOOR = {
    "withdrawn": (SAID, withdrawn),
    "withdrawn with all else": (SAID, withdrawn_in_all),
    "hidden": (SAID, hidden),
    "withdrawn when flagged": (SAID, flagged, withdrawn),
    "said aside": (ASIDE,),
    "a contact": (CONTACT,),
    "the floor is over": (SAID, staying),
}
FOR_THE_DESK = {
    "withdrawn": (SAID, withdrawn),
    "withdrawn with all else": ((*SAID, *ASIDE, *CONTACT), withdrawn_in_all),
    "hidden for two minutes": (SAID, hidden, waited(UNHIDE_WITHIN)),
    "withdrawn when flagged, and settled": (SAID, flagged, withdrawn, settled),
    "withdrawn when flagged, ten minutes ago": (SAID, flagged, withdrawn, waited(RETAIN)),
    "an aside that its seat ended": (ASIDE, by(ANNA, ask.EndAside())),
    "an aside that a moderator ended": (ASIDE, seen_and_ended),
    "a contact taken back": (CONTACT, by(ANNA, ask.TakeContact())),
    "a contact passed on": (CONTACT, by(MODERATOR, ask.SettleContact(ANNA.seat, "passed"))),
    "a contact given anew": (CONTACT, by(ANNA, ask.GiveContact("en", "there"))),
    "the floor is over": (SAID, staying),
}


def lived(commands, *steps):
    """A room in which this was said, shown to all who may see it, and then taken away."""
    world = World()
    world.open(ANNA, BRYN)
    world.lines = {actor: world.join(actor) for actor in (ANNA, BRYN, MODERATOR)}
    world.beat(3)
    for command in commands:
        world.act(ANNA, command)
    world.beat(3)
    for step in steps:
        step(world)
    return world


@pytest.mark.parametrize("life", FOR_THE_FLOOR.values(), ids=FOR_THE_FLOOR)
def test_a_member_who_comes_later_gets_no_byte_of_it(life):
    world = lived(*life)
    late = [world.join(CERYS), world.join(BRYN)]
    world.beat(30)
    assert CANARY in every_byte(world.lines[MODERATOR]) + every_byte(world.lines[ANNA])
    assert all(CANARY not in every_byte(line) for line in late)
    assert all(len(line.frames) > 24 for line in late)


@pytest.mark.parametrize("life", FOR_THE_DESK.values(), ids=FOR_THE_DESK)
def test_nobody_at_all_gets_a_byte_of_what_is_erased(life):
    world = lived(*life)
    before = world.lines[MODERATOR]
    late = [world.join(actor) for actor in (MODERATOR, ANNA, DAI)]
    world.beat(30)
    assert CANARY in every_byte(before)
    assert all(CANARY not in every_byte(line) for line in late)
    assert "canary" not in repr(world.log._rooms[ROOM].cells)


@pytest.mark.parametrize("life", FOR_THE_DESK.values(), ids=FOR_THE_DESK)
def test_what_is_erased_before_its_frame_is_built_reaches_nobody(life):
    world = World()
    world.open(ANNA, BRYN)
    lines = [world.join(actor) for actor in (ANNA, BRYN, MODERATOR)]
    world.beat(3)
    for step in (*(by(ANNA, command) for command in life[0]), *life[1:]):
        step(world)
    world.beat(30)
    assert all(CANARY not in every_byte(line) for line in lines)


def test_a_control_what_stays_reaches_all_who_come_later():
    world = lived((*SAID, *ASIDE, *CONTACT))
    late = {actor: world.join(actor) for actor in (MODERATOR, ANNA, DAI)}
    world.beat(30)
    assert [every_byte(late[actor]).count(CANARY) for actor in late] == [4, 4, 2]
