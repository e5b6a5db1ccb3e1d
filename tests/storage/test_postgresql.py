"""The same Core code over PostgreSQL, where its server is installed."""

import os
import pwd
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from forum.attendance.domain import Claim, Place
from forum.attendance.store_sql import SqlSeats
from forum.ids import ModeratorId, SeatId, SessionId, TermId
from forum.moderation.store_sql import SqlModerators
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession, State, Tally, Term
from forum.sessions.plans import TermPlan, Times, planned
from forum.sessions.store_sql import SqlSessions, held_session
from forum.storage.engine import Database, upgrade
from forum.tickets.keylist import SessionKey
from tests.clocks import NOW
from tests.locker.contract import boxes_are_kept_shown_and_forgotten
from tests.running import free_port
from tests.tickets.test_keylist import KEYS, LIST

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (shutil.which("initdb") and shutil.which("postgres")), reason="PostgreSQL is not installed"),
]
SESSION = SessionId("session-00")
OWNER = "postgres" if os.getuid() == 0 else None
"""The server refuses to run as root."""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Where the server's own account may work; pytest's folders belong to one account only."""
    with tempfile.TemporaryDirectory(prefix="forum-postgresql-", ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[Database]:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    port = free_port()
    server = start(folder, port)
    made = Database(f"postgresql+psycopg://forum@127.0.0.1:{port}/postgres")
    try:
        wait_for(made)
        upgrade(made)
        yield made
    finally:
        made.close()
        server.terminate()
        server.wait(20)


def start(folder: Path, port: int) -> subprocess.Popen[bytes]:
    data = folder / "data"
    data.mkdir()
    if OWNER:
        folder.chmod(0o755)
        account = pwd.getpwnam(OWNER)
        os.chown(data, account.pw_uid, account.pw_gid)
    initdb = ["initdb", "-D", str(data), "-U", "forum", "--auth=trust", "--no-sync"]
    subprocess.run(initdb, check=True, user=OWNER, cwd="/", capture_output=True)
    command = ["postgres", "-D", str(data), "-p", str(port), "-h", "127.0.0.1", "-k", "", "-F"]
    return subprocess.Popen(command, user=OWNER, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for(database: Database) -> None:
    for _ in range(100):
        try:
            return database.run(lambda _connection: None)
        except Refused:
            threading.Event().wait(0.1)
    raise AssertionError("the server did not start")


def plan(session: SessionId, term: str) -> tuple[Term, ForumSession]:
    times = Times(NOW, NOW + timedelta(hours=2))
    wanted = TermPlan("Evening", (times,), 3, "both")
    keylist = replace(LIST, term=TermId(term), sessions=(SessionKey(session, times.opens, times.closes, KEYS[0]),))
    return wanted.term(keylist), planned(session, wanted, times, keylist)


def test_sessions_seats_and_moderators(database: Database) -> None:
    sessions, seats, moderators = SqlSessions(database), SqlSeats(database), SqlModerators(database)
    upgrade(database)
    term, made = plan(SESSION, "term-00000")
    sessions.add(term, [made])
    assert (sessions.get(SESSION), made in sessions.all()) == (made, True)
    assert (sessions.term(term.id), term.id in sessions.terms()) == (term, True)
    sessions.advance(SESSION, State.DOORS_OPEN, few=True)
    many_at_once(seats)
    sessions.advance(SESSION, State.CLOSED)
    seats.forget(SESSION)
    sessions.count(SESSION, 20)
    sessions.settle(SESSION, 20, True)
    sessions.drop_term(term.id)
    after = sessions.get(SESSION)
    assert (after.key, after.few, after.collected, after.sound) == (None, True, 20, True)
    assert (seats.tally(SESSION), term.id in sessions.terms()) == (Tally(0, 0), False)

    robin = ModeratorId("robin")
    moderators.put(robin, "hash")
    moderators.sign_in(b"c" * 32, robin, NOW + timedelta(hours=12), NOW)
    assert moderators.signed_in(b"c" * 32, NOW) == robin
    assert moderators.signed_in(b"c" * 32, NOW + timedelta(hours=12)) is None
    moderators.put(robin, "another")
    assert (moderators.signed_in(b"c" * 32, NOW), moderators.phrase_hash_of(robin)) == (None, "another")


def test_reading_a_session_does_not_wait_for_those_who_come_in(database: Database) -> None:
    sessions, other = SqlSessions(database), SessionId("session-01")
    term, made = plan(other, "term-00001")
    sessions.add(term, [made])

    def read_elsewhere(connection: Connection) -> State:
        held_session(connection, other)
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(sessions.get, other).result(timeout=10).state

    assert database.run(read_elsewhere) is State.PLANNED


def test_boxes_are_kept_shown_and_forgotten(database: Database) -> None:
    sessions, other = SqlSessions(database), SessionId("session-02")
    term, made = plan(other, "term-00002")
    sessions.add(term, [made])
    boxes_are_kept_shown_and_forgotten(database, term.id, lambda: sessions.advance(other, State.CLOSED))


def many_at_once(seats: SqlSeats) -> None:
    """Twenty tickets for three seats, each presented twice and once more with another secret."""

    def present(number: int) -> str:
        ticket, secret = number % 20, number // 40
        nonce, pair = bytes([ticket]) * 32, bytes([ticket, secret]) * 16
        place = Place(SeatId(f"seat-{number:011}"), bytes([number]) * 32)
        try:
            return seats.redeem(Claim(SESSION, nonce, pair), place)
        except Refused as refused:
            return refused.code.value

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(present, range(60)))
    given = {answer for answer in answers if answer.startswith("seat-")}
    expected = {RefusalCode.ROOM_FULL.value, RefusalCode.ALREADY_USED.value}
    assert (len(given), set(answers) - given <= expected, seats.tally(SESSION)) == (3, True, Tally(3, 3))


def test_a_server_that_is_away_is_a_refusal() -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    away = Database(f"postgresql+psycopg://forum@127.0.0.1:{free_port()}/postgres")
    with pytest.raises(Refused) as refused:
        away.run(lambda _connection: None)
    assert refused.value.code is RefusalCode.STORE_AWAY
