"""Signing: right, checked, and never by a power function that takes its time from the key."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from forum.clock import SystemChance
from forum.issuer import signing
from forum.issuer.ports import FaultySignature
from tests.issuer.conftest import Running
from tests.tickets.client import ask
from tests.tickets.vectors import rfc9578

FORUM = Path(__file__).parent.parent.parent / "forum"


def numbers_of(vector: dict[str, Any]) -> rsa.RSAPrivateNumbers:
    private = load_pem_private_key(vector["skS"], password=None)
    assert isinstance(private, rsa.RSAPrivateKey)
    return private.private_numbers()


@pytest.mark.parametrize("vector", rfc9578())
def test_the_vectors_requests_get_the_vectors_answers(vector: dict[str, Any]) -> None:
    key = signing.read(signing.written(numbers_of(vector)))
    assert signing.blind_sign(key, vector["token_request"][3:], SystemChance()) == vector["token_response"]


@pytest.mark.parametrize("z", [0, 1, 2])
def test_small_values_are_signed_like_all_others(z: int) -> None:
    key = signing.read(signing.written(numbers_of(rfc9578()[0])))
    signature = int.from_bytes(signing.blind_sign(key, z.to_bytes(256, "big"), SystemChance()), "big")
    assert pow(signature, 65537, int(key.n)) == z


@pytest.mark.parametrize("part", range(5))
def test_a_damaged_key_signs_nothing(part: int) -> None:
    vector = rfc9578()[0]
    raw = bytearray(signing.written(numbers_of(vector)))
    raw[128 * part + 60] ^= 1
    with pytest.raises(FaultySignature):
        signing.blind_sign(signing.read(raw), vector["token_request"][3:], SystemChance())


@pytest.mark.parametrize("raw", [b"", bytes(640), b"\xff" * 639, b"\xfe" * 640])
def test_what_is_no_key_is_not_read(raw: bytes) -> None:
    with pytest.raises(FaultySignature):
        signing.read(raw)


def test_a_key_that_signed_falsely_once_is_not_used_again(issuer: Running) -> None:
    keylist = issuer.term("session-00", "session-01")
    codes, requests = issuer.cards(keylist, 2), [one.request for one in ask(keylist)]
    path = issuer.folder / "keys" / "session-01"
    good = path.read_bytes()
    path.write_bytes(good[:300] + bytes([good[300] ^ 1]) + good[301:])
    answer = issuer.collect(codes[0], requests)
    assert (answer.status_code, answer.json) == (500, {"code": "signing-failure"})
    path.write_bytes(good)
    assert issuer.collect(codes[0], requests).json == {"code": "signing-failure"}
    issuer.restart()
    assert issuer.collect(codes[1], requests).json == {"code": "signing-failure"}
    assert issuer.collected("session-01") == 1
    assert issuer.collect(codes[0], [requests[0], requests[-1]]).status_code == 200


def test_a_key_that_is_gone_signs_nothing(issuer: Running) -> None:
    keylist = issuer.term()
    (issuer.folder / "keys" / "session-00").unlink()
    answer = issuer.collect(issuer.cards(keylist)[0], [one.request for one in ask(keylist)])
    assert (answer.status_code, answer.json) == (410, {"code": "collecting-closed"})


def powers(source: str) -> Iterator[str]:
    """Every use of Python's own power function or operator."""
    for node in ast.walk(ast.parse(source)):
        named = isinstance(node, ast.Name) and node.id == "pow"
        if named or (isinstance(node, ast.Attribute) and node.attr in {"pow", "__pow__"}):
            yield ast.unparse(node)
        if isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Pow):
            yield ast.unparse(node)


def test_the_issuer_never_uses_pythons_own_power_function() -> None:
    found = {path.name: list(powers(path.read_text())) for path in (FORUM / "issuer").glob("*.py")}
    assert "signing.py" in found
    assert not any(found.values()), found
    assert "powmod_sec(value % key.p, key.dp, key.p)" in (FORUM / "issuer" / "signing.py").read_text()


def test_elsewhere_it_is_used_with_public_exponents_only() -> None:
    allowed = {"pow(s, key.e, key.n)"}
    calls = {
        ast.unparse(node)
        for path in (FORUM / "tickets").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "pow"
    }
    assert calls == allowed


@pytest.mark.parametrize("source", ["pow(z, d, n)", "z ** d % n", "z **= d", "f = pow", "operator.pow(z, d)"])
def test_the_search_for_power_functions_finds_them(source: str) -> None:
    assert list(powers(source))
