"""A late door that is shut, over the two real programs: nobody collects late, and nobody comes in uncounted."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from forum.refusals import RefusalCode
from forum.tickets.codes import parse_code
from tests.clients import Attendee
from tests.running import wait_until
from tests.servers import Desk, Servers
from tests.tickets.client import ask
from tests.visitor import Page

LONDON = ZoneInfo("Europe/London")
HOUR = timedelta(hours=1)


class Evening:
    """A session that begins in three hours; collecting closes one hour before. Another follows a week later."""

    def __init__(self, servers: Servers, **more: object) -> None:
        self.servers = servers
        now = servers.clock.now().replace(second=0, microsecond=0)
        servers.clock.set(now)
        self.deadline, self.opens = now + 2 * HOUR, now + 3 * HOUR
        times = {"opens": self.opens, "closes": self.opens + 2 * HOUR}
        week = timedelta(weeks=1)
        times |= {"opens_2": times["opens"] + week, "closes_2": times["closes"] + week}
        written = {name: f"{moment.astimezone(LONDON):%Y-%m-%dT%H:%M}" for name, moment in times.items()}
        self.desk: Desk = servers.sign_in()
        self.session = self.desk.plan(**{**written, "late_door": "shut", "hours": "1", **more})
        self.codes = self.desk.cards(self.session, 6)
        self.keylist = self.attendee().keylist(self.session)

    def attendee(self) -> Attendee:
        return Attendee(self.servers.door, self.servers.issuer)

    def collected(self, people: int) -> list[Attendee]:
        """People with a ticket in their pocket."""
        came = [self.attendee() for _ in range(people)]
        for person in came:
            person.collect(self.session, self.codes.pop())
        return came

    def collect_late(self) -> Page:
        """The answer to somebody who has a card and comes after the deadline."""
        requests = [one.request for one in ask(self.keylist)]
        return self.attendee().post_code(parse_code(self.codes[-1]), requests)

    def open_doors(self) -> Page:
        token = self.desk.visitor.get("/en/moderation/sessions/new").hidden()
        return self.desk.visitor.post(f"{self.place}/open", token)

    @property
    def place(self) -> str:
        return f"/en/moderation/sessions/{self.session}"

    @property
    def page(self) -> str:
        return self.desk.visitor.get(self.place).text

    def spent(self) -> int:
        """How many tickets the door has taken."""
        with closing(sqlite3.connect(self.servers.data / "door" / "door.sqlite3")) as opened:
            return int(opened.execute("select count(*) from spent").fetchone()[0])


Begin = Callable[..., Evening]


@pytest.fixture
def begin(servers: Servers) -> Begin:
    return lambda **more: Evening(servers, **more)


def test_from_collecting_ahead_to_the_closing(begin: Begin) -> None:
    evening = begin()
    first, second = evening.collected(2)
    assert evening.open_doors().status == 409
    evening.servers.clock.set(evening.deadline)
    late = evening.collect_late()
    assert (late.status, late.json["code"]) == (410, RefusalCode.COLLECTING_CLOSED)
    assert first.redeem(evening.session).json["code"] == RefusalCode.NOT_OPEN
    evening.servers.clock.set(evening.opens)
    assert evening.open_doors().status == 200
    assert "Fewer than 5 tickets were collected" in evening.page
    assert [person.redeem(evening.session).status for person in (first, second)] == [200, 200]
    evening.desk.close(evening.session)
    assert ("Closed and forgotten" in evening.page, "not as it should be" in evening.page) == (True, False)
    assert "The same card is good" not in evening.page
    assert "Planned" in evening.page


def test_below_the_floor_nobody_is_let_in_and_nothing_is_spent(begin: Begin) -> None:
    evening = begin(floor="3")
    people = evening.collected(2)
    evening.servers.clock.set(evening.opens)
    assert evening.open_doors().status == 200
    assert "You asked for at least 3. Nobody is let in" in evening.page
    answers = [person.redeem(evening.session) for person in people]
    assert [(one.status, one.json["code"]) for one in answers] == [(503, RefusalCode.TOO_FEW)] * 2
    assert (evening.spent(), [person.visitor.cookies for person in people]) == (0, [{}, {}])


def test_the_floor_lets_in_as_many_as_it_asks_for(begin: Begin) -> None:
    evening = begin(floor="2")
    people = evening.collected(2)
    evening.servers.clock.set(evening.opens)
    evening.open_doors()
    assert [person.redeem(evening.session).status for person in people] == [200, 200]
    assert evening.spent() == 2


def test_an_issuer_that_stays_down_past_the_deadline_lets_nobody_in_and_nobody_collect(begin: Begin) -> None:
    evening = begin()
    (person,) = evening.collected(1)
    evening.servers.stop("issuer")
    evening.servers.clock.set(evening.opens)
    answer = evening.open_doors()
    assert (answer.status, "The issuer has not yet said how many" in answer.text) == (503, True)
    assert "the issuer has not yet said how many tickets were collected" in evening.page
    assert "a new card would not open this session" in evening.page
    assert person.redeem(evening.session).json["code"] == RefusalCode.NOT_OPEN

    evening.servers.launch("issuer")
    assert evening.collect_late().status == 410
    assert evening.open_doors().status == 200
    assert person.redeem(evening.session).status == 200


@pytest.mark.slow
def test_a_clock_that_jumps_a_day_either_way_reopens_nothing(begin: Begin) -> None:
    evening = begin()
    evening.collected(1)
    evening.servers.clock.set(evening.deadline)
    evening.open_doors()
    evening.servers.clock.set(evening.deadline - timedelta(days=1))
    assert evening.collect_late().status == 410
    assert "a new card would not open this session" in evening.page
    evening.servers.clock.set(evening.opens + timedelta(days=1))
    evening.desk = evening.servers.sign_in("casey")
    wait_until(lambda: "Closed and forgotten" in evening.page)
    evening.servers.clock.set(evening.opens)
    assert evening.open_doors().status == 410
    assert evening.collect_late().status == 410
