"""The locker over HTTP, next to the real issuer."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from forum.locker.domain import BOX_BYTES
from forum.tickets import base64url
from tests.clients import Attendee
from tests.locker.parts import LEAST, a_box
from tests.lockers import all_shown, locker, owned, shown
from tests.running import wait_until
from tests.servers import Desk, Servers
from tests.visitor import Visitor

OFTEN = "0.05"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Both programs, with a new edition as soon as there is a new box."""
    made = Servers(tmp_path_factory.mktemp("servers"), locker_every=OFTEN)
    try:
        yield made.start()
    finally:
        made.stop()


@pytest.fixture(scope="module")
def desk(servers: Servers) -> Desk:
    return servers.sign_in()


@pytest.fixture
def people(servers: Servers, desk: Desk) -> list[Attendee]:
    """Three who hold cards of one fresh term, and have collected."""
    return three(servers, desk)


@pytest.fixture
def people_elsewhere(start_servers: Callable[..., Servers]) -> list[Attendee]:
    """The same at programs of their own, which may be asked too much."""
    elsewhere = start_servers(locker_every=OFTEN)
    return three(elsewhere, elsewhere.sign_in())


def three(servers: Servers, desk: Desk) -> list[Attendee]:
    session = desk.plan()
    found = [Attendee(servers.door, servers.issuer) for _ in range(3)]
    for person, code in zip(found, desk.cards(session, 3), strict=True):
        person.collect(session, code)
        person.session = session
    return found


def agreed(servers: Servers, term: str) -> bool:
    """Whether door and issuer name the same edition."""
    told, given = Visitor(servers.issuer).get(f"/lockers/{term}"), locker(servers, term)
    assert (told.status, given.status) == (200, 200)
    number, digest = given.header("X-Edition"), sha256(given.body).hexdigest()
    return told.json == {"edition": int(number or 0), "digest": digest}


def test_what_goes_in_is_given_to_everybody_alike(servers: Servers, people: list[Attendee]) -> None:
    term, boxes = people[0].term, [a_box() for _ in people]
    for person, box in zip(people, boxes, strict=True):
        answer = person.put_away(box)
        assert (answer.status, answer.json, answer.header("Set-Cookie")) == (200, {"kept": True}, None)
    wait_until(lambda: shown(servers, term) == set(boxes))
    everything = all_shown(servers, term)
    assert len(everything) == LEAST
    assert locker(servers, term).body == b"".join(sorted(everything, key=lambda box: sha256(box).digest()))
    wait_until(lambda: agreed(servers, term))
    first, second = (locker(servers, term) for _ in range(2))
    plain = [[(name, value) for name, value in page.headers if name != "Date"] for page in (first, second)]
    assert (plain[0], first.body) == (plain[1], second.body)
    names = {name.lower() for name, _ in first.headers}
    assert names.isdisjoint({"etag", "last-modified", "set-cookie", "expires", "age"})
    assert (first.header("Content-Type"), first.header("Cache-Control")) == ("application/octet-stream", "no-store")


def test_the_identical_pair_is_answered_the_same_and_another_box_is_not(people: list[Attendee]) -> None:
    box = a_box()
    assert [people[0].put_away(box).status for _ in range(2)] == [200, 200]
    refused = people[0].put_away(a_box())
    assert (refused.status, refused.json) == (409, {"code": "box-taken"})


@pytest.mark.parametrize("same", [True, False], ids=["one-box", "twenty-boxes"])
def test_twenty_at_once_put_one_box_in(servers: Servers, people: list[Attendee], same: bool) -> None:
    boxes = [a_box()] * 20 if same else [a_box() for _ in range(20)]
    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(page.status for page in pool.map(people[0].put_away, boxes))
    assert statuses == ([200] * 20 if same else [200] + [409] * 19)
    wait_until(lambda: bool(shown(servers, people[0].term)))
    assert len(shown(servers, people[0].term)) == 1


def test_what_is_not_a_deposit_is_malformed_and_nothing_is_kept(servers: Servers, people: list[Attendee]) -> None:
    ticket, box = base64url.encode(people[0].bought), base64url.encode(a_box())
    bad: list[object] = [
        {}, [], None, {"ticket": ticket}, {"ticket": ticket, "box": box, "more": 1}, {"ticket": ticket, "box": 1},
        {"ticket": ticket, "box": base64url.encode(bytes(BOX_BYTES - 1))}, {"ticket": ticket, "box": box + "=="},
        {"ticket": ticket, "box": base64url.encode(bytes(BOX_BYTES + 1))}, {"ticket": ticket[:-4], "box": box},
        {"ticket": ticket, "box": box + "A" * 9000},
    ]  # fmt: skip
    path, visitor = f"/locker/{people[0].term}", Visitor(servers.door)
    answers = [visitor.post_json(path, payload) for payload in bad]
    answers += [
        visitor.ask("POST", path, b'{"ticket"', Content_Type="application/json"),
        visitor.post(path, {"box": box}),
    ]
    assert {(page.status, page.text) for page in answers} == {(400, '{"code":"malformed"}\n')}
    assert owned(servers, people[0].term) == set()


def test_only_our_own_page_puts_boxes_in(servers: Servers, people: list[Attendee]) -> None:
    fields = {"ticket": base64url.encode(people[0].bought), "box": base64url.encode(a_box())}
    for origin in ("https://elsewhere.example", servers.issuer, "null"):
        answer = Visitor(servers.door).post_json(f"/locker/{people[0].term}", fields, Origin=origin)
        assert (answer.status, answer.json) == (403, {"code": "wrong-origin"})


def test_tickets_for_seats_and_of_other_terms_buy_nothing(people: list[Attendee], desk: Desk) -> None:
    owner = people[0]
    assert owner.pocket
    right, owner.bought = owner.bought, owner.pocket.token
    assert (owner.put_away(a_box()).status, owner.put_away(a_box()).json) == (403, {"code": "invalid"})
    owner.bought, owner.term = right, "term-99999"
    assert (owner.put_away(a_box()).status, owner.put_away(a_box()).json) == (404, {"code": "not-found"})


def test_when_the_term_is_over_there_is_no_locker(servers: Servers, people: list[Attendee], desk: Desk) -> None:
    people[0].put_away(a_box())
    wait_until(lambda: bool(shown(servers, people[0].term)))
    desk.close(people[0].session)
    for answer in (locker(servers, people[0].term), people[1].put_away(a_box())):
        assert (answer.status, answer.json) == (410, {"code": "closed"})


@pytest.mark.parametrize("lie", [True, False], ids=["false-tickets", "other-boxes"])
def test_a_flood_of_tickets_that_fail_slows_only_those_that_fail(people_elsewhere: list[Attendee], lie: bool) -> None:
    liar, box = people_elsewhere[0], a_box()
    assert liar.put_away(box).status == 200
    if lie:
        liar.bought = liar.bought[:-1] + bytes([liar.bought[-1] ^ 1])
    other = box if lie else a_box()
    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(lambda _: liar.put_away(other).status, range(400)))
        answers = [pool.submit(liar.put_away, other), pool.submit(people_elsewhere[1].put_away, box)]
    assert {403 if lie else 409, 429} >= statuses
    assert 429 in statuses
    assert answers[1].result().status == 200
