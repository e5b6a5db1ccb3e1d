"""What people can do in a room: caught up, decided, appended."""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from forum.clock import Chance
from forum.ids import SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.rooms.domain.commands import CloseRoom, Command, Enter, Remove, Tidy
from forum.rooms.domain.decide import decide
from forum.rooms.domain.desk import require_nobody_waits
from forum.rooms.domain.events import Event, Record, RoomOpened
from forum.rooms.domain.fold import applied
from forum.rooms.domain.limits import FRAMES_FROM, MAX_CONFLICTS
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.schedule import Schedule, schedule_of
from forum.rooms.domain.state import Actor, House, Member, MessageId, Moderator, State
from forum.rooms.ports import Conflict, NoLog, RoomLog, Seats


@dataclass(frozen=True, slots=True)
class Folded:
    """A room as far as it has been read: the number of its last record, and what that comes to."""

    number: int = 0
    state: State = State()  # noqa: RUF009 - it is frozen


class Rooms:
    """The live rooms of this installation."""

    def __init__(self, log: RoomLog, seats: Seats, chance: Chance, *, pace: float, beat: float) -> None:
        self._log = log
        self._seats = seats
        self._chance = chance
        self._pace = pace
        self._beat = beat
        self._folds: dict[SessionId, Folded] = {}
        self._schedules: dict[SessionId, Schedule] = {}

    def open(self, session: SessionId, now: float, beat: float | None = None) -> None:
        """Opens a room, arriving, with a new epoch; a room that is open already stays as it is."""
        self._schedules[session] = schedule_of(session, beat or self._beat)
        if not self._log.open(session):
            return
        self._folds.pop(session, None)
        epoch = base64.urlsafe_b64encode(self._chance.token(6)).decode("ascii")
        record = Record(self.schedule(session).index(now), (RoomOpened(epoch, self._chance.below(FRAMES_FROM)),))
        self._log.append(session, 0, record, {})

    def enter(self, session: SessionId, seat: SeatId, now: float) -> None:
        """Takes a seat in, listening; raises Refused(REMOVED) or Refused(CLOSED)."""
        self.act(session, Member(seat), 0, Enter(), now)

    def tidy(self, session: SessionId, alone: float, connected: frozenset[SeatId], now: float) -> None:
        """Does what is due: no moderator has been there for `alone` seconds, and `connected` have a line now."""
        self.act(session, House(), 0, Tidy(alone, connected), now)

    def close(self, session: SessionId, now: float) -> None:
        """Closes the room for good; raises Refused(CLOSED) where there is none."""
        self.act(session, House(), 0, CloseRoom(), now)

    def require_nobody_waits(self, session: SessionId) -> None:
        """Raises Refused(OPEN_CONTACT) or Refused(UNREAD_CALL) where closing would erase what waits at the desk."""
        try:
            state = self.state(session)
        except Refused:
            return  # No room: nobody can wait in it.
        require_nobody_waits(state)

    def act(self, session: SessionId, actor: Actor, c: int, command: Command, now: float) -> tuple[Event, ...]:
        """What the command came to: nothing where it had been done before; raises Refused."""
        moment = Moment(now, self._pace, self._chance)
        events = self._appended(session, actor, c, command, moment)
        if isinstance(command, Remove) and isinstance(actor, Moderator) and self._is_removed(session, command.seat):
            # The room comes first: it must act even when the store is away; asking again writes it down.
            self._seats.remove(session, command.seat)
        return events

    def _is_removed(self, session: SessionId, wanted: SeatId) -> bool:
        seat = self.state(session).seats.get(wanted)
        return seat is not None and seat.removed

    def _appended(
        self, session: SessionId, actor: Actor, c: int, command: Command, moment: Moment
    ) -> tuple[Event, ...]:
        beat = self.schedule(session).index(moment.now)
        for _ in range(MAX_CONFLICTS):
            fold = self._caught_up(session)
            decision = decide(fold.state, actor, c, command, moment)
            if not decision.events:
                return ()
            try:
                self._log.append(session, fold.number, Record(beat, decision.events), decision.cells)
            except Conflict:
                continue
            except NoLog:
                self._is_gone(session)
            return decision.events
        raise Refused(RefusalCode.BUSY)

    def _caught_up(self, session: SessionId) -> Folded:
        fold = self._folds.get(session, Folded())
        records = self.records(session, fold.number)
        state = applied(fold.state, (event for record in records for event in record.events))
        self._folds[session] = Folded(fold.number + len(records), state)
        return self._folds[session]

    def state(self, session: SessionId) -> State:
        """The room as it is now; raises Refused(CLOSED) where there is none."""
        return self._caught_up(session).state

    def records(self, session: SessionId, after: int) -> Sequence[Record]:
        """What has happened since record number `after`; raises Refused(CLOSED) where there is no room."""
        try:
            return self._log.read(session, after)
        except NoLog:
            self._is_gone(session)

    def cells(self, session: SessionId, ids: Iterable[MessageId]) -> dict[MessageId, str]:
        """The words that are still there."""
        try:
            return self._log.cells(session, ids)
        except NoLog:
            return {}

    def schedule(self, session: SessionId) -> Schedule:
        """When the room's beats fall."""
        return self._schedules.get(session) or schedule_of(session, self._beat)

    def forget(self, session: SessionId) -> None:
        """Drops everything that was said and done in a room."""
        self._log.forget(session)
        self._folds.pop(session, None)
        self._schedules.pop(session, None)

    def _is_gone(self, session: SessionId) -> NoReturn:
        self._folds.pop(session, None)
        raise Refused(RefusalCode.CLOSED) from None
