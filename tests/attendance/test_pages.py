"""The way in and out over the real programs: what pages carry, what cookies lead to, what is refused."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from forum.tickets import base64url
from forum.tickets.keylist import KeyList
from tests.servers import Desk, Servers
from tests.tickets.client import answers, ask, form
from tests.visitor import Page, Visitor

SECRET = base64url.encode(b"0123456789abcdef")
SEAT = "__Host-seat"


@dataclass
class Person:
    """Somebody with a card: collects at the issuer, comes in at the door."""

    servers: Servers
    session: str
    code: str

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.servers.door)

    @property
    def room(self) -> str:
        return f"/en/session/{self.session}/room"

    def ticket(self) -> str:
        """Collects as the page does."""
        page = self.visitor.get(self.room).text
        keylist_url = page.partition('data-keylist-url="')[2].partition('"')[0]
        issuer = Visitor(self.servers.issuer)
        keylist = KeyList.from_bytes(issuer.get(keylist_url.removeprefix(self.servers.issuer)).body)
        assert f'data-keylist-digest="{keylist.digest()}"' in page
        pending = ask(keylist)
        sent = form(self.code, [one.request for one in pending])
        back = issuer.post("/tickets", sent, Origin=self.servers.door)
        return base64url.encode(pending[0].token(answers(back.body)[0]).to_bytes())

    def present(self, ticket: str, secret: str = SECRET, **headers: str) -> Page:
        path = f"/session/{self.session}/seat"
        return self.visitor.post_json(path, {"ticket": ticket, "secret": secret}, **headers)


@pytest.fixture(scope="module")
def desk(shared_servers: Servers) -> Desk:
    return shared_servers.sign_in("robin")


@pytest.fixture
def person(shared_servers: Servers, desk: Desk) -> Person:
    session, codes = desk.open_session(cards=1)
    return Person(shared_servers, session, codes[0])


def test_from_a_card_to_a_seat_and_back_to_it(person: Person) -> None:
    ticket = person.ticket()
    assert 'data-seated="no"' in person.visitor.get(person.room).text
    answer = person.present(ticket)
    assert (answer.status, answer.json) == (200, {"seated": True})
    assert 'data-seated="yes"' in person.visitor.get(person.room).text
    cookie = person.visitor.cookies[SEAT]
    assert (person.present(ticket).status, person.visitor.cookies[SEAT] != cookie) == (200, True)


def test_the_seat_cookie_is_ours_alone_and_ends_with_the_browser(person: Person) -> None:
    given = person.present(person.ticket()).header("Set-Cookie") or ""
    assert all(word in given for word in (f"{SEAT}=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"))
    assert not any(word in given for word in ("Max-Age", "Expires", "Domain"))
    assert person.session not in given


def test_leaving_forgets_the_cookie_and_the_ticket_comes_back(person: Person) -> None:
    ticket = person.ticket()
    person.present(ticket)
    kept = dict(person.visitor.cookies)
    answer = person.visitor.ask("GET", "/leave")
    assert (answer.status, answer.header("Location")) == (303, "https://www.bbc.co.uk/weather")
    assert (answer.header("Clear-Site-Data"), answer.header("Cache-Control")) == ('"storage"', "no-store")
    assert person.visitor.cookies == {}
    person.visitor.cookies.update(kept)
    again = person.visitor.get(person.room)
    assert ('data-seated="no"' in again.text, person.visitor.cookies) == (True, {})
    assert person.present(ticket).status == 200


def test_leaving_is_the_same_for_everybody(shared_servers: Servers, person: Person) -> None:
    person.present(person.ticket())
    strip = lambda page: [pair for pair in page.headers if pair[0] != "Date"]  # noqa: E731
    first, second = (visitor.ask("GET", "/leave") for visitor in (person.visitor, Visitor(shared_servers.door)))
    assert (strip(first), first.body) == (strip(second), second.body)


@pytest.mark.parametrize("origin", ["", "null", "http://127.0.0.1:1", "http://localhost"])
def test_a_ticket_from_another_page_is_refused_and_not_spent(person: Person, origin: str) -> None:
    ticket = person.ticket()
    assert person.present(ticket, Origin=origin).status == 403
    assert person.present(ticket).status == 200


def test_a_ticket_with_another_secret_is_already_used(person: Person) -> None:
    ticket = person.ticket()
    person.present(ticket)
    answer = Person(person.servers, person.session, "").present(ticket, base64url.encode(b"x" * 16))
    assert (answer.status, answer.json, answer.header("Set-Cookie")) == (409, {"code": "already-used"}, None)


BAD_BODIES: dict[str, Callable[[str], bytes]] = {
    "nothing": lambda _: b"",
    "no JSON": lambda _: b"\xff{",
    "a list": lambda _: b"[]",
    "a number": lambda _: b"1",
    "deep": lambda _: b"[" * 900,
    "no secret": lambda t: json.dumps({"ticket": t}).encode(),
    "one field more": lambda t: json.dumps({"ticket": t, "secret": SECRET, "seat": "x"}).encode(),
    "a short secret": lambda t: json.dumps({"ticket": t, "secret": SECRET[:-2]}).encode(),
    "a short ticket": lambda t: json.dumps({"ticket": t[:-4], "secret": SECRET}).encode(),
    "padding": lambda t: json.dumps({"ticket": t, "secret": SECRET + "=="}).encode(),
    "numbers": lambda _: json.dumps({"ticket": 1, "secret": 2}).encode(),
    "too much": lambda t: json.dumps({"ticket": t, "secret": SECRET, "x": "y" * 2000}).encode(),
}


@pytest.mark.parametrize("kind", BAD_BODIES)
def test_what_is_no_ticket_is_malformed(person: Person, kind: str) -> None:
    body = BAD_BODIES[kind](base64url.encode(b"\x00\x02" + bytes(352)))
    answer = person.visitor.ask("POST", f"/session/{person.session}/seat", body, Content_Type="application/json")
    assert (answer.status, answer.json) == (400, {"code": "malformed"})


def test_a_ticket_is_only_taken_as_json(person: Person) -> None:
    body = json.dumps({"ticket": person.ticket(), "secret": SECRET}).encode()
    answer = person.visitor.ask("POST", f"/session/{person.session}/seat", body, Content_Type="text/plain")
    assert answer.json == {"code": "malformed"}


def test_before_and_after_the_doors(shared_servers: Servers, desk: Desk) -> None:
    session = desk.plan()
    person = Person(shared_servers, session, desk.cards(session, 1)[0])
    ticket = person.ticket()
    assert (person.present(ticket).status, person.present(ticket).json) == (403, {"code": "not-open"})
    desk.open_doors(session)
    assert person.present(ticket).status == 200
    desk.close(session)
    assert (person.present(ticket).status, person.present(ticket).json) == (410, {"code": "closed"})
    assert person.visitor.get(person.room).status == 410
    assert person.visitor.get(f"/cy/session/{session}/").status == 410


def test_words_that_open_nothing_yet_are_told_to_wait_before_anything_else(shared_servers: Servers, desk: Desk) -> None:
    session = desk.plan()
    for wait in ("less than an hour ago", "in the last ten minutes"):
        room = Visitor(shared_servers.door).get(f"/en/session/{session}/room").text
        said = room.partition('data-refusal="no-box-opens"')[2].partition("</template>")[0]
        assert 0 < said.index(wait) < said.index("take another card")
        desk.open_doors(session)


def test_the_address_of_an_evening_that_is_over_leads_on(shared_servers: Servers, desk: Desk) -> None:
    now = shared_servers.clock.now()
    times = [f"{now + timedelta(days=days):%Y-%m-%dT19:00}" for days in (7, 14)]
    ends = [f"{now + timedelta(days=days):%Y-%m-%dT21:00}" for days in (7, 14)]
    first = desk.plan(**{"opens_2": times[0], "closes_2": ends[0], "opens_3": times[1], "closes_3": ends[1]})
    desk.open_doors(first)
    desk.close(first)
    somebody = Visitor(shared_servers.door)
    for path in (f"/en/session/{first}/", f"/en/session/{first}/room"):
        page = somebody.get(path)
        assert (page.status, page.gist.count("at 7 in the evening")) == (410, 2)
        assert "This evening is over" in page.text
        assert "This did not work" not in page.text
        assert 'href="/en/tonight"' in page.text
        assert 'href="tel:999"' in page.text
    following = re.findall(r'href="/en/session/(\w{10})/"', page.text)
    assert len(set(following) - {first}) == len(times)
    assert somebody.get(f"/en/session/{following[0]}/").status == 200
    # Once all of them are over, the page says how to get another card.
    for session in following:
        desk.close(session)
    assert "All the evenings of your card are over." in somebody.get(f"/en/session/{first}/").text
    cancelled = somebody.get(f"/cy/session/{following[0]}/")
    assert (cancelled.status, "noson hon yn cael ei chynnal" in cancelled.text) == (410, True)


@pytest.mark.parametrize("page", ["/en/session/nosuchone0/", "/cy/session/nosuchone0/room", "/en/session/%00/room"])
def test_a_session_that_is_not_there(shared_servers: Servers, page: str) -> None:
    assert Visitor(shared_servers.door).get(page).status == 404


@pytest.mark.parametrize("cookie", ["forged", "InNlYXQi.AAAA", "%00"])
def test_a_cookie_without_a_live_seat_is_taken_back(person: Person, cookie: str) -> None:
    person.visitor.cookies[SEAT] = cookie
    page = person.visitor.get(person.room)
    assert ('data-seated="no"' in page.text, SEAT in person.visitor.cookies) == (True, False)


def test_pages_are_the_same_for_two_fresh_people(person: Person) -> None:
    for path in (f"/en/session/{person.session}/", person.room, f"/cy/session/{person.session}/room"):
        first, second = (Visitor(person.servers.door).get(path) for _ in range(2))
        assert (first.status, first.body) == (200, second.body)
        unwanted = {name.lower() for name, _ in first.headers} & {"etag", "last-modified", "set-cookie"}
        assert unwanted == set()


def test_a_seat_in_one_session_is_none_in_another(person: Person, desk: Desk) -> None:
    other, _codes = desk.open_session(cards=1)
    person.present(person.ticket())
    page = person.visitor.get(f"/en/session/{other}/room")
    assert ('data-seated="no"' in page.text, SEAT in person.visitor.cookies) == (True, True)
