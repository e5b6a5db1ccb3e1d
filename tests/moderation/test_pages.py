"""The moderators' pages, over the real programs."""

import re
from datetime import timedelta

import pytest

from tests.clients import Attendee
from tests.servers import Desk, Servers
from tests.visitor import Visitor

PLACES = ("/", "/sessions/new", "/sessions/abcdefghij", "/sessions/abcdefghij/room")
ACTS = ("/sign-out", "/sessions/new", "/sessions/abcdefghij/cards", "/sessions/abcdefghij/open")
NO_TOKEN: dict[str, str] = {}


@pytest.fixture(scope="module")
def desk(shared_servers: Servers) -> Desk:
    return shared_servers.sign_in("robin")


@pytest.fixture
def stranger(shared_servers: Servers) -> Visitor:
    return Visitor(shared_servers.door)


@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("place", PLACES)
def test_a_page_without_sign_in_leads_to_sign_in(stranger: Visitor, lang: str, place: str) -> None:
    answer = stranger.ask("GET", f"/{lang}/moderation{place}")
    assert (answer.status, answer.header("Location")) == (303, f"/{lang}/moderation/sign-in")


@pytest.mark.parametrize("place", ACTS)
def test_an_act_without_sign_in_leads_to_sign_in(stranger: Visitor, place: str) -> None:
    answer = stranger.ask("POST", f"/en/moderation{place}", b"")
    assert (answer.status, answer.header("Location")) == (303, "/en/moderation/sign-in")


def test_an_unknown_name_and_a_wrong_passphrase_get_the_same_page(desk: Desk, stranger: Visitor) -> None:
    def attempt(name: str, passphrase: str) -> tuple[int, str]:
        page = stranger.submit("/en/moderation/sign-in", name=name, passphrase=passphrase)
        return page.status, re.sub(r'value="[^"]*"', "", page.text)

    answers = {attempt("robin", "wrong-wrong-wrong"), attempt("nobody", desk.passphrase)}
    assert (len(answers), next(iter(answers))[0]) == (1, 403)
    assert "__Host-desk" not in stranger.cookies


def test_the_passphrase_does_not_come_back_in_the_page(stranger: Visitor) -> None:
    page = stranger.submit("/en/moderation/sign-in", name="nobody", passphrase="canary-passphrase")
    assert "canary" not in page.text


@pytest.mark.parametrize("token", [None, "", "forged", "foreign"])
def test_a_form_without_its_token_is_refused(desk: Desk, stranger: Visitor, token: str | None) -> None:
    session = desk.plan("Tokens")
    foreign = stranger.get("/en/moderation/sign-in").hidden()["csrf_token"]
    fields = {} if token is None else {"csrf_token": foreign if token == "foreign" else token}
    for act in ("cards", "open", "close"):
        answer = desk.visitor.post(f"/en/moderation/sessions/{session}/{act}", {**fields, "count": 1, "confirm": "yes"})
        assert answer.status == 400
    assert "The doors are open" not in desk.visitor.get(f"/en/moderation/sessions/{session}").text


def test_a_form_from_elsewhere_is_refused(desk: Desk) -> None:
    page = desk.visitor.get("/en/moderation/sessions/new")
    answer = desk.visitor.post("/en/moderation/sessions/new", page.hidden(), Origin="http://elsewhere.example")
    assert answer.status == 403


def test_the_cookies_are_ours_alone_and_end_with_the_browser(shared_servers: Servers, desk: Desk) -> None:
    visitor = Visitor(shared_servers.door)
    form = visitor.get("/en/moderation/sign-in")
    fields = {**form.hidden(), "name": desk.name, "passphrase": desk.passphrase}
    body = "&".join(f"{name}={value}" for name, value in fields.items()).encode()
    answer = visitor.ask("POST", "/en/moderation/sign-in", body, Content_Type="application/x-www-form-urlencoded")
    given = [value for page in (form, answer) for name, value in page.headers if name.lower() == "set-cookie"]
    kept = [value for value in given if "1970" not in value]
    assert {value.partition("=")[0] for value in kept} == {"__Host-form", "__Host-desk"}
    for value in kept:
        assert all(word in value for word in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"))
        assert not any(word in value for word in ("Max-Age", "Expires", "Domain"))


def test_attendees_pages_set_no_cookie(stranger: Visitor) -> None:
    for path in ("/en/", "/cy/support", "/en/privacy"):
        assert stranger.get(path).header("Set-Cookie") is None


def test_signing_out_ends_the_sign_in(shared_servers: Servers) -> None:
    desk = shared_servers.sign_in("sam")
    kept = dict(desk.visitor.cookies)
    page = desk.visitor.submit("/en/moderation/", "/en/moderation/sign-out")
    assert (page.path, desk.visitor.cookies.get("__Host-desk")) == ("/en/moderation/sign-in", None)
    again = Visitor(shared_servers.door, kept)
    assert again.ask("GET", "/en/moderation/").status == 303


def test_a_session_ends_twelve_hours_after_sign_in(start_servers) -> None:  # type: ignore[no-untyped-def]
    servers = start_servers()
    desk = servers.sign_in("robin")
    servers.clock.move(timedelta(hours=11, minutes=59))
    assert desk.visitor.ask("GET", "/en/moderation/").status == 200
    servers.clock.move(timedelta(minutes=2))
    assert desk.visitor.ask("GET", "/en/moderation/").status == 303


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "give the session a name"),
        ({"closes": "2020-01-01T10:00"}, "before the beginning"),
        ({"opens": "2020-01-01T09:00", "closes": "2020-01-01T10:00"}, "in the past"),
        ({"opens": "2099-01-01T09:00", "closes": "2099-01-02T10:00"}, "at most 12 hours"),
        ({"opens": "soon"}, "autofocus"),
        ({"size": "0"}, "1 to 200 seats"),
        ({"language": "fr"}, "autofocus"),
    ],
)
def test_a_plan_that_does_not_fit_comes_back_with_words(desk: Desk, wrong: dict[str, str], words: str) -> None:
    fields = {"name": "x", "opens": "2098-01-01T09:00", "closes": "2098-01-01T10:00", "size": "5", "language": "en"}
    page = desk.visitor.submit("/en/moderation/sessions/new", **{**fields, **wrong})
    assert (page.path, words in page.text, "Please look at this again" in page.text) == (
        "/en/moderation/sessions/new",
        True,
        True,
    )


