"""RSABSSA-SHA384-PSS-Deterministic, the client's half (RFC 9474, section 4); pages have theirs in JavaScript."""

import math
from dataclasses import dataclass

from forum.clock import Chance
from forum.tickets import pss
from forum.tickets.blindrsa import PublicKey, verify_signature


class InvalidSignature(Exception):
    """The issuer's answer does not fit what was asked: the nonce is to be thrown away."""


@dataclass(frozen=True, slots=True)
class Blinded:
    """What goes to the issuer, and what stays to take the blind off again."""

    message: bytes
    inverse: int


def draw_blind(key: PublicKey, chance: Chance) -> int:
    """A blind: an integer from 1 to n - 1, all equally likely, that has an inverse."""
    while True:
        blind = 1 + chance.below(key.n - 1)
        if math.gcd(blind, key.n) == 1:
            return blind


def blind_message(key: PublicKey, message: bytes, *, salt: bytes, blind: int) -> Blinded:
    """Hides the message under the blind (RFC 9474, section 4.2)."""
    m = int.from_bytes(pss.encode(message, key.encoded_bits, salt), "big")
    if math.gcd(m, key.n) != 1:
        raise ValueError("the message shares a factor with the modulus")
    z = m * pow(blind, key.e, key.n) % key.n
    return Blinded(z.to_bytes(key.size, "big"), pow(blind, -1, key.n))


def finalize(
    key: PublicKey, message: bytes, blind_signature: bytes, inverse: int, salt_size: int = pss.SALT_SIZE
) -> bytes:
    """Takes the blind off and checks the signature (RFC 9474, section 4.4); raises InvalidSignature."""
    if len(blind_signature) != key.size:
        raise InvalidSignature
    signature = int.from_bytes(blind_signature, "big") * inverse % key.n
    raw = signature.to_bytes(key.size, "big")
    if not verify_signature(key, message, raw, salt_size):
        raise InvalidSignature
    return raw
