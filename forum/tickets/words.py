"""Twelve words that say a hash, for people to compare: on a public notice, in a newsletter, by telephone."""

import json
from functools import cache
from pathlib import Path

WORDS = 12
LIST_WORDS = 7776
WORD_LIST = Path(__file__).parent.parent / "static" / "vendor" / "words.json"


def words_of(digest: str) -> list[str]:
    """The 12 words of a SHA-256 in hexadecimal: its lowest 155 bits, as a number in base 7776."""
    value, words = int.from_bytes(bytes.fromhex(digest), "big"), []
    for _ in range(WORDS):
        value, place = divmod(value, LIST_WORDS)
        words.append(word_list()[place])
    return words[::-1]


@cache
def word_list() -> tuple[str, ...]:
    """The EFF's long list, sorted; the build puts it beside the pages."""
    return tuple(json.loads(WORD_LIST.read_text(encoding="utf-8")))
