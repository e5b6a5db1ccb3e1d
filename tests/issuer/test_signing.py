"""Signing: right, checked, and never by a power function that takes its time from the key."""

import ast
from collections.abc import Callable, Iterator
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


def test_a_locker_key_that_signed_falsely_once_stops_its_own_term_only(issuer: Running) -> None:
    keylist, other = issuer.term("session-00"), issuer.term("session-01")
    path = issuer.folder / "keys" / f"locker-{keylist.term}"
    good = path.read_bytes()
    path.write_bytes(good[:300] + bytes([good[300] ^ 1]) + good[301:])
    code, requests = issuer.cards(keylist)[0], [one.request for one in ask(keylist)]
    answer = issuer.collect(code, requests)
    assert (answer.status_code, answer.json) == (500, {"code": "signing-failure"})
    path.write_bytes(good)
    for _ in range(2):
        assert issuer.collect(code, requests).json == {"code": "signing-failure"}
        issuer.restart()
    assert issuer.collect(issuer.cards(other)[0], [one.request for one in ask(other)]).status_code == 200


def test_a_key_that_is_gone_signs_nothing(issuer: Running) -> None:
    keylist = issuer.term()
    (issuer.folder / "keys" / "session-00").unlink()
    answer = issuer.collect(issuer.cards(keylist)[0], [one.request for one in ask(keylist)])
    assert (answer.status_code, answer.json) == (410, {"code": "collecting-closed"})


PUBLIC_ONLY = {
    # the signature of a ticket, raised to the public exponent
    "tickets/blindrsa.py": ["pow(s, key.e, key.n)"],
}
"""Where Python's own power function stands, and every use of it, each with public numbers."""

FLAT = {
    # what is signed and what is checked with the public exponent, and the two that meet a private one
    "issuer/signing.py": [
        "gmpy2.powmod(r, PUBLIC_EXPONENT, n)",
        "gmpy2.powmod(s, PUBLIC_EXPONENT, n)",
        "gmpy2.powmod_sec(value % key.p, key.dp, key.p)",
        "gmpy2.powmod_sec(value % key.q, key.dq, key.q)",
    ],
}
"""The same for those of gmpy2: a private exponent meets `powmod_sec` and no other."""


def powers(source: str) -> Iterator[str]:
    """Every use of Python's own power function, and of its operator with anything but plain numbers."""
    tree = ast.parse(source)
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        named = isinstance(node, ast.Name) and node.id == "pow"
        imported = isinstance(node, ast.alias) and node.name == "pow"
        if named or imported or (isinstance(node, ast.Attribute) and node.attr in {"pow", "__pow__", "__rpow__"}):
            yield ast.unparse(called.get(id(node), node))
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Pow):
            yield ast.unparse(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and not constant(node):
            yield ast.unparse(node)


def constant(node: ast.BinOp) -> bool:
    return isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant)


def flat_powers(source: str) -> Iterator[str]:
    """Every call of a function whose name begins with powmod."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2].startswith("powmod"):
            yield ast.unparse(node)


def uses(find: Callable[[str], Iterator[str]]) -> dict[str, list[str]]:
    found = {str(path.relative_to(FORUM)): sorted(find(path.read_text())) for path in FORUM.rglob("*.py")}
    return {path: calls for path, calls in found.items() if calls}


def test_no_path_raises_to_a_private_exponent_with_pythons_own_power_function() -> None:
    assert uses(powers) == PUBLIC_ONLY
    assert uses(flat_powers) == FLAT


@pytest.mark.parametrize(
    "source",
    ["pow(z, d, n)", "z ** d % n", "z **= d", "f = pow", "operator.pow(z, d)", "z.__pow__(d, n)", "2 ** d"]
    + ["from operator import pow as f", "from math import pow", "[pow]"],
)
def test_the_search_for_power_functions_finds_them(source: str) -> None:
    assert list(powers(source))
    assert not list(powers("powmod_sec(z, d, n); 2 ** 31; power = 3"))
    assert list(flat_powers("gmpy2.powmod(z, key.d, n)")) == ["gmpy2.powmod(z, key.d, n)"]
