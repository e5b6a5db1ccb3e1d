"""Reaching one person: nothing keeps anybody from asking for a moderator, and what is said aside stays there."""

import pytest

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import limits
from forum.rooms.domain.state import House, Member, Phase
from tests.frames import every_byte
from tests.rooms.worlds import ANNA, BRYN, CERYS, MODERATOR, ROOM, World, telling

NEED = ask.SayAside("en", "", "need")
SOMEONE = ask.SayAside("cy", "Mae rhywun yma", "someone-here")
QUIETLY = ask.SayAside("en", "Are you there?")
CONTACT = ask.GiveContact("en", "12 Quiet Street, CF10 1AA")


def muted(world):
    world.say(ANNA)
    world.act(MODERATOR, ask.Mute(ANNA.seat))


def turn_of_another(world):
    world.say(BRYN)
    world.act(MODERATOR, ask.OneVoice(True))
    world.act(MODERATOR, ask.GiveTurn(BRYN.seat))


def staying(world):
    world.act(MODERATOR, ask.EndRoom("en", ""))
    world.act(MODERATOR, ask.StayRoom())


STATES = {
    "open": lambda world: None,
    "listening": lambda world: world.act(ANNA, ask.ChooseMode("listening")),
    "just spoken": lambda world: world.say(ANNA),
    "muted": muted,
    "paused": lambda world: world.act(ANNA, ask.PauseSeat()),
    "stopped": lambda world: world.act(MODERATOR, ask.StopRoom()),
    "resting": lambda world: world.act(House(), ask.Tidy(500)),
    "nobody there": lambda world: world.act(House(), ask.Tidy(limits.AWAY_AFTER)),
    "one voice, nobody's": lambda world: world.act(MODERATOR, ask.OneVoice(True)),
    "one voice, another's": turn_of_another,
    "closing": lambda world: world.act(MODERATOR, ask.EndRoom("en", "Goodbye")),
    "staying": staying,
}


@pytest.fixture
def world():
    world = World()
    world.open(ANNA, BRYN)
    return world


def refusal(world, actor, command):
    with pytest.raises(Refused) as refused:
        world.act(actor, command)
    return refused.value.code


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
@pytest.mark.parametrize("command", [NEED, SOMEONE, QUIETLY, CONTACT], ids=lambda c: type(c).__name__)
def test_asking_for_a_moderator_is_never_refused(world, state, command):
    state(world)
    for _ in range(50):
        assert world.act(ANNA, command)
    for command in (ask.TakeContact(), ask.EndAside()):
        world.act(ANNA, command)
    assert not world.state.asides
    assert not world.state.contacts


def test_nor_is_it_while_the_room_is_arriving():
    world = World()
    world.rooms.enter(ROOM, ANNA.seat, world.now)
    for command in (NEED, CONTACT):
        assert world.act(ANNA, command)


@pytest.mark.parametrize("command", [NEED, QUIETLY, CONTACT], ids=lambda c: type(c).__name__)
def test_only_what_is_over_is_over(world, command):
    world.say(BRYN)
    world.act(MODERATOR, ask.Remove(BRYN.seat))
    assert refusal(world, BRYN, command) == RefusalCode.REMOVED
    world.act(MODERATOR, ask.CloseRoom())
    assert refusal(world, ANNA, command) == RefusalCode.CLOSED


def test_seeing_what_is_seen_or_what_is_not_there_changes_nothing(world):
    assert refusal(world, MODERATOR, ask.SeeAside(ANNA.seat, "nothing1")) == RefusalCode.NO_SUCH_SEAT
    world.act(ANNA, NEED)
    assert world.act(MODERATOR, ask.SeeAside(ANNA.seat, "nothing1")) == ()
    assert world.act(MODERATOR, world.seeing(ANNA))
    assert world.act(MODERATOR, world.seeing(ANNA)) == ()
    world.act(MODERATOR, ask.SayAside("en", "I am here", seat=ANNA.seat))
    assert world.act(MODERATOR, world.seeing(ANNA)) == ()


