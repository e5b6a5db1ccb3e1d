"""What the wire shows of a seat is one list of sizes and moments, whatever the seat does or is done to it."""

from itertools import pairwise

import pytest

from forum.rooms import beat_room, wire
from forum.rooms.beat_room import SIZES
from forum.rooms.domain.state import SUPPORTS
from tests.rooms.worlds import ANNA, BRYN, CERYS, MODERATOR, World

PEOPLE = (ANNA, BRYN, CERYS, MODERATOR)
BEATS = 84
"""Long enough for an aside that nobody sees to be late."""


def by(actor, kind, /, text="", **fields):
    """A command in a frame of the actor's page."""
    return lambda world: world.send(actor, kind, text, **fields)


def says(actor, text="ŵ" * 600):
    return by(actor, "message:say", text, lang="cy")


def about_the_first(actor, kind, /, **fields):
    return lambda world: world.send(actor, kind, id=world.state.messages[0].id, **fields)


def answers(actor):
    def answer(world):
        world.send(actor, "message:say", "ŵ" * 600, lang="cy", to=world.state.messages[0].id)

    return answer


def about_anna(kind, /, text="", **fields):
    return by(MODERATOR, kind, text, seat=ANNA.seat, **fields)


def aside(actor=ANNA, text="ŵ" * 300, **fields):
    return by(actor, "aside:say", text, lang="cy", **fields)


def takes_the_aside_back(world):
    world.send(ANNA, "message:withdraw", id=world.state.asides[ANNA.seat].messages[0].id)


def sees_the_aside(world):
    world.send(MODERATOR, "aside:see", seat=ANNA.seat, id=world.state.asides[ANNA.seat].messages[-1].id)


def contact(actor=ANNA, text="Ŵ" * 300):
    return by(actor, "contact:give", text, lang="en")


def nothing(world):
    pass


def desk_goes(world):
    world.drop(MODERATOR)


def desk_comes(world):
    world.lines.append(world.join(MODERATOR))


def comes_again(world):
    world.drop(BRYN)
    world.lines.append(world.join(BRYN))


