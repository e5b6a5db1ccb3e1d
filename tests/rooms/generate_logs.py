"""Makes up lives of rooms: `python -m tests.rooms.generate_logs N SEED` prints what viewers get and must end up with.

A life is a list of steps, each four small numbers: who, what, which, and how long after the step before. Every list
of steps is a life, so that hypothesis can draw and shrink them; a step that is refused leaves no trace.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from forum.ids import SeatId
from forum.refusals import Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain.state import (
    KINDS,
    NOTES,
    SUPPORTS,
    Actor,
    House,
    Lang,
    Member,
    Message,
    MessageId,
    Moderator,
    Person,
    Phase,
    State,
)
from forum.rooms.frames import FrameRecord
from tests.rooms.worlds import ANNA, BRYN, CERYS, DAI, MODERATOR, ROOM, RecordingLine, World

MEMBERS = (ANNA, BRYN, CERYS)
VIEWERS: tuple[Person, ...] = (*MEMBERS, DAI, MODERATOR)
"""Dai does nothing but come and go."""
TEXTS = ("Bore da", "Sut mae? Mae'n oer ŵ ŷ", "I <3 this & that", '"\\"', "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "x" * 900, "\n")
GAPS = (0.0, 0.5, 1.0, 5.0, 0.0, 0.5, 1.0, 5.0, 5.0, 12.0, 30.0, 130.0)
Step = tuple[int, int, int, int]
Made = Callable[["Choice"], ask.Command]


@dataclass
class Life:
    """A room that has been lived in and has settled, and all that each viewer's page was sent."""

    world: World
    lines: dict[Person, list[RecordingLine]]

    @property
    def has_a_desk(self) -> bool:
        return self.world.connections.find(ROOM, MODERATOR) is not None

    @property
    def told(self) -> list[Person]:
        """Those whose pages were there to the end: with a live line, or cut because the room has closed."""
        return [viewer for viewer, lines in self.lines.items() if lines and self._is_told(viewer, lines[-1])]

    def _is_told(self, viewer: Person, line: RecordingLine) -> bool:
        seat = self.world.state.seats.get(viewer.seat) if isinstance(viewer, Member) else None
        return not line.dropped and not (seat and seat.removed)

    def records(self, viewer: Person) -> list[FrameRecord]:
        """What the viewer's page has read, over all its lines."""
        return [record for line in self.lines[viewer] for record in line.read()]

    def view(self, viewer: Person) -> dict[str, object]:
        return self.world.view(viewer)