def test_cards_are_shown_once(desk: Desk, shared_servers: Servers) -> None:
    session = desk.plan("Cards & <b>more</b>")
    codes = desk.cards(session, 3)
    page = desk.visitor.get(f"/en/moderation/sessions/{session}")
    assert (len(set(codes)), any(code in page.text for code in codes)) == (3, False)
    assert "Cards &amp; &lt;b&gt;more&lt;/b&gt;" in page.text
    assert not any(code.encode() in shared_servers.log() for code in codes)


@pytest.mark.parametrize("count", ["0", "201", "x", "", "-1"])
def test_an_odd_number_of_cards_comes_back_with_words(desk: Desk, count: str) -> None:
    session = desk.plan()
    page = desk.visitor.submit(
        f"/en/moderation/sessions/{session}", f"/en/moderation/sessions/{session}/cards", count=count
    )
    assert "Please look at this again" in page.text


def test_from_planned_over_open_to_closed(desk: Desk) -> None:
    session = desk.plan("A whole life")
    place = f"/en/moderation/sessions/{session}"
    assert desk.visitor.get(f"{place}/room").status == 403
    desk.open_doors(session)
    assert "The doors are open" in desk.visitor.get(place).text
    assert desk.visitor.get(f"{place}/room").status == 200
    unsure = desk.visitor.submit(place, f"{place}/close")
    assert "Please tick the box" in unsure.text
    desk.close(session)
    page = desk.visitor.get(place)
    assert ("Closed and forgotten" in page.text, "Fewer than 5 tickets" in page.text) == (True, True)
    assert desk.visitor.get(f"{place}/room").status == 410
    assert "A whole life" in desk.visitor.get("/en/moderation/").text


def test_closing_over_somebody_who_waits_is_asked_about_once(desk: Desk, shared_servers: Servers) -> None:
    session, (code,) = desk.open_session(cards=1)
    place = f"/en/moderation/sessions/{session}"
    anna = Attendee(shared_servers.door, shared_servers.issuer).come_in(session, code)
    assert anna.do("aside:say", "Are you there?", lang="en") is None
    asked = desk.visitor.submit(place, f"{place}/close", confirm="yes")
    assert ("nobody has read it yet" in asked.text, 'name="anyway"' in asked.text) == (True, True)
    assert anna.do("aside:say", "Still here.", lang="en") is None
    desk.visitor.submit(place, f"{place}/close", confirm="yes", anyway="yes")
    assert "Closed and forgotten" in desk.visitor.get(place).text
    anna.close()


@pytest.mark.parametrize("act", ["cards", "open", "close"])
def test_opening_the_answer_of_a_form_again_leads_to_the_session(desk: Desk, act: str) -> None:
    place = f"/cy/moderation/sessions/{desk.plan()}"
    assert desk.visitor.get(f"{place}/{act}").path == place


def test_the_page_with_the_codes_offers_no_way_to_lose_them(desk: Desk) -> None:
    place = f"/en/moderation/sessions/{desk.plan()}"
    page = desk.visitor.submit(place, f"{place}/cards", count=1)
    assert ("hreflang" in page.text, "hreflang" in desk.visitor.get(place).text) == (False, True)


def test_an_unknown_session_is_a_kind_page(desk: Desk) -> None:
    assert desk.visitor.get("/en/moderation/sessions/nosuchone0").status == 404


def test_the_pages_speak_welsh_addresses_too(desk: Desk) -> None:
    page = desk.visitor.get("/cy/moderation/")
    assert ('<html lang="cy">' in page.text, "/cy/moderation/sessions/new" in page.text) == (True, True)
