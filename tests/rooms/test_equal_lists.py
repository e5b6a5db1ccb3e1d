"""What the wire shows of a seat is one list of sizes and moments, whatever the seat does or is done to it."""

from itertools import pairwise

import pytest

from forum.rooms import beat_room
from forum.rooms.beat_room import SIZES
from tests.rooms.worlds import ANNA, BRYN, CERYS, MODERATOR, World

PEOPLE = (ANNA, BRYN, CERYS, MODERATOR)
BEATS = 60


def by(actor, kind, text="", **fields):
    """A command in a frame of the actor's page."""
    return lambda world: world.send(actor, kind, text, **fields)


def says(actor, text="ŵ" * 600):
    return by(actor, "message:say", text, lang="cy")


def about_the_first(actor, kind):
    return lambda world: world.send(actor, kind, id=world.state.messages[0].id)


def about_anna(kind):
    return by(MODERATOR, kind, seat=ANNA.seat)


def nothing(world):
    pass


def comes_again(world):
    world.drop(BRYN)
    world.lines.append(world.join(BRYN))


ACTS = {
    "says a short thing": [says(ANNA, "x")],
    "says the longest thing": [says(ANNA)],
    "says a lot": [says(ANNA)] * 4,
    "withdraws one": [says(ANNA), about_the_first(ANNA, "message:withdraw")],
    "withdraws everything": [says(ANNA), says(ANNA), by(ANNA, "messages:withdraw")],
    "goes on a pause and comes back": [by(ANNA, "seat:pause"), by(ANNA, "seat:resume")],
    "listens": [by(ANNA, "mode:choose", mode="listening")],
    "chooses to speak": [by(CERYS, "mode:choose", mode="speaking")],
    "draws another handle": [by(ANNA, "handle:draw"), by(ANNA, "handle:draw")],
    "is refused": [by(ANNA, "message:withdraw", id="nothing1")],
    "asks for what is not there": [by(ANNA, "no:such")],
    "hears another": [says(BRYN)],
    "hears the moderator": [says(MODERATOR)],
    "is hidden and put back": [
        says(ANNA),
        about_the_first(MODERATOR, "message:hide"),
        about_the_first(MODERATOR, "message:unhide"),
    ],
    "is muted and let speak": [says(ANNA), about_anna("seat:mute"), about_anna("seat:unmute")],
    "sees the room stop and open": [by(MODERATOR, "room:stop"), by(MODERATOR, "room:open")],
    "sees the closing": [by(MODERATOR, "room:end", "Diolch " * 50, lang="cy")],
}
REFUSED = {"is refused", "asks for what is not there"}
REMOVED = [says(ANNA), about_anna("seat:remove")]
CLOSED = [says(ANNA), by(MODERATOR, "room:close")]
COMES_AGAIN = {
    "after silence": [nothing, nothing, nothing, comes_again],
    "after much was said": [says(ANNA), says(BRYN), says(ANNA), comes_again],
    "after a pause": [nothing, by(BRYN, "seat:pause"), says(ANNA, "x"), comes_again],
    "after being muted": [says(BRYN), by(MODERATOR, "seat:mute", seat=BRYN.seat), says(MODERATOR), comes_again],
}


def lived(acts):
    """A room with three seats and the desk, with one act every five beats."""
    world = World(seed=5)
    world.ticking = True
    world.open(ANNA, BRYN)
    world.beat()
    world.lines = [world.join(actor) for actor in PEOPLE]
    world.beat(3)
    for act in acts:
        world.wait(0.25)
        act(world)
        world.beat(5)
    world.beat(BEATS - 5 * len(acts))
    assert not world.faults
    return world


def listed(world):
    """(moment, bytes) of every frame that each line was sent."""
    return [[(moment, len(frame)) for moment, frame in line.frames] for line in world.lines]


def observed(acts):
    return listed(lived(acts))


IDLE = observed([])


@pytest.fixture
def unpadded(monkeypatch):
    """Parts that are as long as what is in them."""
    monkeypatch.setattr(beat_room, "part", lambda records, size: b"".join(records))
    monkeypatch.setattr(beat_room, "NOTHING_OWN", dict.fromkeys(SIZES, ""))


@pytest.mark.parametrize("name", ACTS)
def test_the_list_of_one_who_acts_equals_the_list_of_one_who_does_nothing(name):
    world = lived(ACTS[name])
    assert listed(world) == IDLE
    kinds = {record.kind for line in world.lines for record in line.read()}
    assert ("command:done" in kinds, "command:refused" in kinds) == (name not in REFUSED, name in REFUSED)


@pytest.mark.parametrize("acts", ACTS.values(), ids=ACTS)
def test_without_padding_each_of_these_acts_would_show(acts, unpadded):
    assert observed(acts) != observed([])


@pytest.mark.parametrize("acts", ACTS.values(), ids=ACTS)
def test_each_of_these_acts_would_show_if_it_were_answered_at_once(acts):
    def at_once(world):
        acts[-1](world)
        world.step()

    assert observed([*acts[:-1], at_once]) != IDLE


def until_the_end(lists):
    """The lists of those who do nothing, each as long as the one here."""
    return [idle[: len(one)] for one, idle in zip(lists, IDLE, strict=True)]


def test_the_list_of_one_who_is_removed_is_the_same_up_to_its_last_frame():
    world = lived(REMOVED)
    assert listed(world) == until_the_end(listed(world))
    assert [line.ends for line in world.lines] == [["cut"], [], [], []]
    assert [len(one) < len(idle) for one, idle in zip(listed(world), IDLE, strict=True)] == [True, False, False, False]


def test_when_a_room_closes_all_lists_are_the_same_up_to_one_last_moment():
    world = lived(CLOSED)
    assert listed(world) == until_the_end(listed(world))
    assert [line.ends for line in world.lines] == [["cut"]] * 4
    assert len({one[-1][0] for one in listed(world)}) == 1


@pytest.mark.parametrize("acts", [REMOVED, CLOSED], ids=["removed", "closed"])
def test_without_padding_these_ends_would_show_before_they_come(acts, unpadded):
    shown, idle = observed(acts), observed([nothing] * 2)
    assert shown != [line[: len(one)] for one, line in zip(shown, idle, strict=True)]


@pytest.mark.parametrize("acts", COMES_AGAIN.values(), ids=COMES_AGAIN)
def test_the_list_of_one_who_comes_again_tells_nothing_of_what_was_missed(acts):
    world = lived(acts)
    assert listed(world) == observed(COMES_AGAIN["after silence"])
    assert "self:changed" in {record.kind for record in world.lines[-1].read()}
    others = (0, 2, 3)
    assert [listed(world)[n] for n in others] == [IDLE[n] for n in others]


@pytest.mark.parametrize("name", [name for name in COMES_AGAIN if name != "after silence"])
def test_without_padding_it_would_tell(name, unpadded):
    assert observed(COMES_AGAIN[name])[-1] != observed(COMES_AGAIN["after silence"])[-1]


def test_the_list_is_one_frame_a_beat_after_the_burst():
    moments = [moment for moment, _ in IDLE[0]]
    assert len(set(moments[:24])) == 1
    steps = {round(b - a, 6) for a, b in pairwise(moments[23:])}
    assert steps == {1.0}
