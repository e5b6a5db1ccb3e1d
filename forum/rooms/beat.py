"""The beat of every live room: one greenlet a room, and the doors through which pages come and go."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import gevent

from forum.clock import Chance, Clock
from forum.ids import ModeratorId, SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.rooms import projection, wire
from forum.rooms.beat_room import BeatRoom, Delivery
from forum.rooms.connections import Connection, Connections, Line
from forum.rooms.details.gate import Gate, open_gate
from forum.rooms.domain.commands import Command
from forum.rooms.domain.state import Member, Moderator, Person, Phase
from forum.rooms.frames import FrameRecord
from forum.rooms.ports import Doors
from forum.rooms.service import Rooms
from forum.web.logs import Event, tell

LEAD = 0.1
"""Frames leave this part of a beat after it falls, so that building them never moves the moment of sending."""

TOLD_WITHIN = 3
"""Beats after which a decision is on every page: the next one shows it; two more for frames on their way."""


def report(fault: Exception) -> None:
    """Logs the type of a fault, and nothing of what was in it."""
    tell(Event.BEAT_FAULT, fault)


class Beats:
    """The rooms that beat in this process, and who is connected to them."""

    def __init__(
        self, rooms: Rooms, doors: Doors, clock: Clock, chance: Chance, on_closed: Callable[[SessionId], Any],
        gate: Gate | None = None,
    ) -> None:  # fmt: skip
        self._rooms = rooms
        self._doors = doors
        self._clock = clock
        self._chance = chance
        self._on_closed = on_closed
        self._gate = gate or open_gate()
        self._connections = Connections()
        self._beating: dict[SessionId, BeatRoom] = {}
        self._forgotten: set[SessionId] = set()

    def open(self, session: SessionId) -> BeatRoom:
        """The room of a session whose doors are open; opened afresh where it is missing. Raises Refused."""
        if session not in self._beating:
            beat = self._doors.beat_of(session)
            self._gate.learn(session)
            # Asking the doors may have taken a while, and somebody else may have come first.
            if session not in self._beating:
                self._begin(session, beat)
        return self._beating[session]

    def _begin(self, session: SessionId, beat: float | None) -> None:
        if session in self._forgotten:
            # Its doors were still open when they were asked.
            raise Refused(RefusalCode.CLOSED)
        now = self._clock.monotonic()
        self._rooms.open(session, now, beat)
        room = BeatRoom(session, self._rooms, self._connections, self._chance, now, report)
        self._beating[session] = room
        gevent.spawn(self._run, room)

    def join(self, session: SessionId, actor: Person, sid: str, line: Line) -> None:
        """Connects a page; an older one of the same person is sent away. Raises Refused."""
        room = self.open(session)
        now = self._clock.monotonic()
        if isinstance(actor, Member):
            self._rooms.enter(session, actor.seat, now)
        elif self._rooms.state(session).phase == Phase.CLOSED:
            raise Refused(RefusalCode.CLOSED)
        older = self._connections.put(Connection(sid, session, actor, line, room.schedule.index(now), now))
        if older is not None:
            older.line.dismiss()

    def receive(self, sid: str, frame: object) -> None:
        """Takes one frame from a page; one that our pages never send, or one too many, ends its transport."""
        connection = self._connections.get(sid)
        room = self._beating.get(connection.session) if connection else None
        if connection is None or room is None:
            return
        try:
            self._take(connection, room, wire.read_tick(frame))
        except Refused:
            self._cut(connection)

    def _take(self, connection: Connection, room: BeatRoom, tick: wire.Tick) -> None:
        now = self._clock.monotonic()
        if not connection.ticked(now, room.schedule.beat):
            raise Refused(RefusalCode.TOO_MANY)
        if tick.epoch == room.epoch:
            connection.saw(tick.seen)
        if tick.command is not None:
            self._act(connection, tick.command, now)

    def _act(self, connection: Connection, asked: FrameRecord, now: float) -> None:
        c = wire.count_of(asked)
        if connection.refuses_again(c):
            return
        try:
            self._do(connection, c, wire.read_command(asked), now)
        except Refused as refused:
            connection.refuse(c, projection.refused(c, refused.code.value))

    def _do(self, connection: Connection, c: int, command: Command, now: float) -> None:
        self._gate.require_plain(connection.session, connection.actor, command)
        if not self._rooms.act(connection.session, connection.actor, c, command, now):
            connection.own.append(projection.same(c))

    def gone(self, sid: str) -> None:
        """A page's connection has ended."""
        self._connections.drop(sid)

    def leave(self, session: SessionId, seat: SeatId) -> None:
        """Ends the connection of somebody who leaves; in the room it looks like a dropped line."""
        connection = self._connections.find(session, Member(seat))
        if connection is not None:
            self._cut(connection)

    def send_away(self, session: SessionId, seat: SeatId) -> None:
        """Ends the connection of somebody who came in anew elsewhere: its page says so and does not come back."""
        connection = self._connections.find(session, Member(seat))
        if connection is not None:
            self._connections.drop(connection.sid)
            connection.line.dismiss()

    def sign_out(self, moderator: ModeratorId) -> None:
        """Ends every connection of a moderator who signs out."""
        for connection in self._connections.of_moderator(Moderator(moderator)):
            self._cut(connection)

    def end(self, session: SessionId) -> None:
        """Closes a room and returns once everybody in it was told; nothing happens where there is none."""
        with suppress(Refused):
            self._rooms.close(session, self._clock.monotonic())
            gevent.sleep(TOLD_WITHIN * self._rooms.schedule(session).beat)

    def forget(self, session: SessionId) -> None:
        """Ends a room for good and drops everything in it; nothing happens where there is none."""
        self._forgotten.add(session)
        self._gate.forget(session)
        self._drop(session)

    def _drop(self, session: SessionId) -> None:
        self._beating.pop(session, None)
        for connection in self._connections.of(session):
            self._cut(connection)
        self._rooms.forget(session)

    def _cut(self, connection: Connection) -> None:
        self._connections.drop(connection.sid)
        connection.line.cut()

    def _run(self, room: BeatRoom) -> None:
        index = room.schedule.index(self._clock.monotonic())
        while self._beating.get(room.session) is room and not room.finished:
            # Beats that were missed are skipped, never made up for.
            index = max(index, room.schedule.index(self._clock.monotonic())) + 1
            self._beat(room, index)
        if room.finished:
            self._finish(room)

    def _beat(self, room: BeatRoom, index: int) -> None:
        self._wait_until(room.schedule.at(index))
        if self._beating.get(room.session) is not room:
            return
        deliveries = self._built(room, index)
        self._wait_until(room.schedule.at(index) + LEAD * room.schedule.beat)
        _survived(lambda: room.deliver(deliveries))

    def _built(self, room: BeatRoom, index: int) -> list[Delivery]:
        try:
            return room.build(index, self._clock.monotonic())
        except Refused as refused:
            if refused.code == RefusalCode.CLOSED:
                # Its log is gone; who comes back while the doors are open begins it afresh.
                self._drop(room.session)
        except Exception as fault:
            report(fault)
        # What was taken from the queues for this beat is not sent by any other.
        room.mend()
        return []

    def _wait_until(self, moment: float) -> None:
        gevent.sleep(max(0.0, moment - self._clock.monotonic()))

    def _finish(self, room: BeatRoom) -> None:
        _survived(lambda: self._on_closed(room.session))
        self.forget(room.session)


def _survived(work: Callable[[], Any]) -> None:
    """Does the work; a fault is told by its type and never ends the loop."""
    try:
        work()
    except Exception as fault:
        report(fault)
