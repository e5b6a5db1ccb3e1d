"""Public keys as RFC 9578 writes them, and signatures under them.

Nothing here holds a private exponent: signing is the issuer's alone, and blinding is done by people's pages.
"""

import hashlib
from dataclasses import dataclass

from forum.tickets import pss

PUBLIC_EXPONENT = 65537
KEY_BITS = 2048
KEY_BYTES = KEY_BITS // 8

# The one DER spelling of an RSASSA-PSS key with SHA-384, MGF1-SHA-384, salt 48 (RFC 9578, section 6.5)
# for a modulus of exactly 2,048 bits and the exponent 65537: what stands before and after the modulus.
_SPKI_HEAD = bytes.fromhex(
    "30820152303d06092a864886f70d01010a3030a00d300b0609608648016503040202a11a301806092a864886f70d010108300b"
    "0609608648016503040202a2030201300382010f003082010a0282010100"
)
_SPKI_TAIL = bytes.fromhex("0203010001")
SPKI_BYTES = len(_SPKI_HEAD) + KEY_BYTES + len(_SPKI_TAIL)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An RSA public key; those in use have 2,048 bits, the published vectors others."""

    n: int
    e: int = PUBLIC_EXPONENT

    @property
    def size(self) -> int:
        """Length of the modulus in bytes."""
        return (self.n.bit_length() + 7) // 8

    @property
    def encoded_bits(self) -> int:
        """Length of an encoded message: one bit less than the modulus."""
        return self.n.bit_length() - 1


def spki_of(key: PublicKey) -> bytes:
    """The DER of a 2,048-bit key with the RSASSA-PSS identifier."""
    if key.n.bit_length() != KEY_BITS or key.n % 2 == 0 or key.e != PUBLIC_EXPONENT:
        raise ValueError("not a key of the kind in use")
    return _SPKI_HEAD + key.n.to_bytes(KEY_BYTES, "big") + _SPKI_TAIL


def public_key(spki: bytes) -> PublicKey:
    """The key in this DER; raises ValueError unless it is exactly what `spki_of` would write."""
    key = PublicKey(int.from_bytes(spki[len(_SPKI_HEAD) : -len(_SPKI_TAIL)], "big"))
    if len(spki) != SPKI_BYTES or spki_of(key) != spki:
        raise ValueError("not a key of the kind in use")
    return key


def token_key_id(spki: bytes) -> bytes:
    """The name of a key: SHA-256 of its DER (RFC 9578, section 6.5)."""
    return hashlib.sha256(spki).digest()


def verify_signature(key: PublicKey, message: bytes, signature: bytes, salt_size: int = pss.SALT_SIZE) -> bool:
    """RSASSA-PSS-VERIFY (RFC 8017, section 8.1.2)."""
    s = int.from_bytes(signature, "big")
    if len(signature) != key.size or s >= key.n:
        return False
    m = pow(s, key.e, key.n)
    size = (key.encoded_bits + 7) // 8
    if m.bit_length() > 8 * size:
        return False
    return pss.verify(message, m.to_bytes(size, "big"), key.encoded_bits, salt_size)
