"""The signature code against an implementation that is not ours, and against what it must refuse."""

from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.clock import SystemChance
from forum.tickets import pss
from forum.tickets.blindrsa import PublicKey, verify_signature
from tests.tickets.blinding import blind_message, draw_blind

PRIVATE = rsa.generate_private_key(65537, 2048)
KEY = PublicKey(PRIVATE.public_key().public_numbers().n)
SCHEME: Any = padding.PSS(padding.MGF1(hashes.SHA384()), salt_length=48)


def theirs(message: bytes, signature: bytes) -> bool:
    try:
        PRIVATE.public_key().verify(signature, message, SCHEME, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=200), st.integers(0, 2047))
def test_signatures_are_judged_as_cryptography_judges_them(message: bytes, bit: int) -> None:
    signature = PRIVATE.sign(message, SCHEME, hashes.SHA384())
    assert verify_signature(KEY, message, signature)
    turned = (int.from_bytes(signature, "big") ^ (1 << bit)).to_bytes(256, "big")
    assert not verify_signature(KEY, message, turned)
    assert not theirs(message, turned)
    assert not verify_signature(KEY, message + b"\0", signature)


@given(st.binary(max_size=100), st.sampled_from([2047, 2046, 2041, 2040, 1023]), st.sampled_from([0, 20, 48]))
def test_what_is_encoded_verifies_at_every_length(message: bytes, bits: int, salt_size: int) -> None:
    encoded = pss.encode(message, bits, bytes(range(salt_size)))
    assert len(encoded) == (bits + 7) // 8
    assert int.from_bytes(encoded, "big").bit_length() <= bits
    assert pss.verify(message, encoded, bits, salt_size)
    assert not pss.verify(message, encoded, bits, salt_size + 1)
    for place in (0, 5, len(encoded) - 20, len(encoded) - 1):
        spoiled = bytearray(encoded)
        spoiled[place] ^= 0x10
        assert not pss.verify(message, bytes(spoiled), bits, salt_size)


def test_a_key_too_short_for_the_encoding_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        pss.encode(b"", 512, bytes(48))
    assert not pss.verify(b"", bytes(64), 512)


def test_a_signature_outside_the_modulus_or_of_another_length_is_refused() -> None:
    signature = PRIVATE.sign(b"m", SCHEME, hashes.SHA384())
    beyond = int.from_bytes(signature, "big") + KEY.n
    assert not verify_signature(KEY, b"m", beyond.to_bytes(257, "big"))
    assert not verify_signature(KEY, b"m", KEY.n.to_bytes(256, "big"))
    assert not verify_signature(KEY, b"m", signature + b"\0")
    assert not verify_signature(KEY, b"m", b"\0" + signature[:-1])


def test_a_blind_with_no_inverse_is_never_drawn() -> None:
    class First:
        drawn = 0

        def token(self, size: int) -> bytes:
            return bytes(size)

        def below(self, limit: int) -> int:
            self.drawn += 1
            return [PRIVATE.private_numbers().p - 1, 41][self.drawn - 1]

    assert draw_blind(KEY, First()) == 42


def test_a_message_that_shares_a_factor_with_the_modulus_is_not_blinded() -> None:
    m = int.from_bytes(pss.encode(b"m", 2047, bytes(48)), "big")
    factor = next(f for f in range(2, 10**6) if m % f == 0)
    with pytest.raises(ValueError, match="factor"):
        blind_message(PublicKey((2**2048 // factor) * factor), b"m", salt=bytes(48), blind=5)
    assert blind_message(KEY, b"m", salt=bytes(48), blind=draw_blind(KEY, SystemChance())).message != b""
