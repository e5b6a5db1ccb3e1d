"""Two tabs with one seat, a page that comes again, and one that was left open past the end."""

import pytest

from forum.refusals import Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain.state import House
from tests.rooms.reference_reducer import seen
from tests.rooms.worlds import ANNA, BRYN, MODERATOR, ROOM, World


@pytest.fixture
def world():
    """Anna has said this and that to all, and quietly; some of it is hidden, flagged, answered and taken back."""
    world = World()
    world.open(ANNA, BRYN)
    world.beat(2)
    ids = [world.say(ANNA, f"message {number}") for number in range(5)]
    for command in (ask.Flag(ids[1]), ask.Flag(ids[2]), ask.Support(ids[3], "believe")):
        world.act(BRYN, command)
    for command in (ask.Withdraw(ids[1]), ask.SayAside("en", "", "need"), ask.GiveContact("cy", "Fan hyn")):
        world.act(ANNA, command)
    for command in (ask.Hide(ids[4]), ask.SayAside("cy", "Rydw i yma", seat=ANNA.seat), ask.OneVoice(True)):
        world.act(MODERATOR, command)
    world.act(MODERATOR, ask.GiveTurn(ANNA.seat))
    world.act(BRYN, ask.RaiseHand())
    return world


@pytest.mark.parametrize("actor", [ANNA, BRYN, MODERATOR], ids=["whose it is", "another", "moderator"])
def test_a_page_that_comes_again_is_told_all_there_is(world, actor):
    for _ in range(2):
        line = world.join(actor)
        world.beat(3)
        assert seen(line.page(), actor == MODERATOR) == world.view(actor)


def test_what_is_ones_own_does_not_depend_on_the_name(world):
    world.act(MODERATOR, ask.GrantHandle(ANNA.seat))
    world.act(ANNA, ask.DrawHandle())
    line = world.join(ANNA)
    world.beat(3)
    page = seen(line.page(), False)
    assert len(page["mine"]) == len(page["messages"]) == 3
    assert page["self"]["handle"] not in {message["h"] for message in page["messages"]}


def test_of_two_tabs_the_newer_has_the_seat_and_the_older_gets_nothing_more(world):
    older = world.join(ANNA)
    world.beat(3)
    newer, frames = world.join(ANNA), len(older.frames)
    assert older.ends == ["dismissed"]
    world.send(ANNA, "aside:say", "canary", lang="en")
    world.beat(3)
    assert len(older.frames) == frames
    assert [message["text"] for message in newer.page()["aside"]] == ["", "Rydw i yma", "canary"]


def test_what_came_between_the_tabs_is_told_once(world):
    """What happens after somebody has come and before their first frames is in those already."""
    line = world.join(ANNA)
    world.send(ANNA, "aside:say", "canary", lang="en")
    world.send(ANNA, "aside:see", seat=ANNA.seat, id="nothing1")
    world.beat(3)
    assert line.texts().count("canary") == 1
    assert line.kinds(0).count("command:refused") == 1
    assert line.page()["aside"][-1]["text"] == "canary"
    assert seen(line.page(), False) == world.view(ANNA)


@pytest.mark.parametrize("end", [ask.CloseRoom(confirmed=True), None], ids=["closed", "after staying"])
def test_a_page_left_open_past_the_end_is_told_and_then_cut_and_can_do_nothing(world, end):
    lines = [world.join(actor) for actor in (ANNA, BRYN, MODERATOR)]
    world.beat(3)
    if end is None:
        world.act(MODERATOR, ask.EndRoom("en", ""))
        world.act(MODERATOR, ask.StayRoom())
        world.wait(1_200)
    else:
        world.act(MODERATOR, end)
    world.beat(3)
    assert [line.page()["phase"] for line in lines] == ["closed"] * 3
    assert [line.ends for line in lines] == [["cut"]] * 3
    frames = [len(line.frames) for line in lines]
    for actor in (ANNA, MODERATOR):
        for command in (ask.SayAside("en", "x"), ask.SayAside("en", "x", seat=ANNA.seat), ask.TakeContact()):
            with pytest.raises(Refused):
                world.act(actor, command)
    for actor in (ANNA, MODERATOR):
        with pytest.raises(Refused):
            world.join(actor)
    world.rooms.act(ROOM, House(), 0, ask.Tidy(0), world.now)
    assert frames == [len(line.frames) for line in lines]
