"""Signing in and out: names, passphrases, time, and at most two slow hashes at once."""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import gevent
import pytest

from forum.ids import ModeratorId
from forum.moderation.passphrases import MOST_FOR_ONE, MOST_WAITING, Argon2Passphrases
from forum.refusals import RefusalCode, Refused
from forum.web.offload import off_loop
from tests.moderation.parts import PHRASE, Office, cheap
from tests.running import PATIENCE


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path)
    made.moderators.add("Robin", PHRASE)
    return made


def refusal(office: Office, name: str, phrase: str) -> tuple[RefusalCode, str]:
    with pytest.raises(Refused) as refused:
        office.moderators.sign_in(name, phrase)
    return refused.value.code, str(refused.value)


@pytest.mark.parametrize("name", ["robin", " ROBIN ", "Robin"])
def test_the_right_passphrase_signs_in(office: Office, name: str) -> None:
    cookie = office.moderators.sign_in(name, f" {PHRASE}\n")
    assert (office.moderators.signed_in(cookie), office.pauses) == ("robin", [])


def test_an_unknown_name_and_a_wrong_passphrase_have_the_same_answer(office: Office) -> None:
    answers = {refusal(office, "robin", "not this one at all"), refusal(office, "nobody", PHRASE)}
    answers |= {refusal(office, "", ""), refusal(office, "x" * 500, "y" * 5000), refusal(office, "\x00", "\x00")}
    assert answers == {(RefusalCode.WRONG_SIGN_IN, "wrong-sign-in")}


def test_an_unknown_name_costs_a_hash_as_well(tmp_path: Path) -> None:
    checked: list[str] = []

    class Counting:
        def __init__(self) -> None:
            self.real = cheap()

        def __getattr__(self, name: str) -> Any:
            return getattr(self.real, name)

        def verify(self, kept: str, phrase: str) -> bool:
            checked.append(kept)
            return self.real.verify(kept, phrase)

    office = Office(tmp_path, Counting())
    office.moderators.add("robin", PHRASE)
    refusal(office, "robin", "wrong")
    refusal(office, "nobody", "wrong")
    parameters = {kept.rsplit("$", 2)[0] for kept in checked}
    assert (len(checked), len(parameters), len(set(checked))) == (2, 1, 2)


def test_nobody_signs_in_with_the_hash_of_nobody(office: Office) -> None:
    passphrases = office.moderators._passphrases
    assert passphrases.matches(None, "anything") is False
    passphrases._nobodys = passphrases.hash("known")  # type: ignore[attr-defined]
    assert passphrases.matches(None, "known") is False


def test_failing_answers_are_held_back_more_and_more_and_right_ones_never(office: Office) -> None:
    for _ in range(25):
        refusal(office, "nobody", "x")
    office.moderators.sign_in("robin", PHRASE)
    assert (office.pauses[:3], office.pauses[-1], len(office.pauses)) == ([0.1, 0.2, pytest.approx(0.3)], 2.0, 25)
    office.clock.move(minutes=2)
    refusal(office, "nobody", "x")
    assert office.pauses[-1] == 0.1


def test_a_sign_in_ends_after_twelve_hours(office: Office) -> None:
    cookie = office.moderators.sign_in("robin", PHRASE)
    office.clock.move(hours=11, minutes=59)
    assert office.moderators.signed_in(cookie) == "robin"
    office.clock.move(minutes=1)
    assert office.moderators.signed_in(cookie) is None


def connected(office: Office) -> str:
    """Signs robin in and sits down at a desk."""
    cookie = office.moderators.sign_in("robin", PHRASE)
    office.desks.connected.add(office.moderators.sign_in_of(cookie) or b"")
    return cookie


def test_a_desk_ends_with_its_twelve_hours(office: Office) -> None:
    connected(office)
    office.clock.move(hours=1)
    late = connected(office)
    office.clock.move(hours=10, minutes=59)
    office.moderators.tidy()
    assert len(office.desks.connected) == 2
    office.clock.move(minutes=1)
    office.moderators.tidy()
    assert office.desks.connected == {office.moderators.sign_in_of(late)}