SPEAKING = {
    "says a short thing": [says(ANNA, "x")],
    "says the longest thing": [says(ANNA)],
    "says a lot": [says(ANNA)] * 4,
    "says something with a note": [by(ANNA, "message:say", "ŵ" * 600, lang="en", note="self-harm")],
    "says something with words of a note": [
        by(ANNA, "message:say", "ŵ" * 600, lang="en", note="other", own="ŵ" * 30),
    ],
    "answers": [says(BRYN), answers(ANNA)],
    "sends a small reply": [says(BRYN), about_the_first(ANNA, "message:support", kind="believe")],
    "sends every small reply": [
        says(BRYN), *(about_the_first(ANNA, "message:support", kind=kind) for kind in SUPPORTS),
    ],
    "sends the same reply twice": [says(BRYN), *[about_the_first(ANNA, "message:support", kind="strength")] * 2],
    "flags": [says(BRYN), about_the_first(ANNA, "message:flag")],
    "flags twice": [says(BRYN), *[about_the_first(ANNA, "message:flag")] * 2],
    "withdraws one": [says(ANNA), about_the_first(ANNA, "message:withdraw")],
    "withdraws everything": [says(ANNA), says(ANNA), by(ANNA, "messages:withdraw")],
    "withdraws everything there is": [says(ANNA), aside(), contact(), by(ANNA, "messages:withdraw")],
    "withdraws what was flagged": [
        says(ANNA), about_the_first(BRYN, "message:flag"), about_the_first(ANNA, "message:withdraw"),
    ],
    "withdraws what was flagged, and it is settled": [
        says(ANNA), about_the_first(BRYN, "message:flag"), about_the_first(ANNA, "message:withdraw"),
        about_the_first(MODERATOR, "message:settle"),
    ],
    "hears another": [says(BRYN)],
    "hears the moderator": [says(MODERATOR)],
    "is answered and supported": [says(ANNA), answers(BRYN), about_the_first(CERYS, "message:support", kind="believe")],
}  # fmt: skip
OWN_SEAT = {
    "goes on a pause and comes back": [by(ANNA, "seat:pause"), by(ANNA, "seat:resume")],
    "listens": [by(ANNA, "mode:choose", mode="listening")],
    "chooses to speak": [by(CERYS, "mode:choose", mode="speaking")],
    "draws another handle": [by(ANNA, "handle:draw"), by(ANNA, "handle:draw")],
    "draws another handle when that is granted": [says(ANNA), about_anna("handle:grant"), by(ANNA, "handle:draw")],
    "raises a hand": [by(ANNA, "hand:raise")],
    "raises a hand and lowers it": [by(ANNA, "hand:raise"), by(ANNA, "hand:lower")],
    "raises a hand and is seen": [by(ANNA, "hand:raise"), about_anna("hand:lower")],
}
QUIETLY = {
    "needs somebody": [aside(text="", kind="need")],
    "thinks that someone is here": [aside(kind="someone-here")],
    "says something aside": [aside(text="x")],
    "says the longest thing aside": [aside()],
    "says a lot aside": [aside()] * 6,
    "says something aside from a pause": [by(ANNA, "seat:pause"), aside(text="", kind="need")],
    "is seen": [aside(), sees_the_aside],
    "is answered aside": [aside(), about_anna("aside:say", "ŵ" * 300, lang="cy")],
    "is asked aside": [says(ANNA, "x"), about_anna("aside:say", "x", lang="cy")],
    "takes an aside back": [aside(), takes_the_aside_back],
    "ends an aside": [aside(), by(ANNA, "aside:end")],
    "has an aside ended": [aside(), sees_the_aside, about_anna("aside:end")],
    "is heard out": [aside(), about_anna("aside:end")],
    "gives a contact": [contact()],
    "gives a contact again": [contact(), contact(text="x")],
    "takes a contact back": [contact(), by(ANNA, "contact:take")],
    "has a contact passed on": [contact(), about_anna("contact:settle", how="passed")],
    "has a contact settled": [contact(), about_anna("contact:settle", how="not-needed")],
}
FROM_THE_DESK = {
    "is hidden and put back": [
        says(ANNA), about_the_first(MODERATOR, "message:hide"), about_the_first(MODERATOR, "message:unhide"),
    ],
    "is flagged and settled": [
        says(ANNA), about_the_first(BRYN, "message:flag"), about_the_first(MODERATOR, "message:settle"),
    ],
    "is muted and let speak": [says(ANNA), about_anna("seat:mute"), about_anna("seat:unmute")],
    "may draw again": [says(ANNA), about_anna("handle:grant")],
    "hears one voice at a time": [by(MODERATOR, "voice:one", on=True), by(MODERATOR, "voice:one", on=False)],
    "has the word": [
        by(ANNA, "hand:raise"), by(MODERATOR, "voice:one", on=True), about_anna("turn:give"), says(ANNA),
        by(MODERATOR, "turn:end"),
    ],
    "sees the room stop and open": [by(MODERATOR, "room:stop"), by(MODERATOR, "room:open")],
    "sees the closing": [by(MODERATOR, "room:end", "Diolch " * 50, lang="cy")],
    "stays": [says(ANNA), by(MODERATOR, "room:end"), by(MODERATOR, "room:stay")],
    "says something aside while staying": [by(MODERATOR, "room:end"), by(MODERATOR, "room:stay"), aside()],
    "keeps the room open for a call": [aside(), by(MODERATOR, "room:close")],
    "keeps the room open for a contact": [contact(), by(MODERATOR, "room:close")],
}  # fmt: skip
REFUSED = {
    "takes back what is not there": [by(ANNA, "message:withdraw", id="nothing1")],
    "asks for what there is not": [by(ANNA, "no:such")],
    "answers what is gone": [by(ANNA, "message:say", "ŵ" * 600, lang="en", to="nothing1")],
    "says nothing": [by(ANNA, "message:say", " ", lang="en")],
    "speaks while listening": [says(CERYS)],
    "notes what there is not": [by(ANNA, "message:say", "x", lang="en", note="weather")],
    "flags what is not there": [by(ANNA, "message:flag", id="nothing1")],
    "supports what is not there": [by(ANNA, "message:support", id="nothing1", kind="believe")],
    "says nothing aside": [aside(text="")],
    "does what a moderator does": [by(ANNA, "room:stop")],
    "settles what is not there": [by(MODERATOR, "message:settle", id="nothing1")],
    "reaches somebody who is not there": [by(MODERATOR, "aside:say", "x", lang="en", seat="seat-nobody")],
    "gives the word when all speak": [by(MODERATOR, "turn:give", seat=CERYS.seat)],
}
ACTS = SPEAKING | OWN_SEAT | QUIETLY | FROM_THE_DESK | REFUSED
REFUSED_TOO = {"is heard out", "keeps the room open for a call", "keeps the room open for a contact"}
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
    world.open(ANNA, BRYN)
    world.beat()
    world.lines = [world.join(actor) for actor in PEOPLE]
    world.beat(3)
    for act in acts:
        world.wait(0.25)
        act(world)
        world.beat(5)
    world.beat(max(0, BEATS - 5 * len(acts)))
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
    refused = name in REFUSED or name in REFUSED_TOO
    assert ("command:done" in kinds, "command:refused" in kinds) == (name not in REFUSED, refused)


