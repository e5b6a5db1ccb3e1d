"""The loop and the doors of live rooms, on the real event loop, at a fast beat."""

import time
from contextlib import contextmanager

import gevent
import pytest

from forum.clock import SystemClock
from forum.ids import SessionId
from forum.refusals import RefusalCode, Refused
from forum.rooms import beat as beat_module
from forum.rooms.beat import Beats
from forum.rooms.domain.state import Member
from forum.rooms.frames import FrameRecord
from forum.rooms.service import Rooms
from forum.rooms.store_memory import MemoryRoomLog
from tests.frames import up
from tests.rooms.worlds import ANNA, BRYN, MODERATOR, ROOM, NoSeats, RecordingLine, SeededChance
from tests.running import PATIENCE

OTHER = SessionId("other")


class OpenDoors:
    """Doors that are open until somebody closes them."""

    def __init__(self) -> None:
        self.closed: set[str] = set()

    def beat_of(self, session):
        if session in self.closed:
            raise Refused(RefusalCode.CLOSED)
        return


class Live:
    """Beats on the real loop, and pages that a test drives by hand."""

    def __init__(self, beat: float = 0.02) -> None:
        self.doors, self.clock, self.closed = OpenDoors(), SystemClock(), []
        chance = SeededChance()
        self.rooms = Rooms(MemoryRoomLog(), NoSeats(), chance, pace=0, beat=beat)
        self.beats = Beats(self.rooms, self.doors, self.clock, chance, self.on_closed)
        self.counts: dict[str, int] = {}

    @property
    def now(self) -> float:
        return self.clock.monotonic()

    def on_closed(self, session):
        self.closed.append((session, self.rooms.state(session).phase))

    def join(self, actor, sid, session=ROOM):
        line = RecordingLine(self, actor is MODERATOR)
        self.beats.join(session, actor, sid, line)
        return line

    def ask(self, sid, kind, text="", **fields):
        self.counts[sid] = self.counts.get(sid, 0) + 1
        self.beats.receive(sid, up("", 0, FrameRecord({"k": kind, "c": self.counts[sid]} | fields, text)))


