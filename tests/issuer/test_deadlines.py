"""Deadlines: a crash at any step is repaired, and no clock brings anything back."""

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from forum.ids import SessionId
from forum.refusals import RefusalCode
from forum.tickets.keylist import KeyList
from forum.tickets.service_calls import AnnouncedSession
from forum.tickets.statements import collected_statement, count_statement, verify_statement
from tests.clocks import MovableClock
from tests.issuer.conftest import Running, announced
from tests.issuer.parts import Parts, Plug, PullThePlug, refusal, requests_for
from tests.tickets.client import ask

FIRST, SECOND = SessionId("session-00"), SessionId("session-01")
EARLIER = 2.0
"""Hours until collecting closes for the first of two sessions; the second has three."""


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, KeyList]:
    """The folder of an issuer in which two cards were used, for two sessions with deadlines of their own."""
    folder = tmp_path_factory.mktemp("evening")
    parts = Parts(folder)
    keylist = parts.issuer.make_term([announced(FIRST, EARLIER), announced(SECOND)])
    for _ in range(2):
        parts.issuer.collect(parts.code(keylist), requests_for(keylist))
    return folder, keylist


def hours_later(hours: float) -> MovableClock:
    clock = MovableClock()
    clock.move(hours=hours)
    return clock


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("hours", [EARLIER, 3.0], ids=["one session", "both sessions"])
def test_a_crash_at_any_step_of_closing_is_repaired_at_the_next_start(
    evening: tuple[Path, KeyList], tmp_path: Path, hours: float, before: bool
) -> None:
    original, keylist = evening
    shutil.copytree(original, tmp_path / "whole")
    whole = Parts(tmp_path / "whole", hours_later(hours))
    expected = {session: whole.store.count(session) for session in (FIRST, SECOND)}
    stop_at, crashed = 1, True
    while crashed:
        folder = tmp_path / f"stopped at {stop_at}"
        shutil.copytree(original, folder)
        crashed = stops(folder, hours, Plug(stop_at, before))
        after = Parts(folder, hours_later(hours))
        assert after.secrets() == whole.secrets()
        assert {session: after.store.count(session) for session in (FIRST, SECOND)} == expected
        assert after.rows("requests") == whole.rows("requests")
        stop_at += 1
    # Counting, destroying and signing: fewer steps would mean that the plug was not where it should be.
    assert stop_at > (5 if hours == EARLIER else 14)
    assert says(keylist, whole, FIRST) == 2


def stops(folder: Path, hours: float, plug: Plug) -> bool:
    try:
        Parts(folder, hours_later(hours), plug)
    except PullThePlug:
        return True
    return False


def says(keylist: KeyList, parts: Parts, session: SessionId) -> int:
    """The count, once both signatures over it are seen to be good."""
    count = parts.issuer.collected(session)
    exact = count_statement(keylist.term, session, count.collected)
    assert verify_statement(keylist.statements, exact, count.signature or b"")
    coarse = collected_statement(keylist.term, session, count.collected - count.collected % 5)
    assert verify_statement(keylist.statements, coarse, count.published or b"")
    return count.collected


def test_the_key_is_gone_before_anything_is_signed(evening: tuple[Path, KeyList], tmp_path: Path) -> None:
    shutil.copytree(evening[0], tmp_path / "x")
    seen: list[list[str]] = []

    class Looking(Plug):
        def step(self, act: Callable[..., object], *args: object) -> object:
            if getattr(act, "__name__", "") == "sign":
                seen.append(sorted(path.name for path in (tmp_path / "x" / "keys").iterdir()))
            return super().step(act, *args)

    Parts(tmp_path / "x", hours_later(3), Looking())
    assert seen == [[]] * 4


@pytest.mark.parametrize("stop_at", range(1, 12))
def test_a_fault_at_any_step_is_made_good_by_the_next_round(
    evening: tuple[Path, KeyList], tmp_path: Path, stop_at: int
) -> None:
    shutil.copytree(evening[0], tmp_path / "x")
    clock, plug = MovableClock(), Plug()
    parts = Parts(tmp_path / "x", clock, plug)
    clock.move(hours=3)
    plug.stop_at = plug.steps + stop_at
    with pytest.raises(PullThePlug):
        parts.issuer.close_due()
    parts.issuer.close_due()
    assert parts.secrets() == []
    assert says(evening[1], parts, SECOND) == 2