def test_words_that_came_after_what_a_moderator_saw_wait_on():
    world = telling(ANNA)
    told = world.lines[ANNA]
    world.act(ANNA, QUIETLY)
    world.beat(2)
    sees = world.seeing(ANNA)
    world.act(ANNA, ask.SayAside("en", "canary"))
    world.act(MODERATOR, sees)
    assert "canary" not in world.lines[MODERATOR].texts()
    world.beat(2)
    assert told.page()["self"]["aside"] == "sent"
    assert world.lines[MODERATOR].page()["asides"][ANNA.seat]["unseen"] is True
    world.wait(limits.UNSEEN_AFTER)
    world.beat(2)
    assert told.page()["self"]["late"] is True
    world.act(MODERATOR, world.seeing(ANNA))
    world.beat(2)
    assert told.page()["self"]["aside"] == "seen"


def test_no_moderator_ends_a_talk_over_words_that_nobody_has_read():
    world = telling(ANNA)
    world.act(ANNA, QUIETLY)
    world.act(MODERATOR, world.seeing(ANNA))
    world.act(ANNA, NEED)
    assert refusal(world, MODERATOR, ask.EndAside(ANNA.seat)) == RefusalCode.UNREAD_CALL
    world.beat(2)
    assert [m["kind"] for m in world.lines[MODERATOR].page()["asides"][ANNA.seat]["messages"]] == ["", "need"]
    world.act(MODERATOR, world.seeing(ANNA))
    assert world.act(MODERATOR, ask.EndAside(ANNA.seat))
    assert not world.state.asides


def test_a_line_that_breaks_and_somebody_who_leaves_look_the_same_and_coming_back_at_once_shows_nothing():
    shown = []
    for leave in (lambda world: world.drop(ANNA), lambda world: world.beats.leave(ROOM, ANNA.seat)):
        world = telling(ANNA)
        world.act(ANNA, NEED)
        world.beat(3)
        leave(world)
        ups = [world.lines[MODERATOR].page()["asides"][ANNA.seat]["up"] for _ in range(6) if world.beat() is None]
        shown.append(ups)
    assert shown[0] == shown[1]
    assert shown[0][0] is True
    assert shown[0][-1] is False
    world = telling(ANNA)
    world.act(ANNA, NEED)
    world.beat(3)
    world.drop(ANNA)
    world.beat()
    world.join(ANNA)
    world.beat(5)
    ups = [r.fields["up"] for r in world.lines[MODERATOR].read() if r.kind == "aside:changed"]
    assert set(ups) == {True}


def test_a_page_that_went_without_a_word_is_soon_not_connected():
    world = telling(ANNA, BRYN)
    for actor in (ANNA, BRYN):
        world.act(actor, NEED)
    world.dead = {ANNA}
    world.beat(10)
    asides = world.lines[MODERATOR].page()["asides"]
    assert [asides[actor.seat]["up"] for actor in (ANNA, BRYN)] == [False, True]
    assert world.lines[ANNA].ends == []


def test_of_seats_without_an_aside_nobody_is_told_who_is_connected():
    world = telling(ANNA, BRYN)
    world.say(BRYN)
    world.beat(2)
    before = len(world.lines[MODERATOR].read())
    world.drop(BRYN)
    world.beat(5)
    assert {record.kind for record in world.lines[MODERATOR].read()[before:]} == {"beat"}


def test_whoever_was_only_written_to_tells_nobody_that_they_are_there():
    world = telling(ANNA)
    world.say(ANNA)
    world.act(MODERATOR, ask.SayAside("en", "Are you there?", seat=ANNA.seat))
    world.beat(3)
    world.drop(ANNA)
    world.beat(3)
    world.join(ANNA)
    world.beat(3)
    told = [r.fields["up"] for r in world.lines[MODERATOR].read() if r.kind == "aside:changed"]
    assert set(told) == {False}
    world.act(ANNA, QUIETLY)
    world.beat(3)
    assert world.lines[MODERATOR].page()["asides"][ANNA.seat]["up"] is True
    world.act(ANNA, ask.WithdrawAll())
    world.beat(3)
    assert world.lines[MODERATOR].page()["asides"][ANNA.seat]["up"] is False


