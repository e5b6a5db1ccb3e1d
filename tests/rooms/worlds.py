"""A room that a test can drive: chance with a seed, a clock that is moved, lines that write down what is sent."""

import random
from collections.abc import Iterable
from typing import Any

from forum.ids import ModeratorId, SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.rooms import wire
from forum.rooms.beat import Beats
from forum.rooms.beat_room import SIZES, BeatRoom
from forum.rooms.connections import Connections
from forum.rooms.domain import commands as ask
from forum.rooms.domain.events import Event
from forum.rooms.domain.state import Actor, House, Member, Moderator, Person, State
from forum.rooms.frames import FrameRecord
from forum.rooms.service import Rooms
from forum.rooms.store_memory import MemoryRoomLog
from tests.frames import read_down, up
from tests.rooms.reference_reducer import Page, empty, reduce
from tests.rooms.reference_view import view

ROOM = SessionId("room-01234")
ANNA, BRYN, CERYS, DAI = (Member(SeatId(f"seat-{name}".ljust(16, "x"))) for name in ("anna", "bryn", "cerys", "dai"))
MODERATOR = Moderator(ModeratorId("mair"))


class SeededChance:
    """Chance that repeats itself for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def token(self, size: int) -> bytes:
        return self._random.randbytes(size)

    def below(self, limit: int) -> int:
        return self._random.randrange(limit)


class NoSeats:
    """Writes down which seats the door was told to close."""

    def __init__(self) -> None:
        self.removed: list[tuple[SessionId, SeatId]] = []
        self.away = False

    def remove(self, session: SessionId, seat: SeatId) -> None:
        if self.away:
            raise Refused(RefusalCode.STORE_AWAY)
        self.removed.append((session, seat))


class RecordingLine:
    """A page's end of the line: every frame, when it was sent, and how the line ended."""

    def __init__(self, world: "World", desk: bool) -> None:
        self._world = world
        self._sizes = SIZES["desk" if desk else "floor"]
        self.frames: list[tuple[float, str]] = []
        self.ends: list[str] = []
        self.dropped = False
        self.fails = False

    def send(self, frame: str) -> None:
        if self.fails:
            raise OSError
        self.frames.append((self._world.now, frame))

    def cut(self) -> None:
        self.ends.append("cut")

    def dismiss(self) -> None:
        self.ends.append("dismissed")

    def read(self, last: int = 0) -> list[FrameRecord]:
        """The records of the last so many frames (0: all), beats included."""
        chosen = [frame for _, frame in self.frames[-last:]]
        return [record for frame in chosen for part in read_down(frame, *self._sizes) for record in part]

    def kinds(self, last: int = 1) -> list[str]:
        return [record.kind for record in self.read(last) if record.kind != "beat"]

    def texts(self, last: int = 0) -> list[str]:
        return [record.text for record in self.read(last) if record.text]

    def page(self) -> Page:
        return reduced(self.read())


def reduced(records: Iterable[FrameRecord]) -> Page:
    page = empty()
    for record in records:
        page = reduce(page, dict(record.fields), record.text)
    return page


