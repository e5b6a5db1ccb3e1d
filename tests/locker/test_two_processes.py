"""One ticket, many boxes, two processes at once: always one box."""

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import event

from forum.ids import TermId
from forum.refusals import Refused
from tests.locker.parts import Cloakroom, a_box, locker_over

SPAWN = multiprocessing.get_context("spawn")
EACH = 10
Deposit = tuple[TermId, bytes, bytes]


def put(folder: Path, at: Deposit) -> str:
    try:
        locker_over(folder).deposit(*at)
    except Refused as refused:
        return refused.code.value
    return "kept"


def put_all(folder: Path, start, results, deposits: list[Deposit]) -> None:  # type: ignore[no-untyped-def]
    together = threading.Barrier(len(deposits))

    def one(at: Deposit) -> str:
        together.wait()
        return put(folder, at)

    start.wait()
    with ThreadPoolExecutor(len(deposits)) as pool:
        results.put(list(pool.map(one, deposits)))


def in_two_processes(folder: Path, deposits: list[Deposit]) -> list[str]:
    start, results = SPAWN.Barrier(2), SPAWN.Queue()
    halves = (deposits[:EACH], deposits[EACH:])
    workers = [SPAWN.Process(target=put_all, args=(folder, start, results, half)) for half in halves]
    for worker in workers:
        worker.start()
    answers = [answer for _ in workers for answer in results.get(timeout=60)]
    for worker in workers:
        worker.join(60)
    return answers


def test_twenty_boxes_for_one_ticket_leave_one_box(tmp_path: Path) -> None:
    room = Cloakroom(tmp_path)
    session = room.plan()
    ticket, boxes = room.issuer.locker_ticket(session), [a_box() for _ in range(2 * EACH)]
    answers = in_two_processes(tmp_path, [(session.term, ticket, box) for box in boxes])
    assert sorted(answers) == ["box-taken"] * 19 + ["kept"]
    kept = list(room.kept(session).values())
    assert (len(kept), kept[0] in boxes) == (1, True)


def test_twenty_times_the_same_box_is_kept_once_and_answered_each_time(tmp_path: Path) -> None:
    room = Cloakroom(tmp_path)
    session = room.plan()
    box = a_box()
    answers = in_two_processes(tmp_path, [(session.term, room.issuer.locker_ticket(session), box)] * 2 * EACH)
    assert (answers, list(room.kept(session).values())) == (["kept"] * 20, [box])


def put_and_die(folder: Path, at: Deposit, step: int) -> None:
    """Puts the box in from a process that is gone at its `step`-th word to the database."""
    locker = locker_over(folder)
    left = [step]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] < 0:
            os._exit(9)

    for moment in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(locker._boxes._database._engine, moment, count)  # type: ignore[attr-defined]
        event.listen(locker._terms._database._engine, moment, count)  # type: ignore[attr-defined]
    locker.deposit(*at)
    os._exit(0)


@pytest.mark.slow
@pytest.mark.parametrize("step", range(0, 40, 3))
def test_a_kill_anywhere_leaves_a_ticket_that_buys_the_one_box(tmp_path: Path, step: int) -> None:
    room = Cloakroom(tmp_path)
    session = room.plan()
    at = (session.term, room.issuer.locker_ticket(session), a_box())
    worker = SPAWN.Process(target=put_and_die, args=(tmp_path, at, step))
    worker.start()
    worker.join(60)
    assert worker.exitcode in (0, 9)
    assert (put(tmp_path, at), put(tmp_path, at)) == ("kept", "kept")
    assert list(room.kept(session).values()) == [at[2]]
