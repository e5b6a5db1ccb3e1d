"""From the page with the codes to cards that open nothing, over the real programs."""

import re
from dataclasses import dataclass

import pytest

from tests.clients import Attendee
from tests.servers import CODE, Desk, Servers
from tests.tickets.client import ask
from tests.visitor import Page, Visitor

SHORT = r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}"
PAIR = re.compile(rf"<strong>({CODE.pattern})</strong>.*?>({SHORT})<", re.DOTALL)
SHEET = re.compile(rf"Sheet code: .*?>({SHORT})<")
CANCEL = "/en/moderation/cards/cancel"
UNKNOWN = "0000-0000-0000-0000-0000"
REFUSED = (403, b'{"code":"unknown-invitation"}\n')


@dataclass
class Made:
    """What the page with fresh cards says."""

    session: str
    page: Page

    @property
    def cards(self) -> list[tuple[str, str]]:
        """Every card's code and the code of its stub."""
        screen = self.page.text.partition('class="plain cards"')[2].partition("</ul>")[0]
        return PAIR.findall(screen)

    @property
    def sheet(self) -> str:
        """The code of the whole sheet."""
        found = SHEET.search(self.page.text)
        assert found, self.page.gist
        return found[1]


@pytest.fixture(scope="module")
def desk(shared_servers: Servers) -> Desk:
    return shared_servers.sign_in("robin")


def make(desk: Desk, count: int = 3, **fields: object) -> Made:
    session = desk.plan()
    place = f"/en/moderation/sessions/{session}"
    return Made(session, desk.visitor.submit(place, f"{place}/cards", count=count, **fields))


def cancel(desk: Desk, code: str) -> str:
    """What the page says to this code."""
    page = desk.visitor.submit(CANCEL, code=code)
    assert page.status == 200, page.gist
    return page.gist


def answer(servers: Servers, session: str, code: str) -> tuple[int, bytes]:
    """The issuer's answer to somebody who collects with this code."""
    somebody = Attendee(servers.door, servers.issuer)
    requests = [one.request for one in ask(somebody.keylist(session))]
    given = somebody.post_code(code.replace("-", ""), requests)
    return given.status, given.body


def test_a_cancelled_card_is_refused_as_an_unknown_one_is(shared_servers: Servers, desk: Desk):
    made = make(desk)
    (code, stub), (other, _), _ = made.cards
    assert "1 card is cancelled." in cancel(desk, f"  {stub.lower().replace('-', ' ')}")
    assert answer(shared_servers, made.session, code) == REFUSED
    assert answer(shared_servers, made.session, UNKNOWN) == REFUSED
    assert answer(shared_servers, made.session, other)[0] == 200
    assert "No card is waiting under this code." in cancel(desk, stub)


def test_a_sheet_is_cancelled_with_one_code(shared_servers: Servers, desk: Desk):
    made, another = make(desk, spare=1), make(desk)
    assert len(made.cards) == 4
    assert "1 card is cancelled." in cancel(desk, made.cards[0][1])
    assert "3 cards are cancelled." in cancel(desk, made.sheet)
    assert {answer(shared_servers, made.session, code) for code, _ in made.cards} == {REFUSED}
    assert answer(shared_servers, another.session, another.cards[0][0])[0] == 200
    assert "No card is waiting under this code." in cancel(desk, made.sheet)


def test_tickets_that_were_collected_before_stay_good_and_the_page_says_so(shared_servers: Servers, desk: Desk):
    made = make(desk, 1)
    desk.open_doors(made.session)
    somebody = Attendee(shared_servers.door, shared_servers.issuer)
    somebody.collect(made.session, made.cards[0][0])
    cancel(desk, made.cards[0][1])
    assert somebody.redeem(made.session).status == 200
    assert "Tickets that were collected with the card stay good." in desk.visitor.get(CANCEL).text


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", "Please type the code."),
        ("nonsense", "There is a mistake in this code"),
        ("<b>&\u202e</b>" * 8, "There is a mistake in this code"),
        ("1" * 500, "Please look at this again"),
        ("card", "it is the code of a card itself"),
        ("slip", "There is a mistake in this code"),
    ],
)
def test_what_is_no_code_of_a_stub_comes_back_with_words(desk: Desk, written: str, words: str):
    made = make(desk, 1)
    code, stub = made.cards[0]
    slip = stub[:-1] + ("0" if stub[-1] != "0" else "1")
    page = desk.visitor.submit(CANCEL, code={"card": code, "slip": slip}.get(written, written))
    assert (page.status, words in page.text, "Please look at this again" in page.text) == (200, True, True)
    assert "<b>&" not in page.text
    assert "1 card is cancelled." in cancel(desk, stub)


def test_nobody_cancels_without_a_sign_in_or_without_the_forms_token(shared_servers: Servers, desk: Desk):
    made = make(desk, 1)
    stranger = Visitor(shared_servers.door).ask("POST", CANCEL, b"")
    assert (stranger.status, stranger.header("Location")) == (303, "/en/moderation/sign-in")
    assert desk.visitor.post(CANCEL, {"code": made.cards[0][1]}).status == 400
    assert answer(shared_servers, made.session, made.cards[0][0])[0] == 200


def test_the_codes_are_shown_once_and_stand_in_no_log(shared_servers: Servers, desk: Desk):
    made = make(desk, 2, large="yes")
    place = f"/en/moderation/sessions/{made.session}"
    codes = [code for pair in made.cards for code in pair] + [made.sheet]
    again = desk.visitor.get(f"{place}/cards")
    assert again.path == place
    assert not any(code in again.text for code in codes)
    log = shared_servers.log()
    assert not any(code.encode() in log or code.replace("-", "").encode() in log for code in codes)


def test_paper_and_screen_hold_the_same_cards_and_only_a_printer_gets_the_styles_of_paper(desk: Desk):
    made = make(desk, 7, spare=2)
    text = made.page.text
    assert len(made.cards) == len({code for code, _ in made.cards}) == 9
    # On the screen in a link and as text; on paper in front and behind.
    assert all(text.count(code) == 4 for code, _ in made.cards)
    assert all(text.count(stub) == 3 for _, stub in made.cards)
    assert re.findall(r"<link[^>]*print[^>]*>", text) == [
        '<link rel="stylesheet" media="print" href="/static/css/print/cards.css">'
    ]
    assert re.search(r"\sstyle=|data:", text) is None
    assert "css/print" not in desk.visitor.get("/en/moderation/").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"count": 150, "spare": 51}, "at most 200 cards"),
        ({"count": 1, "spare": -1}, "from 0 to 200 spare cards"),
        ({"count": 1, "spare": "x"}, "Please look at this again"),
    ],
)
def test_an_odd_number_of_spare_cards_comes_back_with_words(desk: Desk, fields: dict[str, object], words: str):
    place = f"/en/moderation/sessions/{desk.plan(size=200)}"
    page = desk.visitor.submit(place, f"{place}/cards", **fields)
    assert (words in page.text, CODE.search(page.text)) == (True, None)
