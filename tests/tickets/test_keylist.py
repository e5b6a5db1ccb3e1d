"""Key lists: one spelling, read strictly."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.ids import SessionId, TermId
from forum.tickets import base64url
from forum.tickets.blindrsa import PublicKey, public_key, spki_of
from forum.tickets.keylist import KeyList, SessionKey, short_key_id
from tests.tickets.vectors import rfc9578

MOMENT = datetime(2027, 3, 1, 19, 30, tzinfo=UTC)
KEYS = [spki_of(PublicKey(2**2047 + odd)) for odd in (1, 3, 5, 7, 9, 11, 13, 15)]


def entry(number: int) -> SessionKey:
    return SessionKey(SessionId(f"session-0{number}"), MOMENT, MOMENT, KEYS[number])


LIST = KeyList(TermId("term-00000"), "127.0.0.1:8001", "localhost:8000", (entry(0), entry(1)), KEYS[7], bytes(32))


def spoiled(change: Callable[[dict[str, Any]], object]) -> bytes:
    fields = json.loads(LIST.to_bytes())
    change(fields)
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


def test_a_list_comes_back_as_it_was_written() -> None:
    assert KeyList.from_bytes(LIST.to_bytes()) == LIST
    assert len(LIST.digest()) == 64
    assert LIST.key_of(SessionId("session-01")) == KEYS[1]
    assert b'"opens":"2027-03-01T19:30Z"' in LIST.to_bytes()


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields.update(format=1),
        lambda fields: fields.update(format=True),
        lambda fields: fields.update(more=1),
        lambda fields: fields.pop("issuer"),
        lambda fields: fields.update(term="short"),
        lambda fields: fields.update(origin="http://localhost"),
        lambda fields: fields.update(sessions=[]),
        lambda fields: fields.update(sessions={}),
        lambda fields: fields["sessions"].append(fields["sessions"][0]),
        lambda fields: fields["sessions"][0].update(session="session-01"),
        lambda fields: fields["sessions"][0].update(key=fields["sessions"][1]["key"]),
        lambda fields: fields["sessions"][0].update(key=fields["sessions"][0]["key"][:-2] + "AD"),
        lambda fields: fields["sessions"][0].update(key=fields["sessions"][0]["key"] + "=="),
        lambda fields: fields["sessions"][0].update(key=7),
        lambda fields: fields["sessions"][0].update(opens="2027-3-1T19:30Z"),
        lambda fields: fields["sessions"][0].update(more=1),
        lambda fields: fields["sessions"][1].update(session="session-00"),
        lambda fields: fields.pop("locker"),
        lambda fields: fields.update(locker=fields["sessions"][1]["key"]),
        lambda fields: fields.update(locker=fields["locker"][:-2]),
        lambda fields: fields.update(locker=None),
        lambda fields: fields.pop("statements"),
        lambda fields: fields.update(statements=base64url.encode(bytes(31))),
        lambda fields: fields.update(statements=base64url.encode(bytes(33))),
        lambda fields: fields.update(statements=32),
    ],
)
def test_a_list_that_is_not_sound_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(ValueError):
        KeyList.from_bytes(spoiled(change))


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"{", b'{"a":1}', b"[" * 8000, b" " * 9000, b"\xff"])
def test_what_is_no_list_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):
        KeyList.from_bytes(raw)


def test_another_spelling_of_the_same_list_is_refused() -> None:
    with pytest.raises(ValueError):
        KeyList.from_bytes(LIST.to_bytes().replace(b",", b", ", 1))


def spki(n: int, e: int = 65537, bits: int = 2048) -> bytes:
    """A key with the identifier in use and any numbers."""
    raw = bytearray(KEYS[0])
    raw[81:337] = n.to_bytes(bits // 8, "big")
    raw[-3:] = e.to_bytes(3, "big")
    return bytes(raw)


UNFIT = {
    "even": spki(2**2048 - 2),
    "2,047 bits": spki(2**2047 - 1),
    "1,024 bits": spki(2**1024 - 1, bits=1024),
    "e = 3": spki(2**2048 - 1, e=3),
    "e = 65539": spki(2**2048 - 1, e=65539),
}


@pytest.mark.parametrize("name", UNFIT)
def test_a_key_of_another_kind_is_refused_for_a_session_and_for_the_locker(name: str) -> None:
    text = base64url.encode(UNFIT[name])
    assert public_key(spki(2**2048 - 1)).n == 2**2048 - 1
    for change in (
        lambda fields: fields["sessions"][0].update(key=text),
        lambda fields: fields.update(locker=text),
    ):
        with pytest.raises(ValueError):
            KeyList.from_bytes(spoiled(change))


def test_no_two_keys_of_a_list_have_the_same_short_name() -> None:
    wanted = short_key_id(KEYS[0])
    alike = next(key for odd in range(101, 9999, 2) if short_key_id(key := spki_of(PublicKey(2**2047 + odd))) == wanted)
    for twins in (replace(LIST, locker=alike), replace(LIST, sessions=(entry(0), replace(entry(1), key=alike)))):
        with pytest.raises(ValueError):
            KeyList.from_bytes(twins.to_bytes())


def test_collecting_closes_with_the_last_session() -> None:
    later = replace(entry(0), collecting_closes=MOMENT + timedelta(hours=2))
    assert replace(LIST, sessions=(later, entry(1))).collecting_closes == later.collecting_closes


def test_a_list_of_more_than_six_sessions_is_refused() -> None:
    with pytest.raises(ValueError):
        KeyList.from_bytes(replace(LIST, sessions=tuple(map(entry, range(7)))).to_bytes())


@pytest.mark.parametrize("n", [2**2046 + 1, 2**2048 + 1, 2**2047 + 2, 3, 0])
def test_a_modulus_is_odd_and_has_2048_bits(n: int) -> None:
    with pytest.raises(ValueError):
        spki_of(PublicKey(n))


@given(st.integers(0, 341), st.integers(1, 255))
def test_a_key_has_one_spelling(place: int, change: int) -> None:
    raw = bytearray(rfc9578()[0]["pkS"])
    raw[place] ^= change
    try:
        read = public_key(bytes(raw))
    except ValueError:
        return
    assert spki_of(read) == raw
    assert 81 <= place < 337


@given(st.binary(max_size=40))
def test_base64url_has_one_spelling(raw: bytes) -> None:
    assert base64url.decode(base64url.encode(raw)) == raw


@pytest.mark.parametrize("text", ["AA==", "AB", "A", "A+", "A/", " AA", "AA\n", "é"])
def test_other_spellings_of_base64url_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        base64url.decode(text)