@pytest.mark.parametrize("stop_at", range(1, 10))
def test_a_crash_while_a_term_is_made_leaves_no_secret_behind(tmp_path: Path, stop_at: int) -> None:
    plug = Plug()
    parts = Parts(tmp_path, plug=plug)
    plug.stop_at = plug.steps + stop_at
    try:
        parts.term()
    except PullThePlug:
        after = Parts(tmp_path)
        assert after.secrets() == [] or after.rows("terms") == 1
        assert len(after.term().sessions) == 2


def test_a_clock_that_jumps_a_day_forward_closes_and_refuses_kindly(issuer: Running) -> None:
    keylist = issuer.term("session-00")
    code, requests = issuer.cards(keylist)[0], [one.request for one in ask(keylist)]
    issuer.clock.move(days=1)
    answer = issuer.collect(code, requests)
    assert (answer.status_code, answer.json) == (403, {"code": "unknown-invitation"})
    assert issuer.call("/cards", {"term": keylist.term, "count": 1, "most": 9}).status_code == 404
    assert list((issuer.folder / "keys").iterdir()) == []


def test_a_clock_that_jumps_back_opens_nothing_again(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    code, requests = issuer.cards(keylist)[0], [one.request for one in ask(keylist)]
    assert issuer.collect(code, requests).status_code == 200
    issuer.clock.move(hours=4)
    assert issuer.collected("session-00") == 1
    for restart in (False, True):
        issuer.clock.moment -= timedelta(days=1)
        if restart:
            issuer.restart()
        assert issuer.collect(code, requests).json == {"code": "unknown-invitation"}
        assert issuer.collected("session-00") == 1
        assert list((issuer.folder / "keys").iterdir()) == []
        again = [{"session": "session-00", "opens": "2027-03-01T19:00Z", "collecting_closes": "2027-03-01T21:00Z"}]
        assert issuer.call("/terms", {"sessions": again}).status_code == 400


def test_a_session_closed_early_leaves_the_others_collecting(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    used, fresh = issuer.cards(keylist, 2)
    first, second = ([one.request for one in ask(keylist)] for _ in range(2))
    assert issuer.collect(used, first).status_code == 200
    issuer.close("session-00")
    # The whole batch is told what is the matter; what is left of it is signed, also once more.
    for code, requests in ((used, first), (fresh, second)):
        assert issuer.collect(code, requests).json == {"code": "collecting-closed"}
        assert issuer.collect(code, requests[1:]).status_code == 200
        assert issuer.collect(code, requests[1:]).status_code == 200
    other = [one.request for one in ask(keylist)]
    assert issuer.collect(used, other[1:]).json == {"code": "unknown-invitation"}
    assert issuer.collect(used, other).json == {"code": "collecting-closed"}
    assert issuer.collected("session-00") == 1
    assert issuer.collected("session-01") == 2


def test_a_pepper_that_is_lost_costs_its_cards_and_nothing_else(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    keylist = parts.term()
    code = parts.code(keylist)
    (tmp_path / "peppers" / keylist.term).unlink()
    after = Parts(tmp_path)
    assert refusal(lambda: after.issuer.collect(code, requests_for(keylist))) is RefusalCode.UNKNOWN_INVITATION
    assert after.issuer.close(FIRST).collected == after.issuer.close(SECOND).collected == 0
    assert after.secrets() == []


def test_a_statement_key_that_is_lost_leaves_a_count_without_signature(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    keylist = parts.term()
    (tmp_path / "statements" / keylist.term).unlink()
    assert parts.issuer.close(FIRST).signature == b""
    assert Parts(tmp_path).issuer.close(FIRST).signature == b""


def test_a_term_whose_sessions_were_ever_known_is_not_made_again(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    keylist = parts.term()
    parts.issuer.end_term(keylist.term)
    wanted = [AnnouncedSession(one.session, one.opens, one.collecting_closes) for one in keylist.sessions]
    assert refusal(lambda: parts.issuer.make_term(wanted)) is RefusalCode.BAD_REQUEST
    assert parts.secrets() == []