def test_a_new_passphrase_ends_the_desks_of_before_and_not_those_of_after(office: Office) -> None:
    connected(office)
    another_program = Office(office.folder).moderators
    another_program.add("robin", PHRASE)
    after = connected(office)
    office.moderators.tidy()
    assert office.desks.connected == {office.moderators.sign_in_of(after)}


def test_tidying_leaves_nothing_of_a_sign_in_that_has_ended(office: Office) -> None:
    early = office.moderators.sign_in("robin", PHRASE)
    office.clock.move(hours=1)
    late = office.moderators.sign_in("robin", PHRASE)
    office.clock.move(hours=11)
    assert (office.moderators.signed_in(early), rows(office)) == (None, 2)
    office.moderators.tidy()
    assert (office.moderators.signed_in(late), rows(office)) == ("robin", 1)


def rows(office: Office) -> int:
    """How many sign-ins the database holds."""
    with closing(sqlite3.connect(office.folder / "door" / "door.sqlite")) as base:
        return int(base.execute("SELECT count(*) FROM desks").fetchone()[0])


def test_signing_out_ends_this_sign_in_and_every_desk(office: Office) -> None:
    here, there = (office.moderators.sign_in("robin", PHRASE) for _ in range(2))
    office.moderators.sign_out(here)
    office.moderators.sign_out(here)
    assert (office.moderators.signed_in(here), office.moderators.signed_in(there)) == (None, "robin")
    assert office.desks.left == ["robin"]


def test_a_moderator_who_is_removed_is_signed_out_and_unknown(office: Office) -> None:
    cookie = office.moderators.sign_in("robin", PHRASE)
    office.moderators.remove(" ROBIN ")
    assert (office.moderators.signed_in(cookie), rows(office)) == (None, 0)
    assert refusal(office, "robin", PHRASE)[0] is RefusalCode.WRONG_SIGN_IN
    with pytest.raises(Refused, match="not-found"):
        office.moderators.remove("robin")


@pytest.mark.parametrize("cookie", ["", "x", "a.b", "ŵ.ŵ", "x" * 5000])
def test_a_forged_cookie_is_nobody(office: Office, cookie: str) -> None:
    office.moderators.sign_out(cookie)
    assert (office.moderators.signed_in(cookie), office.desks.left) == (None, [])


def test_the_cookie_is_not_in_the_database(office: Office) -> None:
    cookie = office.moderators.sign_in("robin", PHRASE)
    raw = office.moderators._seal.unwrap(cookie)
    kept = (office.folder / "door" / "door.sqlite").read_bytes()
    assert raw is not None
    assert (len(raw), raw in kept, cookie.encode() in kept, PHRASE.encode() in kept) == (32, False, False, False)


def test_adding_again_changes_the_passphrase_and_signs_out(office: Office) -> None:
    cookie = office.moderators.sign_in("robin", PHRASE)
    office.moderators.add("robin", "a different passphrase")
    assert office.moderators.signed_in(cookie) is None
    assert refusal(office, "robin", PHRASE)[0] is RefusalCode.WRONG_SIGN_IN
    assert office.moderators.sign_in("robin", "a different passphrase")


@pytest.mark.parametrize(
    ("name", "phrase"), [("", PHRASE), ("x" * 41, PHRASE), ("a\x00b", PHRASE), ("kim", "short"), ("kim", "x" * 201)]
)
def test_odd_names_and_short_passphrases_are_not_taken(office: Office, name: str, phrase: str) -> None:
    with pytest.raises(Refused) as refused:
        office.moderators.add(name, phrase)
    assert refused.value.code is RefusalCode.BAD_REQUEST


def test_a_weak_hash_is_made_anew_at_the_next_sign_in(office: Office) -> None:
    stronger = Office(office.folder, cheap(time_cost=2))
    for _ in range(2):
        stronger.moderators.sign_in("robin", PHRASE)
    assert "t=2" in str(stronger.store.phrase_hash_of(ModeratorId("robin")))


