"""One ticket, many hands, two processes at once: always one seat."""

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event

from forum.ids import SessionId
from forum.refusals import Refused
from forum.sessions.domain import Tally
from tests.attendance.parts import SECRET, Entrance, door_over
from tests.running import PATIENCE

SPAWN = multiprocessing.get_context("spawn")
EACH = 10
LAST = 20
"""So many words a redemption has for the database, the last of them its commit."""
QUICK = (0, 7, 15, 17, 18, 19, LAST)
"""The first, one amid the questions, those around each insert, the commit, and none."""

Presentation = tuple[SessionId, bytes, bytes]


def present(folder: Path, at: Presentation) -> tuple[str, str]:
    try:
        return door_over(folder).redeem(*at)
    except Refused as refused:
        return refused.code.value, ""


def present_all(folder: Path, start, results, presentations: list[Presentation]) -> None:  # type: ignore[no-untyped-def]
    together = threading.Barrier(len(presentations))

    def one(at: Presentation) -> tuple[str, str]:
        together.wait()
        return present(folder, at)

    start.wait()
    with ThreadPoolExecutor(len(presentations)) as pool:
        results.put(list(pool.map(one, presentations)))


def in_two_processes(folder: Path, presentations: list[Presentation]) -> list[tuple[str, str]]:
    start, results = SPAWN.Barrier(2), SPAWN.Queue()
    halves = (presentations[:EACH], presentations[EACH:])
    workers = [SPAWN.Process(target=present_all, args=(folder, start, results, half)) for half in halves]
    for worker in workers:
        worker.start()
    answers = [answer for _ in workers for answer in results.get(timeout=PATIENCE)]
    for worker in workers:
        worker.join(PATIENCE)
    return answers


def test_twenty_secrets_with_one_ticket_get_one_seat(tmp_path: Path) -> None:
    entrance = Entrance(tmp_path)
    session = entrance.open()
    ticket = entrance.issuer.ticket(session)
    answers = in_two_processes(tmp_path, [(session.id, ticket, bytes([n]) * 16) for n in range(2 * EACH)])
    seats = [answer for answer in answers if answer[1]]
    assert ([code for code, cookie in answers if not cookie], len(seats)) == (["already-used"] * 19, 1)
    assert entrance.door.seat_of(seats[0][1]) == (session.id, seats[0][0])
    assert entrance.door.tally(session.id) == Tally(1, 1)


def test_twenty_times_the_same_pair_gets_one_seat_and_one_cookie_stays_valid(tmp_path: Path) -> None:
    entrance = Entrance(tmp_path)
    session = entrance.open(size=1)
    ticket = entrance.issuer.ticket(session)
    answers = in_two_processes(tmp_path, [(session.id, ticket, SECRET)] * 2 * EACH)
    assert ({len(seat) for seat, _ in answers}, len({seat for seat, _ in answers})) == ({16}, 1)
    valid = [cookie for _, cookie in answers if entrance.door.seat_of(cookie)]
    assert (len(answers), len({cookie for _, cookie in answers}), len(valid)) == (20, 20, 1)
    assert entrance.door.tally(session.id) == Tally(1, 1)


def test_twenty_tickets_and_five_seats(tmp_path: Path) -> None:
    entrance = Entrance(tmp_path)
    session = entrance.open(size=5)
    tickets = [entrance.issuer.ticket(session) for _ in range(2 * EACH)]
    answers = in_two_processes(tmp_path, [(session.id, ticket, SECRET) for ticket in tickets])
    assert sorted(seat for seat, cookie in answers if not cookie) == ["room-full"] * 15
    assert entrance.door.tally(session.id) == Tally(5, 5)


def present_and_die(folder: Path, at: Presentation, step: int) -> None:
    """Presents the ticket in a process that is gone at its `step`-th word to the database."""
    door = door_over(folder)
    engine = door._seats._database._engine  # type: ignore[attr-defined]
    left = [step]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os._exit(9)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(engine, moment, count)
    door.redeem(*at)
    os._exit(0)


@pytest.mark.parametrize(
    "step", [step if step in QUICK else pytest.param(step, marks=pytest.mark.slow) for step in range(LAST + 1)]
)
def test_a_kill_anywhere_leaves_a_ticket_that_gives_the_one_seat(tmp_path: Path, step: int) -> None:
    entrance = Entrance(tmp_path)
    session = entrance.open(size=1)
    at = (session.id, entrance.issuer.ticket(session), SECRET)
    worker = SPAWN.Process(target=present_and_die, args=(tmp_path, at, step))
    worker.start()
    worker.join(PATIENCE)
    assert worker.exitcode == (0 if step == LAST else 9)
    first, again = entrance.door.redeem(*at), entrance.door.redeem(*at)
    assert (first[0] == again[0], entrance.door.seat_of(again[1])) == (True, (session.id, again[0]))
    assert entrance.door.tally(session.id) == Tally(1, 1)
