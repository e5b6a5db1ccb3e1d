"""Codes in Crockford's base32, with two symbols that catch slips of the pen: 90 random bits invite, 50 cancel a card.

The check is a Reed-Solomon code over GF(32) with generator (x - 1)(x - a), a a root of x^5 + x^2 + 1.
Any one or two wrong symbols, so every swap of two as well, are noticed before anything is sent.
"""

from collections.abc import Iterable

from forum.clock import Chance
from forum.refusals import RefusalCode, Refused

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DATA_SYMBOLS = 18
CHECK_SYMBOLS = 2
CODE_SYMBOLS = DATA_SYMBOLS + CHECK_SYMBOLS
CANCEL_DATA_SYMBOLS = 10
LONGEST_TEXT = 200

_READ_AS = {symbol: value for value, symbol in enumerate(ALPHABET)}
_READ_AS |= {symbol.lower(): value for symbol, value in _READ_AS.items()}
_READ_AS |= {"O": 0, "o": 0, "I": 1, "i": 1, "L": 1, "l": 1}
# what people, keyboards and word processors put between groups: blanks, hyphens, dashes
_SEPARATORS = frozenset(" \t\r\n\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013\u2014\u2212")


def new_code(chance: Chance) -> str:
    """A fresh code in its canonical form: 20 symbols, no hyphens."""
    return _new(chance, DATA_SYMBOLS)


def new_cancel_code(chance: Chance) -> str:
    """A fresh code for a card's stub or for a sheet, in its canonical form: 12 symbols."""
    return _new(chance, CANCEL_DATA_SYMBOLS)


def _new(chance: Chance, size: int) -> str:
    data = [chance.below(32) for _ in range(size)]
    return _written([*data, *_remainder([*data, 0, 0])])


def parse_code(text: str) -> str:
    """The canonical form of what somebody typed; raises Refused (unknown-invitation) if it cannot be a code."""
    return _parsed(text, DATA_SYMBOLS)


def parse_cancel_code(text: str) -> str:
    """The canonical form of a typed cancel code; raises Refused (unknown-invitation) if it cannot be one."""
    return _parsed(text, CANCEL_DATA_SYMBOLS)


def _parsed(text: str, size: int) -> str:
    if len(text) > LONGEST_TEXT:
        raise Refused(RefusalCode.UNKNOWN_INVITATION)
    values = [_READ_AS.get(symbol, -1) for symbol in text if symbol not in _SEPARATORS]
    if len(values) != size + CHECK_SYMBOLS or -1 in values or _remainder(values) != (0, 0):
        raise Refused(RefusalCode.UNKNOWN_INVITATION)
    return _written(values)


def printed(code: str) -> str:
    """The code as it stands on paper: groups of four."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _written(values: Iterable[int]) -> str:
    return "".join(ALPHABET[value] for value in values)


def _times_a(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled


def _remainder(values: Iterable[int]) -> tuple[int, int]:
    """What is left of the word, read as a polynomial, after division by x^2 + (a + 1)x + a."""
    high, low = 0, 0
    for value in values:
        doubled = _times_a(high)
        high, low = low ^ doubled ^ high, value ^ doubled
    return high, low