def test_the_real_parameters_are_argon2id(tmp_path: Path) -> None:
    assert Argon2Passphrases().hash("x").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


class Slow:
    """Stands for argon2: takes a moment, counts how many are at it, and knows one passphrase."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.goes_on = threading.Event()
        self.goes_on.set()
        self._lock = threading.Lock()

    def hash(self, phrase: str) -> str:
        return os.urandom(4).hex()

    def check_needs_rehash(self, kept: str) -> bool:
        return False

    def verify(self, kept: str, phrase: str) -> bool:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        self.goes_on.wait(PATIENCE)
        with self._lock:
            self.now -= 1
        return phrase == PHRASE


class Queue:
    """Tries that wait for their hash at the same time."""

    def __init__(self) -> None:
        self.slow = Slow()
        self.passphrases = Argon2Passphrases(off_loop, self.slow)  # type: ignore[arg-type]
        self.tries: list[gevent.Greenlet] = []

    def fill(self, count: int, kept: str | None) -> list[gevent.Greenlet]:
        """So many wrong tries at once, of the moderator with this hash or of a name that nobody has."""
        fresh = [gevent.spawn(self.passphrases.matches, kept, "wrong") for _ in range(count)]
        self.tries += fresh
        gevent.sleep(0)
        return fresh

    def answers(self, tries: list[gevent.Greenlet]) -> list[str]:
        """What came of them, once they have all been answered."""
        gevent.joinall(tries, timeout=PATIENCE)
        return [str(one.exception or one.value) for one in tries]


@pytest.fixture
def queue() -> Iterator[Queue]:
    made = Queue()
    yield made
    gevent.joinall(made.tries, timeout=PATIENCE)


@pytest.mark.parametrize("kept", [None, "kept"])
def test_wrong_tries_have_the_same_end_whether_or_not_somebody_has_the_name(queue: Queue, kept: str | None) -> None:
    answers = queue.answers(queue.fill(MOST_WAITING + 5, kept))
    assert answers == ["False"] * MOST_WAITING + ["too-many"] * 5


def test_at_most_two_hashes_at_a_time_and_the_loop_goes_on(queue: Queue) -> None:
    queue.slow.goes_on.clear()
    tries = queue.fill(5, None) + queue.fill(5, "kept")
    ticks = gevent.spawn(lambda: [gevent.sleep(0.005) for _ in range(10)])
    ticks.join(timeout=PATIENCE)
    assert ticks.ready()
    assert not any(one.ready() for one in tries)
    queue.slow.goes_on.set()
    assert (queue.answers(tries), queue.slow.most) == (["False"] * 10, 2)


def test_a_flood_of_guesses_does_not_shut_out_a_moderator(queue: Queue) -> None:
    flood = queue.fill(MOST_WAITING + 10, None)
    assert queue.passphrases.matches("kept", PHRASE)
    assert sum(one.ready() for one in flood) < MOST_WAITING


def test_a_flood_on_one_moderator_has_an_end_and_shuts_out_no_other(queue: Queue) -> None:
    flood = queue.fill(MOST_FOR_ONE + 5, "kept")
    assert sum(one.ready() for one in flood) == 5
    assert queue.passphrases.matches("other", PHRASE)
    assert queue.passphrases._waiting == sum(not one.ready() for one in flood)


def test_the_right_passphrase_gets_in_among_many_wrong_ones_of_the_same_name(queue: Queue) -> None:
    queue.fill(MOST_WAITING + 10, "kept")
    assert queue.passphrases.matches("kept", PHRASE)


def test_a_wrong_passphrase_waits_with_those_of_names_that_nobody_has(queue: Queue) -> None:
    flood = queue.fill(10, None)
    wrong = queue.fill(1, "kept")
    assert queue.answers(wrong) == ["False"]
    assert all(one.ready() for one in flood)