def test_an_aside_to_somebody_gone_waits_and_one_to_somebody_unknown_is_refused():
    world = telling(ANNA, BRYN)
    answer = ask.SayAside("cy", "Rydw i yma", seat=ANNA.seat)
    assert refusal(world, MODERATOR, answer) == RefusalCode.NO_SUCH_SEAT
    world.act(ANNA, ask.RaiseHand())
    world.drop(ANNA)
    world.act(MODERATOR, answer)
    world.beat(3)
    assert world.lines[MODERATOR].page()["asides"][ANNA.seat]["up"] is False
    line = world.join(ANNA)
    world.beat(3)
    assert [message["text"] for message in line.page()["aside"]] == ["Rydw i yma"]
    world.act(MODERATOR, ask.Remove(ANNA.seat))
    assert refusal(world, MODERATOR, answer) == RefusalCode.NO_SUCH_SEAT


@pytest.mark.parametrize(
    ("actor", "command"),
    [
        (ANNA, ask.SayAside("en", "x", seat=BRYN.seat)),
        (ANNA, ask.EndAside(BRYN.seat)),
        (ANNA, ask.LowerHand(BRYN.seat)),
        (MODERATOR, ask.SayAside("en", "x")),
        (MODERATOR, ask.SayAside("en", "x", "need", ANNA.seat)),
        (MODERATOR, ask.EndAside()),
        (MODERATOR, ask.LowerHand()),
    ],
    ids=repr,
)
def test_members_name_no_seat_and_moderators_name_one(world, actor, command):
    assert refusal(world, actor, command) == RefusalCode.NOT_ALLOWED


def test_words_said_aside_reach_that_seat_and_the_desk_and_nobody_else():
    world = telling(ANNA, BRYN)
    world.act(ANNA, ask.SayAside("en", "aside canary"))
    world.act(MODERATOR, ask.SayAside("en", "answer canary", seat=ANNA.seat))
    world.act(ANNA, ask.GiveContact("en", "contact canary"))
    world.beat(4)
    late = world.join(CERYS)
    world.beat(3)
    assert [every_byte(world.lines[actor]).count(b"canary") for actor in (ANNA, BRYN, MODERATOR)] == [3, 0, 3]
    assert ANNA.seat.encode() in every_byte(world.lines[MODERATOR])
    for line in (late, world.lines[BRYN]):
        assert b"canary" not in every_byte(line)
        assert ANNA.seat.encode() not in every_byte(line)
        assert not {r.kind for r in line.read()} & {"aside:said", "aside:changed", "contact:given", "contact:shown"}


def test_ended_or_taken_back_nothing_of_it_is_left(world):
    for end in (ask.EndAside(), ask.WithdrawAll()):
        for command in (NEED, ask.SayAside("en", "canary"), ask.GiveContact("en", "canary")):
            world.act(ANNA, command)
        world.act(ANNA, end)
        world.act(ANNA, ask.TakeContact())
        assert not world.state.asides
        assert not world.log._rooms[ROOM].cells


def test_one_quiet_message_is_taken_back_like_any_other_and_nobody_elses(world):
    world.act(ANNA, ask.SayAside("en", "mine"))
    world.act(MODERATOR, ask.SayAside("en", "theirs", seat=ANNA.seat))
    mine, theirs = (message.id for message in world.state.asides[ANNA.seat].messages)
    for actor, wanted in ((BRYN, mine), (ANNA, theirs)):
        assert refusal(world, actor, ask.Withdraw(wanted)) == RefusalCode.NO_SUCH_MESSAGE
    world.act(ANNA, ask.Withdraw(mine))
    assert set(world.log._rooms[ROOM].cells.values()) == {"theirs"}
    assert refusal(world, ANNA, ask.Withdraw(mine)) == RefusalCode.NO_SUCH_MESSAGE


def test_an_aside_holds_forty_messages_and_the_oldest_go_with_their_words():
    world = telling(ANNA)
    for number in range(limits.MAX_ASIDES + 5):
        world.act(ANNA, ask.SayAside("en", f"{number} " + "x" * 490))
        world.beat()
    world.settle()
    texts = [message["text"].split()[0] for message in world.lines[ANNA].page()["aside"]]
    assert texts == [str(number) for number in range(5, limits.MAX_ASIDES + 5)]
    assert len(world.log._rooms[ROOM].cells) == limits.MAX_ASIDES
    assert world.lines[MODERATOR].page()["asides"] == world.view(MODERATOR)["asides"]


