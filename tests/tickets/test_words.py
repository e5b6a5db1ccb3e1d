"""Twelve words for a hash, and statements about counts: worked out a second way."""

import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from forum.coarse import rounded
from forum.ids import SessionId, TermId
from forum.tickets.statements import collected_statement, count_statement, verify_statement
from forum.tickets.words import WORD_LIST, word_list, words_of

TERM, SESSION = TermId("term-00000"), SessionId("session-00")


def test_the_list_has_7776_words_in_order_and_none_twice() -> None:
    words = json.loads(WORD_LIST.read_text(encoding="utf-8"))
    assert words == sorted(set(words))
    assert len(words) == 7776


@given(st.binary(max_size=20))
def test_the_words_say_the_lowest_part_of_the_hash(raw: bytes) -> None:
    digest = hashlib.sha256(raw).hexdigest()
    words = words_of(digest)
    value = 0
    for word in words:
        value = value * 7776 + word_list().index(word)
    assert len(words) == 12
    assert value == int(digest, 16) % 7776**12


@pytest.mark.parametrize(
    ("digest", "first", "last"), [("0" * 64, "abacus", "abacus"), ("0" * 63 + "1", "abacus", "abdomen")]
)
def test_small_hashes_are_filled_up_from_the_left(digest: str, first: str, last: str) -> None:
    assert words_of(digest) == [first] * 11 + [last]


def test_statements_have_one_spelling() -> None:
    count = b'forum-count-1|{"collected":7,"session":"session-00","term":"term-00000"}'
    assert count_statement(TERM, SESSION, 7) == count
    coarse = b'forum-collected-1|{"at_least":5,"session":"session-00","term":"term-00000"}'
    assert collected_statement(TERM, SESSION, 5) == coarse


@pytest.mark.parametrize(("collected", "shown"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10), (204, 200)])
def test_counts_are_rounded_down_to_fives(collected: int, shown: int) -> None:
    assert rounded(collected) == shown


def test_a_signature_is_good_for_its_statement_and_its_key_only() -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    public, statement = key.public_key().public_bytes_raw(), count_statement(TERM, SESSION, 7)
    signature = key.sign(statement)
    assert verify_statement(public, statement, signature)
    assert not verify_statement(public, count_statement(TERM, SESSION, 8), signature)
    assert not verify_statement(public, collected_statement(TERM, SESSION, 7), signature)
    other = Ed25519PrivateKey.from_private_bytes(bytes([1] * 32)).public_key().public_bytes_raw()
    for wrong in (other, b"", bytes(31), bytes(32)):
        assert not verify_statement(wrong, statement, signature)
    for wrong in (b"", signature[:-1], signature + b"\0", bytes(64)):
        assert not verify_statement(public, statement, wrong)
