"""Makes up lives of rooms: `python -m tests.rooms.generate_logs N SEED` prints what viewers get and must end up with.

A life is a list of steps, each four small numbers: who, what, which, and how long after the step before. Every list
of steps is a life, so that hypothesis can draw and shrink them; a step that is refused leaves no trace.
"""

import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from forum.ids import SeatId
from forum.refusals import Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain.events import Event
from forum.rooms.domain.fold import apply
from forum.rooms.domain.state import House, Member, MessageId, Moderator, Person, State
from forum.rooms.frames import FrameRecord
from forum.rooms.projection import audience_of, project, snapshot, view, whole_self
from tests.rooms.worlds import ANNA, BRYN, CERYS, MODERATOR, ROOM, World

OUTSIDER = Member(SeatId("seat-nobodyxxxxx"))
MEMBERS = (ANNA, BRYN, CERYS)
VIEWERS: tuple[Person, ...] = (*MEMBERS, OUTSIDER, MODERATOR)
TEXTS = ("Bore da", "Sut mae? Mae'n oer ŵ ŷ", "I <3 this & that", '"\\"', "👩‍👩‍👧 🏴󠁧󠁢󠁷󠁬󠁳󠁿", "x" * 900, "\n")
GAPS = (0.0, 0.5, 1.0, 5.0, 30.0, 130.0)
Step = tuple[int, int, int, int]


@dataclass
class Life:
    """What happened, with the room right after each event, and the words that are left at the end."""

    told: list[tuple[Event, State]] = field(default_factory=list)
    cells: dict[MessageId, str] = field(default_factory=dict)
    now: float = 0.0

    @property
    def state(self) -> State:
        return self.told[-1][1] if self.told else State()

    def records(self, viewer: Person, start: int = 0) -> list[FrameRecord]:
        """What the viewer is told; from `start` on, after a snapshot of what was before."""
        first = self.arriving(viewer, start) if start else []
        later = [w for e, after in self.told[start:] for w in project(e, after, self.cells, viewer, self.now)]
        return [*first, *later]

    def arriving(self, viewer: Person, start: int) -> list[FrameRecord]:
        state = self.told[start - 1][1]
        told = snapshot(state, self.cells, audience_of(viewer), (), self.now)
        return [FrameRecord({"k": "room:reset"}), *told, whole_self(state, viewer)]

    def view(self, viewer: Person) -> dict[str, object]:
        return view(self.state, self.cells, viewer)


def live(steps: list[Step], seed: int = 1) -> Life:
    world, life = World(seed), Life()
    for who, what, which, gap in steps:
        world.wait(GAPS[gap % len(GAPS)])
        actor = (*MEMBERS, MODERATOR, House())[who % 5]
        try:
            world.act(actor, chosen(world.state, actor, what, which))
        except Refused:
            continue
    state = State()
    for record in world.rooms.records(ROOM, 0):
        for event in record.events:
            state = apply(state, event)
            life.told.append((event, state))
    life.cells, life.now = world.cells(), world.now
    return life


def chosen(state: State, actor: object, what: int, which: int) -> ask.Command:
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


def random_steps(chance: random.Random, length: int) -> list[Step]:
    begin = [(who, 0, 0, 0) for who in range(3)] + [(who, 2, 1, 0) for who in range(3)] + [(3, 0, 0, 0)]
    return begin + [tuple(chance.randrange(60) for _ in range(4)) for _ in range(length)]  # type: ignore[misc]


def lines(number: int, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    for _ in range(number):
        life = live(random_steps(chance, chance.randrange(5, 120)), chance.randrange(2**32))
        viewer = chance.choice(VIEWERS)
        start = chance.choice((0, chance.randrange(len(life.told))))
        records = [[dict(record.fields), record.text] for record in life.records(viewer, start)]
        name = "desk" if isinstance(viewer, Moderator) else f"seat:{viewer.seat}"
        yield json.dumps({"viewer": name, "records": records, "view": life.view(viewer)}, ensure_ascii=False)


if __name__ == "__main__":
    for line in lines(int(sys.argv[1]), int(sys.argv[2])):
        print(line)
