"""What somebody who reaches for a moderator is told of it: seen, not seen yet, or nobody there."""

from forum.rooms.domain import commands as ask
from forum.rooms.domain import limits
from tests.rooms.worlds import ANNA, BRYN, MODERATOR, telling

NEED = ask.SayAside("en", "", "need")
QUIETLY = ask.SayAside("en", "Are you there?")
CONTACT = ask.GiveContact("en", "12 Quiet Street, CF10 1AA")


def stands(world, actor):
    return world.lines[actor].page()["self"]["aside"]


def test_it_says_whether_somebody_has_seen_it():
    world = telling(ANNA)
    told = world.lines[ANNA]
    for step, expected in (
        (lambda: world.act(ANNA, NEED), ("sent", False)),
        (lambda: world.wait(limits.UNSEEN_AFTER), ("sent", True)),
        (lambda: world.act(MODERATOR, world.seeing(ANNA)), ("seen", False)),
        (lambda: world.act(ANNA, QUIETLY), ("sent", False)),
        (lambda: world.drop(MODERATOR), ("sent", False)),
        (lambda: world.beat(int(limits.AWAY_AFTER) + 1), ("nobody", False)),
        (lambda: world.join(MODERATOR), ("sent", False)),
        (lambda: world.act(ANNA, ask.EndAside()), ("", False)),
    ):
        step()
        world.beat(3)
        assert (told.page()["self"]["aside"], told.page()["self"]["late"]) == expected
    assert told.page()["aside"] == []


def test_who_has_a_talk_that_was_read_learns_that_nobody_is_there_any_more():
    world = telling(ANNA, BRYN)
    world.act(ANNA, NEED)
    world.act(MODERATOR, world.seeing(ANNA))
    world.drop(MODERATOR)
    world.beat(int(limits.AWAY_AFTER) + 1)
    assert stands(world, ANNA) == "nobody"
    assert stands(world, BRYN) == ""
    world.beat(int(limits.REST_AFTER))
    assert (world.lines[ANNA].page()["phase"], stands(world, ANNA)) == ("pause", "nobody")
    world.lines[ANNA] = world.join(ANNA)
    world.settle()
    assert stands(world, ANNA) == "nobody"
    world.join(MODERATOR)
    world.beat(3)
    assert stands(world, ANNA) == "seen"


def test_a_place_given_in_a_talk_that_was_read_waits_and_becomes_late_with_the_call_that_goes_with_it():
    world = telling(ANNA)
    world.act(ANNA, QUIETLY)
    world.act(MODERATOR, world.seeing(ANNA))
    for command in (CONTACT, NEED):
        world.act(ANNA, command)
        world.beat(2)
    assert stands(world, ANNA) == "sent"
    assert world.lines[MODERATOR].page()["asides"][ANNA.seat]["unseen"] is True
    world.wait(limits.UNSEEN_AFTER)
    world.beat(2)
    assert world.lines[ANNA].page()["self"]["late"] is True


def test_of_a_talk_in_which_nothing_of_theirs_is_left_nobody_is_told_that_it_was_seen():
    world = telling(ANNA)
    world.act(ANNA, QUIETLY)
    world.act(MODERATOR, world.seeing(ANNA))
    world.act(MODERATOR, ask.SayAside("en", "I am here", seat=ANNA.seat))
    world.beat(2)
    assert stands(world, ANNA) == "seen"
    world.act(ANNA, ask.Withdraw(world.state.asides[ANNA.seat].messages[0].id))
    world.beat(2)
    assert stands(world, ANNA) == "open"
    world.drop(MODERATOR)
    world.beat(int(limits.AWAY_AFTER) + 1)
    assert stands(world, ANNA) == "nobody"