class World:
    """One room with its log, its beat and its doors, on a clock that only `beat` and `wait` move.

    The test is the loop; everything else is what a real room has: pages come in by `Beats.join`, what they send is
    taken by `Beats.receive`, and what they get are the frames of `BeatRoom`.
    """

    def __init__(self, seed: int = 1, pace: float = 4.0, beat: float = 1.0) -> None:
        self.now = 1000.0
        self.ticking = True
        """Whether every page says, once a beat, what it has seen."""
        self.lines: dict[Person, RecordingLine] = {}
        """The lines that a test has kept, by whose they are."""
        self.dead: set[Person] = set()
        """Whose pages say nothing any more, while their lines stay open."""
        self.seats = NoSeats()
        self.faults: list[Exception] = []
        self.log = MemoryRoomLog()
        self.chance = SeededChance(seed)
        self.rooms = Rooms(self.log, self.seats, self.chance, pace=pace, beat=beat)
        self.rooms.open(ROOM, self.now)
        self.beats = Beats(self.rooms, self, self, self.chance, lambda session: None)
        self.connections: Connections = self.beats._connections
        self.room = BeatRoom(ROOM, self.rooms, self.connections, self.chance, self.now, self.faults.append)
        self.beats._beating[ROOM] = self.room
        self._sids = 0

    def monotonic(self) -> float:
        """The clock of the rooms."""
        return self.now

    @property
    def state(self) -> State:
        return self.rooms.state(ROOM)

    def join(self, actor: Person) -> RecordingLine:
        line = RecordingLine(self, isinstance(actor, Moderator))
        self._sids += 1
        self.beats.join(ROOM, actor, f"sid-{self._sids}", line)
        return line

    def drop(self, actor: Person) -> None:
        """The person's line breaks, if there is one."""
        connection = self.connections.find(ROOM, actor)
        if connection is not None:
            self.beats.gone(connection.sid)

    def send(self, actor: Person, kind: str, /, text: str = "", **fields: Any) -> None:
        """A command in a frame of the actor's page, done or not."""
        connection = self.connections.find(ROOM, actor)
        assert connection is not None
        command = FrameRecord({"k": kind, "c": self.state.count(actor) + 1} | fields, text)
        self.beats.receive(connection.sid, up(self.room.epoch, connection.sent, command))

    def act(self, actor: Actor, command: ask.Command) -> tuple[Event, ...]:
        """The actor's next command; one that is refused does not use up its number."""
        if not isinstance(actor, Member | Moderator):
            return self.rooms.act(ROOM, actor, 0, command, self.now)
        return self.rooms.act(ROOM, actor, self.state.count(actor) + 1, command, self.now)

    def do(self, actor: Actor, command: ask.Command) -> None:
        """The actor's next command, told to the actor's page if there is one; raises Refused and tells no refusal."""
        connection = None if isinstance(actor, House) else self.connections.find(ROOM, actor)
        if connection is None:
            self.act(actor, command)
        else:
            self.beats._do(connection, self.state.count(connection.actor) + 1, command, self.now)

    def say(self, actor: Person, text: str = "Hello") -> str:
        """Says something, a pace later, and answers the message's id."""
        self.wait(5)
        events = self.act(actor, ask.Say("en", text))
        return next(event.id for event in events if hasattr(event, "size"))

    def seeing(self, member: Member) -> ask.SeeAside:
        """What the desk says that has all of a seat's aside before it."""
        return ask.SeeAside(member.seat, self.state.asides[member.seat].messages[-1].id)

    def open(self, *members: Member) -> None:
        """The floor is open, and these members speak."""
        for member in members:
            self.rooms.enter(ROOM, member.seat, self.now)
            self.act(member, ask.ChooseMode("speaking"))
        self.act(MODERATOR, ask.OpenRoom())

    def wait(self, seconds: float) -> None:
        self.now += seconds

    def beat(self, times: int = 1) -> None:
        """Goes to the next beat's moment and lives through it."""
        for _ in range(times):
            self.now = self.room.schedule.at(self.room.schedule.index(self.now) + 1)
            self.step()
            if self.ticking:
                self._tick()

    def _tick(self) -> None:
        for connection in (one for one in self.connections.of(ROOM) if one.actor not in self.dead):
            self.beats.receive(connection.sid, up(self.room.epoch, connection.sent))

    def step(self) -> None:
        """This moment's beat, as the loop lives through it in two parts."""
        self.room.deliver(self.room.build(self.room.schedule.index(self.now), self.now))

    def settle(self) -> None:
        """Beats until a beat tells nobody anything and changes nothing."""
        self.beat(2)
        for _ in range(300):
            before, silent = self.state, self._is_silent()
            if silent and before == self.state:
                return
        raise AssertionError("the room is never done")

    def _is_silent(self) -> bool:
        sent = {line: len(line.frames) for line in self._lines()}
        self.beat()
        return not any(line.kinds(more) for line, before in sent.items() if (more := len(line.frames) - before))

    def _lines(self) -> list[RecordingLine]:
        lines = [connection.line for connection in self.connections.of(ROOM)]
        return [line for line in lines if isinstance(line, RecordingLine)]

    def cells(self) -> dict[Any, str]:
        """All words that are still there."""
        kept = self.log._rooms.get(ROOM)
        return dict(kept.cells) if kept else {}

    def view(self, viewer: Person) -> Page:
        return view(self.state, self.cells(), viewer)


def asked(fields: dict[str, Any], text: str = "") -> ask.Command:
    """The command of a record, as the wire reads it."""
    return wire.read_command(FrameRecord({"c": 1} | fields, text))


def telling(*members: Member) -> World:
    """A world in which these and a moderator have had their burst."""
    world = World()
    world.open(*members)
    world.beat()
    world.lines = {actor: world.join(actor) for actor in (*members, MODERATOR)}
    world.beat(2)
    return world