@pytest.mark.parametrize("acts", ACTS.values(), ids=ACTS)
def test_without_padding_each_of_these_acts_would_show(acts, unpadded):
    assert observed(acts) != observed([])


@pytest.mark.parametrize("acts", ACTS.values(), ids=ACTS)
def test_each_of_these_acts_would_show_if_it_were_answered_at_once(acts):
    def at_once(world):
        acts[-1](world)
        world.step()

    assert observed([*acts[:-1], at_once]) != IDLE


def test_every_command_that_the_room_knows_is_among_them(monkeypatch):
    sent, stock = set(), World.send

    def noting(world, actor, kind, /, *more, **fields):
        sent.add(kind)
        stock(world, actor, kind, *more, **fields)

    monkeypatch.setattr(World, "send", noting)
    for acts in (*ACTS.values(), REMOVED, CLOSED):
        lived(acts)
    assert sent > set(wire._READS)


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


PRESENCE = (desk_goes, desk_comes)
UNHEARD = {
    "when a moderator sees it late": [aside(), *[nothing] * 13, sees_the_aside],
    "when nobody sees it": [aside(), *[nothing] * 14],
    "when nobody is here": [aside(), desk_goes, *[nothing] * 4, desk_comes, sees_the_aside],
    "when nobody was here": [desk_goes, *[nothing] * 4, aside(), contact(), desk_comes],
    "when the room goes to rest": [desk_goes, *[nothing] * 4, aside(), *[nothing] * 22],
}


def idle(acts):
    """The same comings and goings, and nothing else."""
    return observed([act if act in PRESENCE else nothing for act in acts])


def told_of_asides(world):
    states = [r.fields["aside"] for r in world.lines[0].read() if r.kind == "self:changed" and "aside" in r.fields]
    lates = [r.fields["late"] for r in world.lines[0].read() if r.kind == "self:changed" and "late" in r.fields]
    return {*states, *(["late"] if any(lates) else [])}


@pytest.mark.parametrize("name", UNHEARD)
def test_the_list_of_one_whom_nobody_hears_is_the_same(name):
    world = lived(UNHEARD[name])
    assert listed(world) == idle(UNHEARD[name])
    told = told_of_asides(world)
    assert ("late" in told, "nobody" in told) == ("sees" in name or "rest" in name, "here" in name or "rest" in name)


@pytest.mark.parametrize("acts", UNHEARD.values(), ids=UNHEARD)
def test_without_padding_it_would_show(acts, unpadded):
    assert observed(acts) != idle(acts)


def test_the_list_is_one_frame_a_beat_after_the_burst():
    moments = [moment for moment, _ in IDLE[0]]
    assert len(set(moments[:24])) == 1
    steps = {round(b - a, 6) for a, b in pairwise(moments[23:])}
    assert steps == {1.0}
