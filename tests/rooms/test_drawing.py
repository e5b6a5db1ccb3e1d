"""Drawing handles finds out nothing of those who only listen; from its first word on a handle is one seat's own."""

import random

import pytest

from forum.ids import SeatId
from forum.rooms.domain import commands as ask
from forum.rooms.domain.handles import HANDLES
from forum.rooms.domain.state import Member
from tests.rooms.generate_logs import live, random_steps
from tests.rooms.worlds import ANNA, BRYN, CERYS, ROOM, World

LISTENERS = [Member(SeatId(f"seat-{n}".ljust(16, "x"))) for n in range(30)]


def handle(world, member):
    return world.state.seats[member.seat].handle


def drawn_until(world, member, wanted):
    while handle(world, member) != wanted:
        world.act(member, ask.DrawHandle())


def drawn_by_anna(listeners):
    """Every handle that Anna can draw where Bryn has spoken and so many listen."""
    world = World(seed=3)
    world.open(BRYN)
    world.say(BRYN)
    for listener in (ANNA, *LISTENERS[:listeners]):
        world.rooms.enter(ROOM, listener.seat, world.now)
    drawn = set()
    for _ in range(1500):
        world.act(ANNA, ask.DrawHandle())
        drawn.add(handle(world, ANNA))
    return drawn, handle(world, BRYN)


@pytest.mark.parametrize("listeners", [0, 30])
def test_whoever_listens_everything_can_be_drawn_that_nobody_has_spoken_under(listeners):
    drawn, spoken = drawn_by_anna(listeners)
    assert drawn == set(range(len(HANDLES))) - {spoken}


def test_who_listens_under_a_handle_gets_another_when_somebody_speaks_under_it():
    world = World()
    world.open(ANNA, BRYN, CERYS)
    lines = {member: world.join(member) for member in (ANNA, BRYN, CERYS)}
    for member in (BRYN, CERYS):
        drawn_until(world, member, handle(world, ANNA))
    world.beat(3)
    world.say(ANNA)
    world.beat()
    assert lines[ANNA].kinds() == ["message:said", "self:changed", "command:done"]
    for member in (BRYN, CERYS):
        assert lines[member].kinds() == ["message:said", "self:changed"]
        assert lines[member].page()["self"]["handle"] == handle(world, member) != handle(world, ANNA)


def test_who_has_spoken_keeps_their_handle_whoever_speaks():
    world = World()
    world.open(ANNA, BRYN)
    world.say(ANNA)
    kept = handle(world, ANNA)
    for _ in range(300):
        world.act(BRYN, ask.DrawHandle())
        assert handle(world, BRYN) != kept
    world.say(BRYN)
    assert handle(world, ANNA) == kept


@pytest.mark.parametrize("seed", range(20))
def test_no_two_that_have_spoken_share_a_handle_and_nobody_listens_under_one_of_theirs(seed):
    seats = list(live(random_steps(random.Random(seed), 150), seed).world.state.seats.values())
    for seat in seats:
        assert not (seat.known and any(s.handle == seat.handle for s in seats if s is not seat))
