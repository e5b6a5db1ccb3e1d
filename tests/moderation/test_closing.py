"""Closing from a page: whoever is in the room sees the end, and then all of it is forgotten."""

from pathlib import Path
from types import SimpleNamespace

import gevent
import pytest
from flask import Flask

from forum.clock import SystemClock
from forum.ids import ModeratorId, SeatId, SessionId
from forum.moderation.closing import close_kindly
from forum.refusals import RefusalCode, Refused
from forum.rooms.beat import Beats
from forum.rooms.beat_room import SIZES
from forum.rooms.domain.state import Member
from forum.rooms.service import Rooms
from forum.rooms.store_memory import MemoryRoomLog
from forum.sessions.domain import State
from forum.sessions.service import Sessions
from forum.web.services import put_services
from tests.attendance.parts import SECRET, Entrance
from tests.frames import read_down
from tests.sessions.parts import NOW

ROBIN = ModeratorId("robin")


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
            self.store, self.issuer, self.door, lambda session: self.beats.forget(session), self.clock, chance
        )
        self.beats = Beats(self.rooms, self.sessions, clock, chance, self.sessions.close)
        self.app = Flask("closing")
        put_services(self.app, SimpleNamespace(sessions=self.sessions, rooms=self.rooms, clock=clock))

    def close(self, session: SessionId) -> None:
        with self.app.app_context():
            close_kindly(session, ROBIN)


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    return Whole(tmp_path)


def phases(line: Line) -> list[str]:
    told = [record.fields for frame in line.frames for record in read_down(frame, *SIZES["floor"])[0]]
    return [fields["phase"] for fields in told if fields["k"] == "phase:changed"]


def test_whoever_is_in_the_room_sees_the_end_first(whole: Whole) -> None:
    session = whole.open()
    seat, _cookie = whole.door.redeem(session.id, whole.issuer.ticket(session), SECRET)
    line = Line()
    whole.beats.join(session.id, Member(seat), "sid", line)
    gevent.sleep(0.1)
    whole.close(session.id)
    after = whole.sessions.get(session.id)
    assert (phases(line)[-1], line.cuts > 0) == ("closed", True)
    assert (after.forgotten, after.collected, after.sound) == (True, 1, True)
    with pytest.raises(Refused) as refused:
        whole.beats.join(session.id, Member(SeatId("x" * 16)), "late", Line())
    assert refused.value.code is RefusalCode.CLOSED


def test_a_room_that_nobody_entered_closes_as_well(whole: Whole) -> None:
    opened, planned = whole.open(), whole.plan()
    whole.close(opened.id)
    whole.close(planned.id)
    assert [whole.sessions.get(one.id).state for one in (opened, planned)] == [State.CLOSED] * 2


def test_a_session_that_is_not_there_is_not_closed(whole: Whole) -> None:
    with pytest.raises(Refused) as refused:
        whole.close(SessionId("nosuchone0"))
    assert (refused.value.code, whole.clock.now() == NOW) == (RefusalCode.NOT_FOUND, True)
