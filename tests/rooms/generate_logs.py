"""Makes up lives of rooms: `python -m tests.rooms.generate_logs N SEED` prints what viewers get and must end up with.

A life is a list of steps, each four small numbers: who, what, which, and how long after the step before. Every list
of steps is a life, so that hypothesis can draw and shrink them; a step that is refused leaves no trace.
"""

import json
import random
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from forum.refusals import Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain.state import Actor, House, Member, MessageId, Moderator, Person, State
from forum.rooms.frames import FrameRecord
from tests.rooms.worlds import ANNA, BRYN, CERYS, DAI, MODERATOR, ROOM, RecordingLine, World

MEMBERS = (ANNA, BRYN, CERYS)
VIEWERS: tuple[Person, ...] = (*MEMBERS, DAI, MODERATOR)
"""Dai does nothing but come and go."""
TEXTS = ("Bore da", "Sut mae? Mae'n oer ŵ ŷ", "I <3 this & that", '"\\"', "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "x" * 900, "\n")
GAPS = (0.0, 0.5, 1.0, 5.0, 30.0, 130.0)
Step = tuple[int, int, int, int]


@dataclass
class Life:
    """A room that has been lived in and has settled, and all that each viewer's page was sent."""

    world: World
    lines: dict[Person, list[RecordingLine]]

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
    life.world.ticking = True
    for who, what, which, gap in steps:
        life.world.wait(GAPS[gap % len(GAPS)])
        life.world.beat(gap // len(GAPS) % 4)
        if who % 6 == 5:
            come_or_go(life, VIEWERS[what % len(VIEWERS)])
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
    message = state.messages[which % len(state.messages)].id if state.messages else MessageId("none")
    seat = MEMBERS[which % 3].seat
    text = TEXTS[which % len(TEXTS)].strip() or "Ie"
    say = ask.Say(("en", "cy")[which % 2], text)
    if isinstance(actor, House):
        return ask.Tidy(alone=200 if which % 8 == 0 else 0)
    if isinstance(actor, Moderator):
        hidden = [m.id for m in state.messages if m.hidden]
        hides = (ask.Hide(message), ask.Hide(message), ask.Unhide(hidden[-1] if hidden else message))
        seats = (ask.Mute(seat), ask.Unmute(seat), ask.Remove(seat) if which % 4 == 0 else ask.Unmute(seat))
        return (*phases(which, text), say, *hides, *seats)[what % 10]
    mode = ask.ChooseMode("speaking" if which % 4 else "listening")
    mine = (ask.Withdraw(message), ask.WithdrawAll() if which % 5 == 0 else say, ask.PauseSeat(), ask.ResumeSeat())
    return (ask.Enter(), ask.DrawHandle(), mode, mode, say, say, say, *mine, ask.ResumeSeat())[what % 12]


def phases(which: int, text: str) -> tuple[ask.Command, ...]:
    stop = ask.StopRoom() if which % 3 == 0 else ask.OpenRoom()
    end = ask.EndRoom("cy", ("", text)[which % 2]) if which % 11 < 2 else ask.OpenRoom()
    close = ask.CloseRoom() if which % 23 == 0 else ask.OpenRoom()
    return (stop, end, close)


BEGIN: list[Step] = [
    *((5, viewer, 0, 0) for viewer in range(len(VIEWERS))),
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
