"""Blind signing (RFC 9474, section 4.3), in time that says nothing about the key or the value.

Python's own power function leaks its operands through time; here a private exponent meets `powmod_sec` only.
"""

from dataclasses import dataclass

import gmpy2
from cryptography.hazmat.primitives.asymmetric import rsa

from forum.clock import Chance
from forum.issuer.ports import FaultySignature
from forum.tickets.blindrsa import KEY_BITS, KEY_BYTES, PUBLIC_EXPONENT

_PART_BYTES = KEY_BYTES // 2
_PARTS = 5
FILE_BYTES = _PARTS * _PART_BYTES


@dataclass(frozen=True, slots=True, repr=False)
class PrivateKey:
    """The primes, and what the Chinese remainder theorem needs with them."""

    p: gmpy2.mpz
    q: gmpy2.mpz
    dp: gmpy2.mpz
    dq: gmpy2.mpz
    q_inverse: gmpy2.mpz

    @property
    def n(self) -> gmpy2.mpz:
        """The public modulus."""
        return self.p * self.q


def written(numbers: rsa.RSAPrivateNumbers) -> bytes:
    """A private key as its file holds it: five numbers of 128 bytes."""
    parts = (numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp)
    return b"".join(part.to_bytes(_PART_BYTES, "big") for part in parts)


def read(raw: bytes | bytearray) -> PrivateKey:
    """The key in these bytes; raises FaultySignature if they cannot be one, for it could only sign falsely."""
    starts = range(0, FILE_BYTES, _PART_BYTES)
    parts = [gmpy2.mpz(int.from_bytes(raw[start : start + _PART_BYTES], "big")) for start in starts]
    key = PrivateKey(*parts)
    odd = gmpy2.is_odd(key.p) and gmpy2.is_odd(key.q)
    if len(raw) != FILE_BYTES or not all(parts) or not odd or key.n.bit_length() != KEY_BITS:
        raise FaultySignature
    return key


def blind_sign(key: PrivateKey, blinded: bytes, chance: Chance) -> bytes:
    """The signature of a blinded message; raises FaultySignature if it does not check against the public key."""
    n, z = key.n, gmpy2.mpz(int.from_bytes(blinded, "big"))
    mask, unmask = _mask(n, chance)
    s = _rooted(key, z * mask % n) * unmask % n
    if gmpy2.powmod(s, PUBLIC_EXPONENT, n) != z:
        raise FaultySignature
    return int(s).to_bytes(KEY_BYTES, "big")


def _mask(n: gmpy2.mpz, chance: Chance) -> tuple[gmpy2.mpz, gmpy2.mpz]:
    """A fresh r^e, and r^-1: what is signed is never the value that somebody chose."""
    while True:
        r = gmpy2.mpz(1 + chance.below(int(n) - 1))
        if gmpy2.gcd(r, n) == 1:
            return gmpy2.powmod(r, PUBLIC_EXPONENT, n), gmpy2.invert(r, n)


def _rooted(key: PrivateKey, value: gmpy2.mpz) -> gmpy2.mpz:
    """The e-th root, by the Chinese remainder theorem (RFC 8017, section 5.1.2)."""
    left = gmpy2.powmod_sec(value % key.p, key.dp, key.p)
    right = gmpy2.powmod_sec(value % key.q, key.dq, key.q)
    return right + key.q * ((left - right) * key.q_inverse % key.p)
