"""The coordinator's list of places, over the real programs, and the setting that keeps details out."""

import json
import re
from typing import Any

import pytest

from forum.rooms.details.keeper import MOST_IN_PLACE, MOST_PLACES, faulty, lines_of
from tests.servers import Desk, Servers
from tests.visitor import Visitor

PLACE = "/en/moderation/places"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def desk(shared_servers: Servers) -> Desk:
    return shared_servers.sign_in("robin")


@pytest.fixture(scope="module")
def session(desk: Desk) -> str:
    session = desk.plan(details="stop")
    desk.open_doors(session)
    return session


def in_the_room(servers: Servers, session: str) -> Any:
    """What the page of a room carries for its detail check."""
    page = Visitor(servers.door).get(f"/en/session/{session}/room")
    found = re.search(r'<script type="application/json" id="details">(.*?)</script>', page.text, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_only_moderators_get_there(shared_servers: Servers) -> None:
    stranger = Visitor(shared_servers.door)
    assert stranger.get(PLACE).path == "/en/moderation/sign-in"
    answer = stranger.ask("POST", PLACE, b"en=canary&cy=", Content_Type=FORM)
    assert answer.status in (303, 400, 403)


def test_what_is_listed_is_kept_and_carried_by_the_room(shared_servers: Servers, desk: Desk, session: str) -> None:
    page = desk.visitor.submit(PLACE, en=" Fairwater \r\n\r\nEconomic  Crime Unit\r\nFairwater", cy="Gorsaf Maesteg")
    assert page.path == "/en/moderation" or page.path == "/en/moderation/"
    assert in_the_room(shared_servers, session)["places"] == ["Fairwater", "Economic Crime Unit", "Gorsaf Maesteg"]
    assert ">Fairwater\nEconomic Crime Unit</textarea>" in desk.visitor.get(PLACE).text.replace("\r\n", "")
    desk.visitor.submit(PLACE, en="", cy="")
    assert in_the_room(shared_servers, session)["places"] == []


def test_a_place_cannot_end_the_island_it_stands_in(shared_servers: Servers, desk: Desk, session: str) -> None:
    hostile = "</script><script>alert(1)</script> \"' <!--"
    desk.visitor.submit(PLACE, en=hostile, cy="")
    assert in_the_room(shared_servers, session)["places"] == [hostile]
    desk.visitor.submit(PLACE, en="", cy="")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n".join(f"place {n}" for n in range(MOST_PLACES + 1)), f"Please list at most {MOST_PLACES} places."),
        ("a" * (MOST_IN_PLACE + 1), f"Please use at most {MOST_IN_PLACE} characters for each place."),
        ("ab", "Please use at least 3 letters for each place."),
        ("abc\u202edef", "There is a character in it that cannot be shown."),
    ],
)
def test_what_is_no_place_comes_back_with_words(desk: Desk, text: str, says: str) -> None:
    page = desk.visitor.submit(PLACE, en=text, cy="Iawn fan hyn")
    assert says in page.text
    assert "Iawn fan hyn" in page.text
    assert "Iawn fan hyn" not in desk.visitor.get(PLACE).text


def test_lines_are_tidied_and_what_fits_has_no_fault() -> None:
    assert lines_of("  a  b \n\n a b \nc\u0302") == ("a b", "ĉ")
    assert faulty("\n".join(f"place {n}" for n in range(MOST_PLACES))) is None
    assert faulty("") is None


def test_the_setting_stands_at_the_session_and_in_its_room(shared_servers: Servers, desk: Desk, session: str) -> None:
    assert "The sure ones stay out" in desk.visitor.get(f"/en/moderation/sessions/{session}").text
    assert 'data-details="stop"' in Visitor(shared_servers.door).get(f"/en/session/{session}/room").text
    usual = desk.plan()
    assert "The sure ones stay out" not in desk.visitor.get(f"/en/moderation/sessions/{usual}").text
