"""Every published vector, every value between request and token."""

import hashlib
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from forum.refusals import RefusalCode, Refused
from forum.tickets import pss
from forum.tickets.blindrsa import PublicKey, public_key, spki_of, token_key_id
from forum.tickets.formats import Token, TokenRequest, challenge_digest, token_challenge, token_input
from forum.tickets.keylist import short_key_id
from forum.tickets.verify import verify_token
from tests.tickets.blinding import blind_message, finalize
from tests.tickets.vectors import rfc9474, rfc9578


def number(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


@pytest.mark.parametrize("vector", rfc9474(), ids=lambda v: v["name"])
def test_blinding_gives_every_value_of_the_signature_vectors(vector: dict[str, Any]) -> None:
    key = PublicKey(number(vector["n"]), number(vector["e"]))
    message, salt = vector["msg_prefix"] + vector["msg"], vector["salt"]
    assert message == vector["prepared_msg"]
    assert pss.encode(message, key.encoded_bits, salt) == vector["encoded_msg"]
    blind = pow(number(vector["inv"]), -1, key.n)
    blinded = blind_message(key, message, salt=salt, blind=blind)
    assert blinded.message == vector["blinded_msg"]
    assert blinded.inverse == number(vector["inv"])
    assert finalize(key, message, vector["blind_sig"], blinded.inverse, len(salt)) == vector["sig"]


@pytest.mark.parametrize("vector", rfc9578())
def test_issuing_gives_every_value_of_the_token_vectors(vector: dict[str, Any]) -> None:
    key, spki = public_key(vector["pkS"]), vector["pkS"]
    assert spki_of(key) == spki
    digest, key_id = challenge_digest(vector["token_challenge"]), token_key_id(spki)
    message = token_input(vector["nonce"], digest, key_id)
    blinded = blind_message(key, message, salt=vector["salt"], blind=number(vector["blind"]))
    assert TokenRequest(short_key_id(spki), blinded.message).to_bytes() == vector["token_request"]
    signature = finalize(key, message, vector["token_response"], blinded.inverse)
    assert Token(vector["nonce"], digest, key_id, signature).to_bytes() == vector["token"]
    assert verify_token(spki, digest, vector["token"]) == vector["nonce"]


def test_challenges_are_laid_out_as_in_the_token_vectors() -> None:
    vectors = rfc9578()
    context = vectors[0]["token_challenge"][19:51]
    expected = [(context, "origin.example"), (b"", "origin.example"), (b"", "foo.example,bar.example")]
    for vector, (redemption_context, origin) in zip(vectors, expected, strict=True):
        assert token_challenge("issuer.example", redemption_context, origin) == vector["token_challenge"]


@pytest.mark.parametrize("vector", rfc9578())
def test_the_vectors_private_keys_belong_to_their_public_keys(vector: dict[str, Any]) -> None:
    private = load_pem_private_key(vector["skS"], password=None)
    assert private.private_numbers().public_numbers.n == public_key(vector["pkS"]).n  # type: ignore[union-attr]


@pytest.mark.parametrize("place", [0, 2, 34, 66, 98, 353])
def test_a_token_with_one_bit_turned_is_refused(place: int) -> None:
    vector = rfc9578()[0]
    token = bytearray(vector["token"])
    token[place] ^= 1
    expected = {0: RefusalCode.MALFORMED, 34: RefusalCode.WRONG_SESSION, 66: RefusalCode.WRONG_SESSION}
    digest = hashlib.sha256(vector["token_challenge"]).digest()
    with pytest.raises(Refused) as refused:
        verify_token(vector["pkS"], digest, bytes(token))
    assert refused.value.code is expected.get(place, RefusalCode.INVALID)


@pytest.mark.parametrize("length", [0, 1, 353, 355])
def test_a_token_of_another_length_is_malformed(length: int) -> None:
    vector = rfc9578()[0]
    with pytest.raises(Refused) as refused:
        verify_token(vector["pkS"], b"", (vector["token"] * 2)[:length])
    assert refused.value.code is RefusalCode.MALFORMED
