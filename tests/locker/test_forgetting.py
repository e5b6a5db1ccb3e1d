"""After the term, nothing of a box or of a locker ticket is in any byte of the door's folder."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.ids import TermId
from forum.refusals import RefusalCode, Refused
from forum.storage.door_schema import locker
from forum.tickets import base64url
from forum.tickets.formats import Token
from tests.locker.parts import Cloakroom, a_box
from tests.sessions.parts import a_database


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def spellings(value: bytes) -> Iterator[bytes]:
    for form in (value, sha256(value).digest()):
        yield from (form, form.hex().encode(), base64url.encode(form).encode())


def parts(box: bytes) -> list[bytes]:
    """Pieces of a box; a page of the database holds only some of it in a row."""
    return [box[at : at + 16] for at in range(0, len(box) - 16, 16)]


def test_nothing_is_left_of_a_term_that_is_over(tmp_path: Path) -> None:
    room = Cloakroom(tmp_path)
    session = room.plan()
    kept = [(room.issuer.locker_ticket(session), a_box()) for _ in range(12)]
    for ticket, box in kept[:6]:
        room.locker.deposit(session.term, ticket, box)
    room.locker.publish()
    for ticket, box in kept[6:]:
        room.locker.deposit(session.term, ticket, box)
    hashes = a_database(tmp_path).run(lambda c: list(c.scalars(select(locker.c.nonce))))
    pepper = (tmp_path / "door" / "lockers" / session.term).read_bytes()
    before = everything_in(tmp_path / "door")
    assert all(value in before for value in [*hashes, pepper, *(box[:16] for _, box in kept)])

    room.sessions.close(session.id)
    left = everything_in(tmp_path / "door")
    tickets = [part for ticket, _ in kept for part in (Token.from_bytes(ticket).nonce, ticket[-64:])]
    secrets = [*hashes, pepper, *tickets]
    assert [found for value in secrets for found in spellings(value) if found in left] == []
    assert [piece for _, box in kept for piece in parts(box) if piece in left] == []
    assert list((tmp_path / "door" / "lockers").iterdir()) == []


def test_the_other_sessions_of_a_term_keep_its_locker(tmp_path: Path) -> None:
    room = Cloakroom(tmp_path)
    first, second = room.plan_two()
    box = room.put(first)
    room.locker.publish()
    room.sessions.close(first.id)
    room.locker.tidy()
    assert room.shown(second) == {box}
    room.sessions.close(second.id)
    assert room.boxes.held() == set()


@pytest.mark.parametrize("half", ["peppers", "boxes"])
def test_what_an_interrupted_forgetting_left_is_tidied(tmp_path: Path, half: str) -> None:
    room = Cloakroom(tmp_path)
    session = room.plan()
    room.put(session)
    room.sessions_with(lambda term: None).close(session.id)
    (room.locker._peppers if half == "peppers" else room.boxes).forget(session.term)
    room.locker.tidy()
    assert (room.boxes.held(), room.locker._peppers.all()) == (set(), {})


def test_a_box_that_comes_at_the_last_moment_leaves_nothing_behind(tmp_path: Path) -> None:
    room = Cloakroom(tmp_path)
    session = room.plan()
    ticket, make = room.issuer.locker_ticket(session), room.locker._peppers.make

    def make_too_late(term: TermId) -> None:
        room.sessions.close(session.id)
        make(term)

    room.locker._peppers.make = make_too_late  # type: ignore[method-assign]
    with pytest.raises(Refused) as refused:
        room.locker.deposit(session.term, ticket, a_box())
    assert refused.value.code is RefusalCode.CLOSED
    assert (room.boxes.held(), room.locker._peppers.all()) == (set(), {})


def test_an_edition_that_comes_after_the_end_is_not_shown(tmp_path: Path) -> None:
    room = Cloakroom(tmp_path)
    session = room.plan()
    room.put(session)
    frozen = room.kept(session)
    room.sessions.close(session.id)
    room.boxes.show(session.term, 1, frozen.keys())
    assert room.boxes.edition(session.term) is None
    assert b"editions" not in everything_in(tmp_path / "door" / "lockers")
