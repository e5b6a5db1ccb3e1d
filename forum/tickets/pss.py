"""EMSA-PSS with SHA-384 and MGF1-SHA-384 (RFC 8017, sections 9.1 and B.2.1)."""

import hashlib
import hmac

HASH_SIZE = 48
SALT_SIZE = 48


def encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """The encoded message of at most `bits` bits (section 9.1.1); the salt comes in as an argument."""
    size = (bits + 7) // 8
    filler = size - HASH_SIZE - len(salt) - 2
    if filler < 0:
        raise ValueError("the key is too short for this encoding")
    seal = _seal(message, salt)
    block = b"\0" * filler + b"\1" + salt
    return _masked(block, seal, bits) + seal + b"\xbc"


def verify(message: bytes, encoded: bytes, bits: int, salt_size: int = SALT_SIZE) -> bool:
    """True if `encoded` is an encoding of the message with a salt of that size (section 9.1.2)."""
    size = (bits + 7) // 8
    filler = size - HASH_SIZE - salt_size - 2
    if filler < 0 or len(encoded) != size or encoded[-1] != 0xBC or encoded[0] >> (8 - _spare(bits)):
        return False
    masked, seal = encoded[: -HASH_SIZE - 1], encoded[-HASH_SIZE - 1 : -1]
    block = _masked(masked, seal, bits)
    if block[: filler + 1] != b"\0" * filler + b"\1":
        return False
    return hmac.compare_digest(seal, _seal(message, block[filler + 1 :]))


def _seal(message: bytes, salt: bytes) -> bytes:
    return hashlib.sha384(b"\0" * 8 + hashlib.sha384(message).digest() + salt).digest()


def _spare(bits: int) -> int:
    """How many bits at the front of the first byte must be zero."""
    return -bits % 8


def _masked(block: bytes, seal: bytes, bits: int) -> bytes:
    mask = _mgf1(seal, len(block))
    mixed = bytearray(a ^ b for a, b in zip(block, mask, strict=True))
    mixed[0] &= 0xFF >> _spare(bits)
    return bytes(mixed)


def _mgf1(seed: bytes, size: int) -> bytes:
    rounds = range((size + HASH_SIZE - 1) // HASH_SIZE)
    return b"".join(hashlib.sha384(seed + count.to_bytes(4, "big")).digest() for count in rounds)[:size]
