"""After closing, nothing that was in a ticket, a seat or a cookie is in any byte of the data folder."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select

from forum.storage.door_schema import seats, spent
from forum.tickets import base64url
from forum.tickets.formats import Token
from tests.attendance.parts import SECRET, Entrance
from tests.sessions.parts import a_database


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def spellings(value: bytes) -> Iterator[bytes]:
    for form in (value, sha256(value).digest()):
        yield from (form, form.hex().encode(), base64url.encode(form).encode())


def test_nothing_is_left_of_a_closed_session(tmp_path: Path) -> None:
    entrance = Entrance(tmp_path)
    session = entrance.open()
    ticket = entrance.issuer.ticket(session)
    seat, cookie = entrance.door.redeem(session.id, ticket, SECRET)
    database = a_database(tmp_path)
    rows = database.run(
        lambda c: [value for table in (seats, spent) for row in c.execute(select(table)) for value in row]
    )
    hashes = [value for value in rows if isinstance(value, bytes)]
    pepper = (tmp_path / "door" / "peppers" / session.id).read_bytes()
    before = everything_in(tmp_path / "door")
    assert (len(hashes), all(value in before for value in [*hashes, pepper, seat.encode()])) == (3, True)

    entrance.sessions.close(session.id)
    left = everything_in(tmp_path / "door")
    assert session.key is not None
    secrets = [
        *hashes,
        pepper,
        seat.encode(),
        cookie.encode(),
        ticket,
        Token.from_bytes(ticket).nonce,
        Token.from_bytes(ticket).signature,
        SECRET,
        session.key,
    ]
    assert [found for value in secrets for found in spellings(value) if found in left] == []
    assert list((tmp_path / "door" / "peppers").iterdir()) == []


@pytest.mark.parametrize("step", ["peppers", "rows"])
def test_each_half_of_forgetting_works_alone(tmp_path: Path, step: str) -> None:
    entrance = Entrance(tmp_path)
    session = entrance.open()
    entrance.door.redeem(session.id, entrance.issuer.ticket(session), SECRET)
    half = entrance.door._peppers if step == "peppers" else entrance.door._seats
    half.forget(session.id)
    half.forget(session.id)
    entrance.door.forget(session.id)
    assert (entrance.door._seats.tally(session.id).spent, entrance.door._peppers.all()) == (0, {})
