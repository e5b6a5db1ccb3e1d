"""Text as the patterns see it: small plain letters, no sign that cannot be seen, and the way back to the places."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_LATIN = (range(0x41, 0x5B), range(0x61, 0x7B), range(0xC0, 0x250), range(0x1E00, 0x1F00))
_WIDE = range(0xFF01, 0xFF5F)
_MATHEMATICAL = (range(0x1D400, 0x1D6A4), range(0x1D7CE, 0x1D800))
_RANGES = (*_LATIN, range(0x30, 0x3A), _WIDE, *_MATHEMATICAL)
# Joiners, selectors and the frame around a figure: they change how a sign is drawn, and are none.
_UNSEEN = (0x34F, 0x200C, 0x200D, 0x20E3, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_ALIKE = {
    "'": "‘’ʼ`´′",
    '"': "“”„",
    "-": "‐‑‒–—−",
    " ": "\t\xa0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))),
    # Cyrillic and Greek letters that look like these.
    "A": "\u0410\u0391",
    "B": "\u0412\u0392",
    "C": "\u0421\u03f9",
    "E": "\u0415\u0395",
    "F": "\u03dc",
    "G": "\u050c",
    "H": "\u041d\u0397",
    "I": "\u0406\u04c0\u0399",
    "J": "\u0408\u037f",
    "K": "\u041a\u039a\u212a",
    "M": "\u041c\u039c",
    "N": "\u039d",
    "O": "\u041e\u039f",
    "P": "\u0420\u03a1",
    "Q": "\u051a",
    "S": "\u0405",
    "T": "\u0422\u03a4",
    "V": "\u0474",
    "W": "\u051c",
    "X": "\u0425\u03a7",
    "Y": "\u0423\u04ae\u03a5",
    "Z": "\u0396",
    "a": "\u0430\u03b1",
    "c": "\u0441\u03f2",
    "d": "\u0501",
    "e": "\u0435",
    "h": "\u04bb",
    "i": "\u0456\u03b9",
    "j": "\u0458\u03f3",
    "k": "\u043a\u03ba",
    "o": "\u043e\u03bf",
    "p": "\u0440\u03c1",
    "q": "\u051b",
    "s": "\u0455",
    "v": "\u0475\u03bd",
    "w": "\u051d",
    "x": "\u0445\u03c7",
    "y": "\u0443\u04af",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """The same text twice: `low` to be matched, `shape` to see capitals (A), small letters (a) and figures (0).

    `places` has where each sign of them stands in the text, and the text's end.
    """

    low: str
    shape: str
    places: tuple[int, ...]


class Folding:
    """The two tables; the page makes the same ones."""

    def __init__(self, special: Mapping[str, str]) -> None:
        signs = [chr(code) for span in _RANGES for code in span]
        low = {one: _plain(one, special) for one in signs}
        shape = {one: _shape(one, low[one]) for one in signs}
        for to, found in _ALIKE.items():
            low |= dict.fromkeys(found, low.get(to, to))
            shape |= dict.fromkeys(found, shape.get(to, to))
        self._low, self._shape = str.maketrans(low), str.maketrans(shape)
        self._unseen = dict.fromkeys(_UNSEEN)

    def fold(self, text: str) -> Folded:
        """The text, folded."""
        places = (at for at, one in enumerate(text) if ord(one) not in self._unseen)
        seen = text.translate(self._unseen)
        return Folded(seen.translate(self._low), seen.translate(self._shape), (*places, len(text)))


def _plain(one: str, special: Mapping[str, str]) -> str:
    small = one.lower()
    return special.get(small) or unicodedata.normalize("NFKD", small)[0].lower()


def _shape(one: str, low: str) -> str:
    base = unicodedata.normalize("NFKD", one)[0]
    if base.lower() != base:
        return "A"
    if "a" <= low <= "z":
        return "a"
    return "0" if "0" <= low <= "9" else low
