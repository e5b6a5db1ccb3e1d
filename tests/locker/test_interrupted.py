"""The real door ends, or the real issuer is away, in the middle of publishing."""

from collections.abc import Callable

from tests.clients import Attendee
from tests.locker.parts import a_box
from tests.locker.test_pages import OFTEN, agreed
from tests.lockers import all_shown, locker, shown
from tests.running import wait_until
from tests.servers import Servers


def collected(servers: Servers, count: int) -> list[Attendee]:
    desk = servers.sign_in()
    session = desk.plan()
    people = [Attendee(servers.door, servers.issuer) for _ in range(count)]
    for person, code in zip(people, desk.cards(session, count), strict=True):
        person.collect(session, code)
    return people


def test_a_door_that_ends_after_telling_the_issuer_shows_just_that_edition(
    start_servers: Callable[..., Servers],
) -> None:
    dying = start_servers(switches=["ends-after-telling"], locker_every=OFTEN)
    (person,) = collected(dying, 1)
    wait_until(lambda: bool(all_shown(dying, person.term)))
    box = a_box()
    assert person.put_away(box).status == 200
    dying.wait_ended("door")
    dying.without_switches().launch("door")
    wait_until(lambda: shown(dying, person.term) == {box})
    assert (locker(dying, person.term).header("X-Edition"), agreed(dying, person.term)) == ("2", True)


def test_with_the_issuer_away_nothing_newer_is_shown_and_then_it_is(start_servers: Callable[..., Servers]) -> None:
    servers = start_servers(locker_every=OFTEN)
    first, second = collected(servers, 2)
    boxes = [a_box(), a_box()]
    first.put_away(boxes[0])
    wait_until(lambda: shown(servers, first.term) == {boxes[0]})
    servers.stop("issuer")
    assert second.put_away(boxes[1]).status == 200
    assert [shown(servers, first.term) for _ in range(20)] == [{boxes[0]}] * 20
    servers.launch("issuer")
    wait_until(lambda: shown(servers, first.term) == set(boxes))
    assert agreed(servers, first.term)