def until(condition):
    """Lets the loop run until it is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        gevent.sleep(0.002)


@contextmanager
def kept_reports(monkeypatch):
    told = []
    monkeypatch.setattr(beat_module, "report", told.append)
    yield told


@contextmanager
def broken(live, monkeypatch, fault):
    """Until it is left, every beat of the room ends in a fault; tells how many did."""
    tidy, beats = live.rooms.tidy, []

    def tidied(session, *given):
        if session != ROOM:
            return tidy(session, *given)
        beats.append(session)
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(live.rooms, "tidy", tidied)
        yield beats


@pytest.fixture
def live():
    live = Live()
    yield live
    for session in (ROOM, OTHER):
        live.beats.forget(session)
    gevent.sleep(0.05)


def test_a_word_goes_from_one_page_to_the_other(live):
    anna, bryn, desk = live.join(ANNA, "a"), live.join(BRYN, "b"), live.join(MODERATOR, "m")
    until(lambda: len(anna.frames) > 24)
    live.ask("m", "room:open")
    live.ask("a", "mode:choose", mode="speaking")
    live.ask("a", "message:say", "Bore da", lang="cy")
    until(lambda: all(line.page()["messages"] for line in (anna, bryn, desk)))
    assert bryn.page()["messages"][0]["text"] == "Bore da"
    assert anna.page()["self"]["c"] == 2


def test_what_is_refused_is_told_by_a_code_alone_and_a_repeat_is_done(live):
    anna = live.join(ANNA, "a")
    live.ask("a", "message:say", "canary", lang="en")
    live.ask("a", "no:such", "canary", canary="canary")
    live.beats.receive("a", up("", 0, FrameRecord({"k": "seat:pause", "c": "canary"})))
    live.beats.receive("a", up("", 0, FrameRecord({"k": "seat:pause", "c": 9})))
    live.beats.receive("a", up("", 0, FrameRecord({"k": "seat:resume", "c": 9})))
    until(lambda: len(anna.frames) > 26)
    told = [r.fields for r in anna.read() if r.kind.startswith("command:")]
    assert {"k": "command:refused", "c": 1, "code": "listening"} in told or {
        "k": "command:refused", "c": 1, "code": "wrong-phase"} in told  # fmt: skip
    assert {"k": "command:refused", "c": 2, "code": "unknown-command"} in told
    assert {"k": "command:refused", "c": 0, "code": "bad-request"} in told
    assert told[-2:] == [{"k": "command:done", "c": 9, "same": True}, {"k": "command:done", "c": 9}]
    assert anna.page()["self"]["paused"] is True
    assert "canary" not in repr(anna.read())


def test_what_was_refused_is_never_done_by_its_repeat(live):
    anna = live.join(ANNA, "a")
    live.join(MODERATOR, "m")
    live.ask("a", "mode:choose", mode="speaking")
    too_early = up("", 0, FrameRecord({"k": "message:say", "c": 2, "lang": "en"}, "Words."))
    live.beats.receive("a", too_early)
    live.ask("m", "room:open")
    live.beats.receive("a", too_early)
    until(lambda: len(anna.frames) > 26)
    told = [r.fields for r in anna.read() if r.fields.get("c") == 2]
    assert told == [{"k": "command:refused", "c": 2, "code": "wrong-phase"}] * 2
    assert live.rooms.state(ROOM).messages == ()
    live.beats.receive("a", up("", 0, FrameRecord({"k": "message:say", "c": 3, "lang": "en"}, "Words.")))
    assert len(live.rooms.state(ROOM).messages) == 1


@pytest.mark.parametrize("bad", ["", "A" * 2048, b"x", None, 5, {}, "A" * 100_000, "*" * 2048])
def test_a_frame_that_our_pages_never_send_ends_the_transport_and_nobody_elses(live, bad):
    anna, bryn = live.join(ANNA, "a"), live.join(BRYN, "b")
    live.beats.receive("a", bad)
    assert anna.ends == ["cut"]
    live.beats.receive("a", up("", 0))
    assert anna.ends == ["cut"]
    until(lambda: len(bryn.frames) > 25)
    assert not bryn.ends


def test_a_flood_is_cut_and_nobody_else_notices(live):
    anna, bryn = live.join(ANNA, "a"), live.join(BRYN, "b")
    for _ in range(20):
        live.beats.receive("a", up("", 0))
    assert anna.ends == ["cut"]
    until(lambda: len(bryn.frames) > 25)
    assert not bryn.ends


def test_a_socket_that_never_joined_or_is_gone_is_nobody(live):
    live.beats.receive("stranger", up("", 0))
    live.join(ANNA, "a")
    live.beats.gone("a")
    live.beats.gone("a")
    live.ask("a", "seat:pause")
    assert not live.rooms.state(ROOM).seats[ANNA.seat].paused


def test_a_second_page_of_one_person_takes_the_place_of_the_first_for_good(live):
    first, second = live.join(ANNA, "one"), live.join(ANNA, "two")
    assert (first.ends, second.ends) == (["dismissed"], [])
    live.beats.gone("one")
    until(lambda: len(second.frames) > 24)
    assert first.frames == []


def test_who_came_in_anew_elsewhere_is_sent_away_and_nobody_else(live):
    first, other = live.join(ANNA, "one"), live.join(BRYN, "two")
    live.beats.send_away(ROOM, ANNA.seat)
    live.beats.send_away(ROOM, ANNA.seat)
    assert (first.ends, other.ends) == (["dismissed"], [])
    live.ask("one", "mode:choose", mode="speaking")
    assert live.rooms.state(ROOM).seats[ANNA.seat].mode == "listening"


def test_leaving_and_coming_back_gives_the_same_seat_as_it_was(live):
    first = live.join(ANNA, "one")
    live.ask("one", "mode:choose", mode="speaking")
    until(lambda: first.page()["self"].get("mode") == "speaking")
    live.beats.leave(ROOM, ANNA.seat)
    assert first.ends == ["cut"]
    again = live.join(ANNA, "two")
    until(lambda: again.frames)
    assert again.page()["self"] == first.page()["self"]


def test_a_moderator_who_signs_out_is_cut_in_every_room(live):
    lines = [live.join(MODERATOR, "1"), live.join(MODERATOR, "2", OTHER)]
    live.beats.sign_out(MODERATOR.moderator)
    assert [line.ends for line in lines] == [["cut"], ["cut"]]


def test_when_a_room_closes_everybody_sees_it_and_then_it_is_forgotten(live):
    anna, desk = live.join(ANNA, "a"), live.join(MODERATOR, "m")
    until(lambda: desk.frames)
    live.ask("m", "room:close")
    until(lambda: live.closed and not live.rooms._folds)
    assert live.closed == [(ROOM, "closed")]
    assert anna.page()["phase"] == desk.page()["phase"] == "closed"
    assert anna.ends == desk.ends == ["cut"]
    for actor in (ANNA, MODERATOR):
        with pytest.raises(Refused) as refused:
            live.join(actor, "again")
        assert refused.value.code == RefusalCode.CLOSED


def test_a_room_is_forgotten_even_when_closing_the_session_failed(live, monkeypatch):
    monkeypatch.setattr(live.beats, "_on_closed", lambda session: 1 / 0)
    with kept_reports(monkeypatch) as told:
        live.join(MODERATOR, "m")
        live.ask("m", "room:close")
        until(lambda: not live.rooms._folds)
    assert [type(fault) for fault in told] == [ZeroDivisionError]


def test_a_fault_in_one_room_stops_neither_its_loop_nor_another_room(live, monkeypatch):
    anna, bryn = live.join(ANNA, "a"), live.join(BRYN, "b", OTHER)
    until(lambda: anna.frames and bryn.frames)
    with kept_reports(monkeypatch) as told:
        with broken(live, monkeypatch, ValueError("canary")):
            before = len(bryn.frames)
            until(lambda: len(bryn.frames) > before + 5 and len(told) > 3)
        mended = len(anna.frames)
        until(lambda: len(anna.frames) > mended + 3)
    assert {type(fault) for fault in told} == {ValueError}


@pytest.mark.parametrize("fault", [ValueError("canary"), Refused(RefusalCode.BUSY)])
def test_what_was_said_during_a_fault_is_on_every_page_afterwards(live, monkeypatch, fault):
    anna, bryn, desk = live.join(ANNA, "a"), live.join(BRYN, "b"), live.join(MODERATOR, "m")
    live.ask("m", "room:open")
    for sid in ("a", "b"):
        live.ask(sid, "mode:choose", mode="speaking")
    live.ask("b", "message:say", "Before", lang="en")
    until(lambda: all(line.page()["messages"] for line in (anna, desk)))
    with broken(live, monkeypatch, fault) as beats:
        live.ask("a", "message:say", "Words", lang="en")
        live.ask("a", "aside:say", "Quiet words", lang="en")
        live.ask("m", "seat:remove", seat=BRYN.seat)
        live.ask("m", "no:such")
        once = len(beats)
        until(lambda: len(beats) > once + 3)
    mended = len(anna.frames)
    until(lambda: len(anna.frames) > mended + 30 and bryn.ends)
    assert [message["text"] for message in anna.page()["messages"]] == ["Before", "Words"]
    assert [message["text"] for message in desk.page()["messages"]] == ["Before", "Words"]
    assert [message["text"] for message in anna.page()["aside"]] == ["Quiet words"]
    assert [message["text"] for message in desk.page()["asides"][ANNA.seat]["messages"]] == ["Quiet words"]
    assert anna.page()["self"]["c"] == 3
    assert bryn.page()["self"]["removed"] is True
    assert anna.ends == desk.ends == []


def test_a_room_whose_doors_are_not_open_lets_nobody_in(live):
    live.doors.closed.add(ROOM)
    with pytest.raises(Refused):
        live.join(ANNA, "a")
    assert not live.rooms._folds


def test_a_log_that_is_lost_while_the_doors_are_open_begins_afresh_under_a_new_epoch(live):
    first = live.join(ANNA, "one")
    until(lambda: first.frames)
    live.rooms.forget(ROOM)
    until(lambda: first.ends == ["cut"])
    again = live.join(ANNA, "two")
    until(lambda: again.frames)
    epochs = {r.fields["e"] for line in (first, again) for r in line.read() if r.kind == "beat"}
    assert len(epochs) == 2
    assert again.page()["phase"] == "arriving"


def test_a_room_that_was_forgotten_meanwhile_is_not_opened_again(live):
    live.beats.forget(ROOM)
    with pytest.raises(Refused) as refused:
        live.join(Member("seat-late"), "late")
    assert refused.value.code == RefusalCode.CLOSED