def live(steps: list[Step], seed: int = 1) -> Life:
    """Lives through the steps; at last everybody who may is there, and all that waits is told."""
    life = Life(World(seed), {viewer: [] for viewer in VIEWERS})
    for who, what, which, gap in steps:
        life.world.wait(GAPS[gap % len(GAPS)])
        life.world.beat(gap // len(GAPS) % 4)
        if who % 6 == 5:
            come_or_go(life, VIEWERS[what % len(VIEWERS)] if life.has_a_desk or what % 3 else MODERATOR)
        else:
            step(life.world, (*MEMBERS, MODERATOR, House())[who % 6], what, which)
    for viewer in VIEWERS:
        if life.world.connections.find(ROOM, viewer) is None:
            come_or_go(life, viewer)
    life.world.settle()
    assert not life.world.faults
    return life


def come_or_go(life: Life, viewer: Person) -> None:
    if life.world.connections.find(ROOM, viewer) is None:
        with suppress(Refused):
            life.lines[viewer].append(life.world.join(viewer))
    else:
        life.lines[viewer][-1].dropped = True
        life.world.drop(viewer)


def step(world: World, actor: Actor, what: int, which: int) -> None:
    command = chosen(world.state, actor, what, which)
    if isinstance(command, ask.CloseRoom):
        # What still waits when a room closes is told to nobody any more.
        world.settle()
    with suppress(Refused):
        world.do(actor, command)


def chosen(state: State, actor: Actor, what: int, which: int) -> ask.Command:
    if isinstance(actor, House):
        connected = frozenset(member.seat for member in MEMBERS if which % 7 != 0)
        return ask.Tidy(alone=(0, 0, 0, 200, 0, 0, 15, 0)[which % 8] if what % 5 == 0 else 0, connected=connected)
    ready = readiness(state, actor, what) if isinstance(actor, Member) else pressing(state, what)
    if ready:
        return ready
    makes = DESK_ACTS if isinstance(actor, Moderator) else MEMBER_ACTS
    return makes[what % len(makes)](Choice(state, actor, which))


def readiness(state: State, member: Member, what: int) -> ask.Command | None:
    """Who could not speak does what is needed, more often than not."""
    seat = state.seats.get(member.seat)
    if seat is None or what % 3 == 0:
        return None
    if seat.paused:
        return ask.ResumeSeat()
    return ask.ChooseMode("speaking") if seat.mode == "listening" else None


def pressing(state: State, what: int) -> ask.Command | None:
    """What a moderator does who sees what others have done, more often than not."""
    if state.phase in (Phase.ARRIVING, Phase.PAUSE) and what % 2:
        return ask.OpenRoom()
    if state.phase == Phase.CLOSING and what % 3 == 0:
        return ask.StayRoom()
    off = next((m for m in state.messages if m.hidden), None)
    if off and what % 5 == 0:
        return ask.SettleMessage(off.id) if off.flagged else ask.Unhide(off.id)
    return None


@dataclass
class Choice:
    """What somebody who acts may lay hands on, all of it by one number."""

    state: State
    actor: Actor
    which: int

    @property
    def lang(self) -> Lang:
        return "cy" if self.which % 2 else "en"

    @property
    def text(self) -> str:
        return TEXTS[self.which % len(TEXTS)].strip() or "Ie"

    @property
    def short(self) -> str:
        return self.text[:500] if self.which % 11 == 0 else self.text[:40]

    @property
    def message(self) -> MessageId:
        """Any message, the newer ones more often."""
        messages = self.state.messages[-1 - self.which % 7 :]
        return messages[self.which % len(messages)].id if messages else MessageId("none")

    @property
    def mine(self) -> MessageId:
        """One of one's own, such as are flagged before others."""
        own = [m for m in self.state.messages if m.seat == getattr(self.actor, "seat", None)]
        own = [m for m in own if m.flagged] or own
        return own[self.which % len(own)].id if own else MessageId("none")

    def that(self, is_so: Callable[[Message], object]) -> MessageId:
        """The last message of which something is so, or any."""
        return next((m.id for m in reversed(self.state.messages) if is_so(m)), self.message)

    @property
    def seat(self) -> SeatId:
        return MEMBERS[self.which % 3].seat

    @property
    def aside(self) -> MessageId:
        thread = self.state.asides.get(getattr(self.actor, "seat", None))
        return thread.messages[self.which % len(thread.messages)].id if thread else self.mine

    @property
    def heard(self) -> MessageId:
        """The newest of the seat's aside, now and then the one before it."""
        thread = self.state.asides.get(self.seat)
        said = thread.messages[-2 if self.which % 5 == 0 else -1 :] if thread else ()
        return said[0].id if said else MessageId("none")

    def say(self) -> ask.Command:
        note = ("", "", "", *NOTES)[self.which % (3 + len(NOTES))]
        to = self.message if self.which % 5 == 0 else None
        return ask.Say(self.lang, self.text, to, note or None, "geiriau" if note and self.which % 4 else None)


def only(often: int, makes: Made, otherwise: Made) -> Made:
    """One in so many of a thing that would end all others."""
    return lambda x: makes(x) if x.which % often == 0 else otherwise(x)


OFTEN: list[Made] = [Choice.say] * 6
SUPPORT: Made = lambda x: ask.Support(x.message, SUPPORTS[x.which % len(SUPPORTS)])  # noqa: E731
OPEN: Made = lambda x: ask.OpenRoom()  # noqa: E731
SEE: Made = lambda x: ask.SeeAside(x.seat, x.heard)  # noqa: E731
MEMBER_ACTS: list[Made] = [
    *OFTEN,
    lambda x: ask.Enter(),
    lambda x: ask.DrawHandle(),
    *[lambda x: ask.ChooseMode("speaking" if x.which % 4 else "listening")] * 2,
    lambda x: ask.Withdraw(x.mine if x.which % 3 else x.message),
    only(5, lambda x: ask.WithdrawAll(), Choice.say),
    lambda x: ask.PauseSeat(),
    *[lambda x: ask.ResumeSeat()] * 2,
    *[SUPPORT] * 2,
    *[lambda x: ask.Flag(x.message)] * 2,
    lambda x: ask.RaiseHand(),
    lambda x: ask.LowerHand(),
    *[lambda x: ask.SayAside(x.lang, x.short, None)] * 2,
    lambda x: ask.SayAside(x.lang, "" if x.which % 3 else x.short, KINDS[x.which % len(KINDS)]),
    only(3, lambda x: ask.EndAside(), lambda x: ask.Withdraw(x.aside)),
    lambda x: ask.GiveContact(x.lang, x.short),
    lambda x: ask.TakeContact(),
]
DESK_ACTS: list[Made] = [
    *OFTEN[:2],
    *[OPEN] * 3,
    only(3, lambda x: ask.StopRoom(), OPEN),
    only(3, lambda x: ask.EndRoom(x.lang, ("", x.text)[x.which % 2]), OPEN),
    only(15, lambda x: ask.CloseRoom(x.which % 30 == 0), OPEN),
    only(2, lambda x: ask.StayRoom(), OPEN),
    *[lambda x: ask.Hide(x.message)] * 2,
    lambda x: ask.Unhide(x.that(lambda m: m.hidden)),
    lambda x: ask.SettleMessage(x.that(lambda m: m.flagged)),
    lambda x: ask.Mute(x.seat),
    *[lambda x: ask.Unmute(x.seat)] * 2,
    only(6, lambda x: ask.Remove(x.seat), lambda x: ask.Unmute(x.seat)),
    lambda x: ask.SayAside(x.lang, x.short, None, x.seat),
    *[SEE] * 2,
    only(3, lambda x: ask.EndAside(x.seat), SEE),
    lambda x: ask.SettleContact(x.seat, ("passed", "not-needed")[x.which % 2]),
    lambda x: ask.LowerHand(x.seat),
    lambda x: ask.OneVoice(x.which % 3 > 0),
    *[lambda x: ask.GiveTurn(x.seat)] * 2,
    lambda x: ask.EndTurn(),
    lambda x: ask.GrantHandle(x.seat),
]


BEGIN: list[Step] = [
    *((5, viewer, 0, 0) for viewer in (4, 0, 1, 2, 3)),
    *((member, 2, 1, 0) for member in range(len(MEMBERS))),
    (3, 0, 0, 0),
]
"""Everybody is there, most will speak, and the floor is open."""


def random_steps(chance: random.Random, length: int) -> list[Step]:
    return BEGIN + [tuple(chance.randrange(60) for _ in range(4)) for _ in range(length)]  # type: ignore[misc]


def lines(number: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(number):
        life = live(random_steps(chance, chance.randrange(5, 120)), chance.randrange(2**32))
        viewer = chance.choice(life.told)
        records = [[dict(record.fields), record.text] for record in life.records(viewer)]
        name = "desk" if isinstance(viewer, Moderator) else f"seat:{viewer.seat}"
        yield json.dumps({"viewer": name, "records": records, "view": life.view(viewer)}, ensure_ascii=False)


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]), int(sys.argv[2])):
        print(line)
