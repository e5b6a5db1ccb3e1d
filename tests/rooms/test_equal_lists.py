"""What the wire shows of a seat is one list of sizes and moments, whatever the seat does or is done to it."""

from itertools import pairwise

import pytest

from forum.refusals import Refused
from forum.rooms import projection
from forum.rooms.domain import commands as ask
from forum.rooms.domain.state import MessageId
from tests.rooms.worlds import ANNA, BRYN, CERYS, MODERATOR, ROOM, World


def withdraw(world):
    world.act(ANNA, ask.Withdraw(next(m.id for m in world.state.messages if m.seat == ANNA.seat)))


def by_anna(*commands):
    return [lambda world, command=command: world.act(ANNA, command) for command in commands]


def by_moderator(*commands):
    return [lambda world, command=command: world.act(MODERATOR, command) for command in commands]


def hide(world):
    world.act(MODERATOR, ask.Hide(world.state.messages[0].id))


def unhide(world):
    world.act(MODERATOR, ask.Unhide(world.state.messages[0].id))


def refused(world):
    with pytest.raises(Refused) as refusal:
        world.act(ANNA, ask.Withdraw(MessageId("nothing1")))
    world.connections.find(ROOM, ANNA).own.append(projection.refused(1, refusal.value.code))


say = ask.Say("en", "ŵ" * 600)
ACTS = {
    "says a short thing": by_anna(ask.Say("en", "x")),
    "says the longest thing": by_anna(say),
    "says a lot": by_anna(say, say, say, say),
    "withdraws one": [*by_anna(say), withdraw],
    "withdraws everything": by_anna(say, say, ask.WithdrawAll()),
    "goes on a pause and comes back": by_anna(ask.PauseSeat(), ask.ResumeSeat()),
    "listens": by_anna(ask.ChooseMode("listening")),
    "draws another handle": by_anna(ask.DrawHandle(), ask.DrawHandle()),
    "is refused": [refused],
    "is hidden and put back": [*by_anna(say), hide, unhide],
    "is muted and let speak": [*by_anna(say), *by_moderator(ask.Mute(ANNA.seat), ask.Unmute(ANNA.seat))],
    "sees the room stop and open": by_moderator(ask.StopRoom(), ask.OpenRoom()),
    "sees the closing": by_moderator(ask.EndRoom("cy", "Diolch " * 50)),
}


def observed(acts):
    """(moment, bytes) of every frame that each of three seats and the desk are sent, with one act a beat."""
    world = World(seed=5)
    world.open(ANNA, BRYN)
    lines = [world.join(actor) for actor in (ANNA, BRYN, CERYS, MODERATOR)]
    world.beat(3)
    for act in acts:
        world.wait(0.25)
        act(world)
        world.beat(5)
    world.beat(60 - 5 * len(acts))
    assert not world.faults
    return [[(moment, len(frame)) for moment, frame in line.frames] for line in lines]


IDLE = observed([])


@pytest.mark.parametrize("acts", ACTS.values(), ids=ACTS)
def test_the_list_of_one_who_acts_equals_the_list_of_one_who_does_nothing(acts):
    assert observed(acts) == IDLE


def test_this_test_would_notice_a_frame_that_is_longer_or_later():
    lists = observed([])
    lists[0][40] = (lists[0][40][0], lists[0][40][1] + 4)
    assert lists != IDLE


def test_the_list_is_one_frame_a_beat_after_the_burst():
    moments = [moment for moment, _ in IDLE[0]]
    assert len(set(moments[:24])) == 1
    steps = {round(b - a, 6) for a, b in pairwise(moments[23:])}
    assert steps == {1.0}
