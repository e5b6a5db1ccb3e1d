"""The number that everybody is told: of who ever came in, coarse and late, so that it tells of no coming and going."""

import pytest

from forum.coarse import rounded
from forum.ids import SeatId
from forum.rooms.domain import commands as ask
from forum.rooms.domain.limits import COUNT_EVERY
from forum.rooms.domain.state import Member
from forum.rooms.head_count import HeadCount
from tests.rooms.worlds import ANNA, MODERATOR, World

PEOPLE = [Member(SeatId(f"seat-{n}".ljust(16, "x"))) for n in range(12)]


def told(world, last=1):
    """The numbers in Anna's last so many frames."""
    return [record.fields["s"] for record in world.line.read(last) if record.kind == "beat"]


@pytest.fixture
def world():
    """Anna watches a room that has just opened, with a moderator in it."""
    world = World()
    world.line = world.join(ANNA)
    world.join(MODERATOR)
    world.open(ANNA)
    world.beat(3)
    return world


def test_numbers_are_rounded_down_to_fives():
    assert [rounded(n) for n in (0, 1, 4, 5, 9, 10, 23)] == [0, 0, 0, 5, 5, 10, 20]


def test_who_comes_in_is_not_counted_before_its_time(world):
    for person in PEOPLE:
        world.join(person)
    world.beat(200)
    assert set(told(world, 200)) == {0}
    world.beat(100)
    assert told(world) == [10]


def test_who_leaves_or_is_removed_is_counted_still(world):
    for person in PEOPLE:
        world.join(person)
    world.act(PEOPLE[0], ask.ChooseMode("speaking"))
    world.say(PEOPLE[0])
    world.beat(300)
    before = told(world)
    for person in PEOPLE[1:]:
        world.drop(person)
    world.act(MODERATOR, ask.Remove(PEOPLE[0].seat))
    world.beat(700)
    assert set(before + told(world, 700)) == {10}


def test_who_comes_again_is_counted_once(world):
    for _ in range(6):
        world.join(PEOPLE[0])
        world.beat()
        world.drop(PEOPLE[0])
    world.beat(300)
    assert told(world) == [0]


def test_a_change_of_phase_counts_anew(world):
    for person in PEOPLE:
        world.join(person)
    world.beat(5)
    assert told(world) == [0]
    world.act(MODERATOR, ask.StopRoom())
    world.beat()
    assert (told(world), world.line.kinds()) == ([10], ["phase:changed"])


def test_who_joins_is_told_the_same_number_as_everybody(world):
    lines = [world.join(person) for person in PEOPLE]
    world.beat(3)
    assert {record.fields["s"] for line in lines for record in line.read() if record.kind == "beat"} == {0}


@pytest.mark.parametrize("beat", [0.05, 1.0, 2.0])
def test_counts_are_five_minutes_apart_whatever_the_beat(beat):
    heads, told = HeadCount(beat), []
    beats = int(COUNT_EVERY / beat)
    for k in range(3 * beats):
        heads.reached(k, 5 * k)
        told.append(heads.told)
    assert [k for k in range(1, len(told)) if told[k] != told[k - 1]] == [beats, 2 * beats]
