"""The form of a new term and the page of a session, over the real programs."""

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.servers import Desk, Servers
from tests.visitor import Page

NEW = "/en/moderation/sessions/new"
LONDON = ZoneInfo("Europe/London")
WALL = "%Y-%m-%dT%H:%M"


@pytest.fixture(scope="module")
def desk(shared_servers: Servers) -> Desk:
    return shared_servers.sign_in("robin")


def wall(moment: datetime) -> str:
    return moment.astimezone(LONDON).strftime(WALL)


@pytest.fixture
def fields(shared_servers: Servers) -> dict[str, Any]:
    """A session in two days, for two hours."""
    opens = shared_servers.clock.now() + timedelta(days=2)
    times = {"opens": wall(opens), "closes": wall(opens + timedelta(hours=2))}
    return {"name": "Evening", **times, "size": "12", "language": "en"}


def later(fields: dict[str, Any], number: int, days: float, hours: float = 2) -> dict[str, str]:
    """Beginning and end of another session, so many days after the first."""
    opens = datetime.strptime(fields["opens"], WALL) + timedelta(days=days)  # noqa: DTZ007 - as on the wall
    return {f"opens_{number}": f"{opens:{WALL}}", f"closes_{number}": f"{opens + timedelta(hours=hours):{WALL}}"}


def plan(desk: Desk, fields: dict[str, Any], **more: Any) -> Page:
    return desk.visitor.submit(NEW, **{**fields, **more})


def words(page: Page) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


def test_one_session_asks_for_no_more_than_before(desk: Desk, fields: dict[str, Any]) -> None:
    form = desk.visitor.get(NEW).text
    assert "<details" in form.partition('name="size"')[2]
    assert re.search(r"<details[^>]* open", form) is None
    page = plan(desk, fields)
    assert re.fullmatch(r"/en/moderation/sessions/[a-z0-9]{10}", page.path)
    assert "Everyone" in words(page)
    assert "Sessions with the same cards" not in page.text


def test_further_sessions_share_the_cards(desk: Desk, fields: dict[str, Any]) -> None:
    page = plan(desk, fields, **later(fields, 6, 14), **later(fields, 3, 7), group="lgbt", given="from-box")
    others = re.findall(r'<li><a href="(/en/moderation/sessions/[a-z0-9]{10})"', page.text)
    assert (len(others), "LGBT+ people" in page.text, "From a box" in page.text) == (2, True, True)
    for other in others:
        there = desk.visitor.get(other)
        assert ("Sessions with the same cards" in there.text, page.path in there.text) == (True, True)
        assert "The same card is good for the other sessions" in there.text


def test_a_further_session_may_come_before_the_first(desk: Desk, fields: dict[str, Any]) -> None:
    page = plan(desk, fields, **later(fields, 2, -1))
    assert "Sessions with the same cards" in page.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda given: {"opens_2": later(given, 2, 7)["opens_2"]}, "both the beginning and the end"),
        (lambda given: {"closes_4": later(given, 4, 7)["closes_4"]}, "both the beginning and the end"),
        (lambda given: later(given, 2, 7, -1), "before the beginning"),
        (lambda given: later(given, 2, 7, 13), "at most 12 hours"),
        (lambda given: later(given, 2, 400), "more than a year ahead"),
        (lambda _given: {"opens": "9999-12-31T11:30", "closes": "9999-12-31T23:15"}, "more than a year ahead"),
        (lambda _given: {"opens": "0001-01-01T00:00", "closes": "0001-01-01T01:00"}, "in the past"),
        (lambda _given: {"opens": "0001-01-01T00:00", "closes": "0001-01-01T01:00", "late_door": "shut"}, "the past"),
        (lambda given: later(given, 2, 0), "begins before another one ends"),
        (lambda given: later(given, 2, 0.05), "begins before another one ends"),
        (lambda _given: {"opens_2": "soon"}, "autofocus"),
        (lambda _given: {"late_door": "shut", "hours": "0.4"}, "from half an hour"),
        (lambda _given: {"late_door": "shut", "hours": "169"}, "from half an hour"),
        (lambda _given: {"late_door": "shut", "hours": "48"}, "Collecting would be over already"),
        (lambda _given: {"late_door": "shut", "hours": "many"}, "autofocus"),
        (lambda _given: {"floor": "3"}, "only with a shut late door"),
        (lambda _given: {"late_door": "shut", "floor": "1"}, "at least 2"),
        (lambda _given: {"late_door": "shut", "floor": "13"}, "more than there are seats"),
        (lambda _given: {"late_door": "ajar"}, "autofocus"),
        (lambda _given: {"group": "some"}, "autofocus"),
        (lambda _given: {"given": "by-post"}, "autofocus"),
        (lambda _given: {"card_en": "x" * 121}, "too long to stand on a card"),
        (lambda _given: {"card_cy": "a\u202eb"}, "autofocus"),
    ],
)
def test_what_cannot_be_held_comes_back_with_words(desk: Desk, fields: dict[str, Any], wrong: Any, said: str) -> None:
    page = plan(desk, fields, **wrong(fields))
    assert (page.path, said in page.text) == (NEW, True)
    assert 'value="Evening"' in page.text


def test_a_fold_with_something_to_put_right_is_open(desk: Desk, fields: dict[str, Any]) -> None:
    page = plan(desk, fields, late_door="shut", floor="1")
    opened = re.findall(r"<details[^>]* open>\s*<summary>([^<]*)", page.text)
    assert opened == ["Collecting tickets, and the late door"]


def test_what_stands_on_a_card_is_asked_in_both_languages_with_an_answer_given(desk: Desk) -> None:
    form = desk.visitor.get("/cy/moderation/sessions/new").text
    assert re.search(r'<input[^>]*name="card_en"[^>]*value="You are welcome[^>]*>', form)
    assert re.search(r'<input[^>]*name="card_cy"[^>]*value="Mae croeso[^>]*>', form)


def test_a_shut_late_door_says_when_the_doors_can_open(desk: Desk, fields: dict[str, Any]) -> None:
    page = plan(desk, fields, late_door="shut", hours="0.5")
    assert ("The late door is shut: the doors can open from" in page.text, "Open the doors" in page.text) == (
        True,
        False,
    )
    answer = desk.visitor.post(f"{page.path}/open", desk.visitor.get(page.path).hidden())
    assert (answer.status, "can still be collected" in answer.text) == (409, True)


def test_the_doors_of_a_far_session_say_from_when_and_have_no_button(desk: Desk, fields: dict[str, Any]) -> None:
    page = plan(desk, fields)
    assert "an hour before the session begins" in page.text
    assert "Open the doors" not in page.text
    answer = desk.visitor.post(f"{page.path}/open", desk.visitor.get(page.path).hidden())
    assert (answer.status, "still some way off" in answer.text) == (409, True)


def test_more_cards_than_seats_and_spares_come_back_with_words(desk: Desk, fields: dict[str, Any]) -> None:
    page = plan(desk, fields, size="3")
    assert "There can be 5 in all" in page.text
    answer = desk.visitor.submit(page.path, f"{page.path}/cards", count=6)
    assert (answer.status, "more cards than there are seats and spares" in answer.text) == (400, True)
    assert len(desk.cards(page.path.rpartition("/")[2], 5)) == 5