def test_a_contact_stays_until_it_is_settled_and_its_owner_learns_how():
    world = telling(ANNA)
    for how in ("passed", "not-needed"):
        world.act(ANNA, CONTACT)
        assert refusal(world, MODERATOR, ask.EndAside(ANNA.seat)) == RefusalCode.OPEN_CONTACT
        world.beat(2)
        assert world.lines[ANNA].page()["contact"]["text"] == CONTACT.text
        world.act(MODERATOR, ask.SettleContact(ANNA.seat, how))
        assert world.act(MODERATOR, ask.SettleContact(ANNA.seat, how)) == ()
        world.beat(2)
        page = world.lines[ANNA].page()
        assert (page["self"]["contact"], page["contact"]) == (how, None)
        assert not world.log._rooms[ROOM].cells


def test_given_again_it_takes_the_place_of_the_first(world):
    for text in ("first", "second"):
        world.act(ANNA, ask.GiveContact("en", text))
    assert list(world.log._rooms[ROOM].cells.values()) == ["second"]
    world.act(ANNA, ask.TakeContact())
    assert world.act(ANNA, ask.TakeContact()) == ()
    assert not world.log._rooms[ROOM].cells


@pytest.mark.parametrize(
    ("command", "code"), [(CONTACT, RefusalCode.OPEN_CONTACT), (NEED, RefusalCode.UNREAD_CALL)], ids=["contact", "call"]
)
def test_nobody_closes_over_somebody_who_waits_without_saying_so_but_the_house(world, command, code):
    world.act(ANNA, command)
    assert refusal(world, MODERATOR, ask.CloseRoom()) == code
    world.act(MODERATOR, ask.CloseRoom(confirmed=True))
    assert world.state.phase == Phase.CLOSED
    other = World()
    other.open(ANNA)
    other.act(ANNA, command)
    other.rooms.close(ROOM, other.now)
    assert other.state.phase == Phase.CLOSED


def test_a_talk_that_a_moderator_has_read_keeps_no_room_open(world):
    world.act(ANNA, NEED)
    world.act(MODERATOR, world.seeing(ANNA))
    world.act(MODERATOR, ask.CloseRoom())
    assert world.state.phase == Phase.CLOSED


def test_what_a_burst_has_no_room_for_follows_and_whoever_waits_is_told_first():
    world = World()
    members = [Member(f"seat-{n}".ljust(16, "x")) for n in range(20)]
    world.open(ANNA, *members)
    world.act(ANNA, ask.SayAside("en", "please help me now", "need"))
    for number in range(limits.MAX_ASIDES):
        for member in members:
            world.act(member, ask.SayAside("en", f"{number} " + "z" * 490))
    world.act(members[0], CONTACT)
    world.beat(200)
    line = world.join(MODERATOR)
    world.beat()
    page = line.page()
    assert page["asides"][ANNA.seat]["messages"][0]["text"] == "please help me now"
    assert page["contacts"] == world.view(MODERATOR)["contacts"]
    assert page["asides"] != world.view(MODERATOR)["asides"]
    world.send(MODERATOR, "aside:say", "Yes", lang="en", seat=ANNA.seat)
    world.beat(2)
    assert "command:done" in line.kinds(2)
    world.settle()
    assert line.page()["asides"] == world.view(MODERATOR)["asides"]


def test_asking_for_a_moderator_fixes_the_name_and_tells_the_desk_alone():
    world = telling(ANNA, BRYN)
    world.act(ANNA, NEED)
    assert refusal(world, ANNA, ask.DrawHandle()) == RefusalCode.HANDLE_KEPT
    world.beat(2)
    assert [seat["seat"] for seat in world.lines[MODERATOR].page()["seats"]] == [ANNA.seat]
    assert world.lines[ANNA].page()["self"]["known"] is True


def test_a_hundred_people_ask_at_once_and_all_of_them_reach_the_desk():
    world = telling()
    members = [Member(f"seat-{n}".ljust(16, "x")) for n in range(100)]
    world.open(*members)
    for member in members:
        world.act(member, ask.SayAside("en", "x" * 500, "need"))
        world.act(member, ask.GiveContact("en", "y" * 500))
    world.settle()
    page = world.lines[MODERATOR].page()
    assert len(page["asides"]) == len(page["contacts"]) == 100
    assert page["asides"] == world.view(MODERATOR)["asides"]
    line = world.join(MODERATOR)
    world.beat(2)
    assert line.page()["asides"] == world.view(MODERATOR)["asides"]
    assert line.page()["contacts"] == world.view(MODERATOR)["contacts"]
