"""One room's beat: everything that a moment sends is built first, then sent; no clock and no loop of its own."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from forum.clock import Chance, shuffled
from forum.ids import SeatId, SessionId
from forum.rooms.burst import burst
from forum.rooms.connections import Connection, Connections
from forum.rooms.domain.events import Event, PhaseChanged, Record
from forum.rooms.domain.fold import apply
from forum.rooms.domain.state import Member, MessageId, Moderator, Phase, State
from forum.rooms.frames import DESK_OWN, DESK_SHARED, MEMBER_OWN, MEMBER_SHARED, FrameRecord, encoded, joined, part
from forum.rooms.head_count import HeadCount
from forum.rooms.outbox import Outbox
from forum.rooms.projection import Audience, all_cells, audience_of, cells_of, project, said, snapshot
from forum.rooms.projection_own import concerns, own, own_snapshot
from forum.rooms.projection_quiet import Words, later, quietly
from forum.rooms.service import Rooms

SIZES: dict[Audience, tuple[int, int]] = {"floor": (MEMBER_SHARED, MEMBER_OWN), "desk": (DESK_SHARED, DESK_OWN)}
NOTHING_OWN: dict[Audience, str] = {audience: joined(part((), size[1])) for audience, size in SIZES.items()}
ANSWERS = ("command:done", "command:refused")


@dataclass(frozen=True, slots=True)
class Delivery:
    """The frames that one page gets at one beat: one, or a burst."""

    connection: Connection
    frames: list[str]


class BeatRoom:
    """Follows a room's log and shows, at beat k + 1, what was decided up to beat k."""

    def __init__(
        self, session: SessionId, rooms: Rooms, connections: Connections, chance: Chance, now: float,
        report: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        self.session = session
        self.schedule = rooms.schedule(session)
        self.finished = False
        self._rooms = rooms
        self._connections = connections
        self._chance = chance
        self._report = report
        self._state = State()
        self._number = 0
        self._origin = 0
        self._frame = 0
        self._moderated_at = now
        self._connected: frozenset[SeatId] = frozenset()
        self._heads = HeadCount(self.schedule.beat)
        self._outboxes: dict[Audience, Outbox] = {"floor": Outbox(), "desk": Outbox()}

    @property
    def epoch(self) -> str:
        """The name of this life of the room; frames of another one are not counted."""
        return self._state.epoch

    def build(self, index: int, now: float) -> list[Delivery]:
        """Every frame of beat `index`, without sending any."""
        self._end_those_told()
        self._follow(index)
        self._frame = self._state.first + index - self._origin
        here = self._connections.of(self.session)
        parts = {audience: self._shared(audience, now) for audience in SIZES}
        due = [c for c in here if c.since < index]
        deliveries = [self._single(c, parts, now) for c in due if not c.fresh]
        deliveries += self._bursts([c for c in due if c.fresh], now)
        self._tidy(self._present(here), now)
        return deliveries

    def mend(self) -> None:
        """After a fault while building: whoever was owed a frame gets all of it by a burst, as after a broken line."""
        for connection in self._connections.of(self.session):
            connection.fresh = True
            # Who is removed has not been told either.
            connection.ending = False

    def deliver(self, deliveries: list[Delivery]) -> None:
        """Sends what was built, in a fresh random order; a page that cannot be reached is out and disturbs no other."""
        for delivery in shuffled(deliveries, self._chance.below):
            try:
                for frame in delivery.frames:
                    delivery.connection.line.send(frame)
            except Exception as fault:
                self._report(fault)
                self._cut(delivery.connection)

    def _end_those_told(self) -> None:
        """Cuts those who had their last frame a beat ago: sending it took until now."""
        here = self._connections.of(self.session)
        over = self._state.phase == Phase.CLOSED and all(box.phase_is_told for box in self._outboxes.values())
        for connection in here:
            if over or connection.ending or connection.too_slow:
                self._cut(connection)
        self.finished = over

    def _cut(self, connection: Connection) -> None:
        self._connections.drop(connection.sid)
        connection.line.cut()

    def _follow(self, index: int) -> None:
        for record in self._rooms.records(self.session, self._number):
            if self._number and record.beat >= index:
                break
            self._live(record)
        self._heads.reached(index - self._origin, len(self._state.seats))

    def _live(self, record: Record) -> None:
        if not self._number:
            self._origin = record.beat
        self._number += 1
        # Counted from the log and its beats alone: whoever follows it, however late, comes to the same number.
        self._heads.reached(record.beat - self._origin, len(self._state.seats))
        for event in record.events:
            self._state = apply(self._state, event)
            self._queue(event)
            if isinstance(event, PhaseChanged):
                self._heads.count(len(self._state.seats))

    def _queue(self, event: Event) -> None:
        for audience, outbox in self._outboxes.items():
            for told in project(event, self._state, audience):
                outbox.add(told)
        for connection in self._concerned(event):
            connection.own.extend(own(event, connection.actor, self._state))

    def _concerned(self, event: Event) -> list[Connection]:
        if "own" not in event.audience:
            return []
        person = concerns(event)
        if person is None:
            return self._connections.of(self.session)
        connection = self._connections.find(self.session, person)
        return [connection] if connection else []

    def _shared(self, audience: Audience, now: float) -> str:
        outbox, size = self._outboxes[audience], SIZES[audience][0]
        first = encoded(self._beat())
        cells = self._rooms.cells(self.session, cells_of(outbox.waiting))
        records = outbox.take(size - len(first), self._finder(audience, outbox, cells, now))
        return joined(part([first, *records], size))

    def _finder(
        self, audience: Audience, outbox: Outbox, cells: dict[MessageId, str], now: float
    ) -> Callable[[Words], FrameRecord | None]:
        def find(words: Words) -> FrameRecord | None:
            if words.of is None:
                return said(self._state, words.id, cells, audience, outbox.shown, now)
            return quietly(self._state, words, cells, now, desk=True)

        return find

    def _beat(self, burst: int | None = None) -> FrameRecord:
        fields = {"k": "beat", "e": self._state.epoch, "f": self._frame, "s": self._heads.told}
        return FrameRecord(fields if burst is None else fields | {"b": burst})

    def _single(self, connection: Connection, parts: dict[Audience, str], now: float) -> Delivery:
        audience = audience_of(connection.actor)
        frames = [parts[audience] + self._own(connection, now)]
        return self._noted(connection, frames)

    def _noted(self, connection: Connection, frames: list[str]) -> Delivery:
        connection.sent = self._frame
        connection.ending = self._is_removed(connection)
        return Delivery(connection, frames)

    def _is_removed(self, connection: Connection) -> bool:
        seat = self._state.seats.get(connection.actor.seat) if isinstance(connection.actor, Member) else None
        return seat is not None and seat.removed and not connection.own

    def _own(self, connection: Connection, now: float) -> str:
        audience = audience_of(connection.actor)
        if not connection.own:
            connection.own.extend(connection.next_left())
        if not connection.own:
            return NOTHING_OWN[audience]
        waiting = [told.id for told in connection.own if isinstance(told, Words)]
        cells = self._rooms.cells(self.session, waiting) if waiting else {}
        records, room = [], SIZES[audience][1]
        while connection.own:
            record = self._own_record(connection.own[0], cells, now, audience)
            if len(record) > room:
                break
            records.append(record)
            room -= len(record)
            connection.own.popleft()
        return joined(part(records, SIZES[audience][1]))

    def _own_record(
        self, told: FrameRecord | Words, cells: dict[MessageId, str], now: float, audience: Audience
    ) -> bytes:
        # Words that are gone by now come to nothing.
        record = self._own_words(told, cells, now, audience) if isinstance(told, Words) else told
        return encoded(record) if record else b""

    def _own_words(
        self, told: Words, cells: dict[MessageId, str], now: float, audience: Audience
    ) -> FrameRecord | None:
        record = quietly(self._state, told, cells, now, desk=audience == "desk")
        if record is None or audience == "floor":
            return record
        return FrameRecord({**record.fields, "p": ""}, record.text)

    def _bursts(self, fresh: list[Connection], now: float) -> list[Delivery]:
        deliveries = []
        for audience in {audience_of(c.actor) for c in fresh}:
            parts, left = self._burst_parts(audience, now)
            deliveries += [self._burst(c, parts, left, now) for c in fresh if audience_of(c.actor) == audience]
        return deliveries

    def _burst_parts(self, audience: Audience, now: float) -> tuple[list[str], list[Words]]:
        size, waiting = SIZES[audience][0], self._outboxes[audience].waiting
        cells = self._rooms.cells(self.session, all_cells(self._state, audience))
        told = snapshot(self._state, cells, audience, waiting, now)
        frames, left = burst(lambda b: encoded(self._beat(b)), told, size)
        return [joined(part(records, size)) for records in frames], list(later(left))

    def _burst(self, connection: Connection, parts: list[str], left: list[Words], now: float) -> Delivery:
        connection.fresh = False
        connection.seen = self._frame
        # All that happened since it came is in the snapshot; only answers to its commands are not.
        answers = [told for told in connection.own if isinstance(told, FrameRecord) and told.kind in ANSWERS]
        connection.own = deque([*own_snapshot(self._state, connection.actor), *answers])
        connection.left = deque(left)
        frames = [shared + self._own(connection, now) for shared in parts]
        return self._noted(connection, frames)

    def _present(self, here: list[Connection]) -> list[Connection]:
        for connection in here:
            connection.silent += 1
        return [connection for connection in here if connection.is_here(self.schedule.beat)]

    def _tidy(self, here: list[Connection], now: float) -> None:
        if any(isinstance(c.actor, Moderator) for c in here):
            self._moderated_at = now
        connected = frozenset(c.actor.seat for c in here if isinstance(c.actor, Member))
        # A beat of grace: whoever leaves and whose line breaks and comes back at once look the same.
        self._rooms.tidy(self.session, now - self._moderated_at, connected | self._connected, now)
        self._connected = connected
