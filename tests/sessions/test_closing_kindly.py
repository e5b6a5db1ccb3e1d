"""Closing from a page: whoever is in the room sees the end, and then all of it is forgotten."""

from pathlib import Path

import pytest

from forum.clock import SystemClock
from forum.ids import ModeratorId, SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.rooms.beat import Beats
from forum.rooms.beat_room import SIZES
from forum.rooms.domain.state import Member, Moderator
from forum.rooms.frames import FrameRecord
from forum.rooms.service import Rooms
from forum.rooms.store_memory import MemoryRoomLog
from forum.sessions.domain import State
from forum.sessions.service import Sessions
from tests.attendance.parts import SECRET, Entrance
from tests.frames import read_down
from tests.rooms.test_live import until
from tests.sessions.parts import NOW


class Line:
    """A page's connection: keeps what it got."""

    def __init__(self) -> None:
        self.frames: list[str] = []
        self.cuts = 0

    def send(self, frame: str) -> None:
        self.frames.append(frame)

    def cut(self) -> None:
        self.cuts += 1

    def dismiss(self) -> None:
        self.cuts += 1


class Whole(Entrance):
    """An entrance with live rooms behind it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        clock, chance = SystemClock(), self.door._chance
        self.rooms = Rooms(MemoryRoomLog(), self.door, chance, pace=0, beat=0.02)
        self.sessions = Sessions(
            self.store,
            self.issuer,
            self.door,
            lambda session: self.beats.end(session),
            lambda session: self.beats.forget(session),
            self.lockers_forgotten.append,
            self.clock,
            chance,
        )
        self.beats = Beats(self.rooms, self.sessions, clock, chance, self.sessions.close)


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    return Whole(tmp_path)


def told(line: Line, audience: str = "floor") -> list[FrameRecord]:
    return [record for frame in line.frames for part in read_down(frame, *SIZES[audience]) for record in part]


def phases(records: list[FrameRecord]) -> list[str]:
    return [record.fields["phase"] for record in records if record.kind == "phase:changed"]


def test_whoever_is_in_the_room_sees_the_end_first(whole: Whole) -> None:
    session = whole.open()
    seat, _cookie = whole.door.redeem(session.id, whole.issuer.ticket(session), SECRET)
    line = Line()
    whole.beats.join(session.id, Member(seat), "sid", line)
    until(lambda: line.frames)
    whole.sessions.close_kindly(session.id)
    after = whole.sessions.get(session.id)
    assert (phases(told(line))[-1], line.cuts > 0) == ("closed", True)
    assert (after.forgotten, after.collected, after.sound) == (True, 1, True)
    with pytest.raises(Refused) as refused:
        whole.beats.join(session.id, Member(SeatId("x" * 16)), "late", Line())
    assert refused.value.code is RefusalCode.CLOSED


def test_no_moderator_is_said_to_have_asked_for_it(whole: Whole) -> None:
    session, desk = whole.open(), Line()
    whole.beats.join(session.id, Moderator(ModeratorId("robin")), "sid", desk)
    until(lambda: desk.frames)
    whole.sessions.close_kindly(session.id)
    assert phases(told(desk, "desk"))[-1] == "closed"
    assert "command:done" not in {record.kind for record in told(desk, "desk")}


def test_a_room_that_nobody_entered_closes_as_well(whole: Whole) -> None:
    opened, planned = whole.open(), whole.plan()
    whole.sessions.close_kindly(opened.id)
    whole.sessions.close_kindly(planned.id)
    assert [whole.sessions.get(one.id).state for one in (opened, planned)] == [State.CLOSED] * 2


def test_a_session_that_is_not_there_is_not_closed(whole: Whole) -> None:
    with pytest.raises(Refused) as refused:
        whole.sessions.close_kindly(SessionId("nosuchone0"))
    assert (refused.value.code, whole.clock.now() == NOW) == (RefusalCode.NOT_FOUND, True)
