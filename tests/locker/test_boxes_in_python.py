"""What the browser's module seals, read by the book: PBKDF2 and AES-GCM of another library open it."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from forum.locker.domain import BOX_BYTES
from forum.tickets import base64url
from forum.tickets.words import word_list, words_of

SEALER = Path(__file__).parent.parent / "js" / "parts" / "sealer.js"
DIGEST = hashlib.sha256(b"a key list").hexdigest()
ROUNDS = 600_000
ENTRY = 10 + 354 + 16

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")


def sealed(count: int) -> dict[str, Any]:
    """A box with so many tickets, and everything that a page shows of its secret."""
    asked = subprocess.run(["node", str(SEALER), DIGEST, str(count)], capture_output=True, check=True, text=True)
    found: dict[str, Any] = json.loads(asked.stdout)
    return found


def plain(box: bytes, digits: str) -> bytes:
    key = hashlib.pbkdf2_hmac("sha256", digits.replace(" ", "").encode(), bytes.fromhex(DIGEST), ROUNDS, 32)
    return AESGCM(key).decrypt(box[:12], box[12:], None)


@pytest.mark.parametrize("count", [1, 6])
def test_a_box_holds_exactly_what_is_written_down_of_it(count: int) -> None:
    found = sealed(count)
    box = base64url.decode(found["box"])
    content = plain(box, found["digits"])
    entries = [content[33 + at * ENTRY :][:ENTRY] for at in range(count)]
    assert (len(box), len(content), content[:33]) == (BOX_BYTES, 2560, bytes(32) + bytes([count]))
    assert [(e[:10].decode(), *map(base64url.encode, (e[10:364], e[364:]))) for e in entries] == [
        (ticket["session"], ticket["token"], ticket["secret"]) for ticket in found["tickets"]
    ]
    assert content[33 + count * ENTRY :] == bytes(2560 - 33 - count * ENTRY)
    with pytest.raises(InvalidTag):
        plain(box[:-1] + bytes([box[-1] ^ 1]), found["digits"])


def test_six_words_are_the_digits_in_base_7776() -> None:
    found = sealed(0)
    secret = 0
    for word in found["words"]:
        secret = secret * 7776 + word_list().index(word)
    assert (len(found["words"]), f"{secret:024}") == (6, found["digits"].replace(" ", ""))
    assert secret < 7776**6


def test_both_programs_name_a_key_list_by_the_same_twelve_words() -> None:
    assert sealed(0)["twelve"] == words_of(DIGEST)
