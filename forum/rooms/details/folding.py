"""Text as the patterns see it: small plain letters, one sign for each sign, so that places stay where they are."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_RANGES = (range(0x41, 0x5B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
_ALIKE = {
    "'": "‘’ʼ`´′",
    '"': "“”„",
    "-": "‐‑‒–—−",
    " ": "\t\xa0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))),
}


@dataclass(frozen=True, slots=True)
class Folded:
    """The same text twice: `low` to be matched, `shape` to see capitals (A), small letters (a) and figures (0)."""

    low: str
    shape: str


class Folding:
    """The two tables; the page makes the same ones."""

    def __init__(self, special: Mapping[str, str]) -> None:
        letters = [chr(code) for span in _RANGES for code in span]
        plain = {one: _plain(one, special) for one in letters}
        signs = {ord(sign): to for to, found in _ALIKE.items() for sign in found}
        self._low = {ord(one): to for one, to in plain.items()} | signs
        capitals = {ord(one): "A" for one in letters if one.lower() != one}
        small = {ord(one): "a" for one in letters if one.lower() == one and "a" <= plain[one] <= "z"}
        ascii_small = dict.fromkeys(range(97, 123), "a")
        figures = dict.fromkeys(range(48, 58), "0")
        self._shape = signs | capitals | small | ascii_small | figures

    def fold(self, text: str) -> Folded:
        """The text, folded."""
        return Folded(text.translate(self._low), text.translate(self._shape))


def _plain(one: str, special: Mapping[str, str]) -> str:
    small = one.lower()
    return special.get(small) or unicodedata.normalize("NFD", small)[0]
