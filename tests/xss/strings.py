"""The strings that were collected to break pages, and those that must never be broken by taking care of them."""

import random
from collections.abc import Callable

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain.limits import MAX_ASIDE_BYTES, MAX_ASIDE_CHARACTERS, MAX_NOTE_BYTES, MAX_NOTE_CHARACTERS
from forum.rooms.domain.text import MESSAGE, measured, tidied
from forum.rooms.wire import clean
from forum.rooms.words import without_markup

SEED = "a quiet room"
FEW = 300
NOTE = (MAX_NOTE_CHARACTERS, MAX_NOTE_BYTES)
QUIET = (MAX_ASIDE_CHARACTERS, MAX_ASIDE_BYTES)

BENIGN = (
    "<3", "I <3 you", "x<y", "x < y > z", "5 < 6 and 7 > 3", "&", "&&", "&amp;", "&lt;b&gt;", "a & b",
    "R&B", "<", "</", "<!", "-->", "\"quoted\" and 'quoted'", "‘curly’ and “curly”", "`ticks` and ${x}",
    "a\\b", "\\n is not a line", "C:\\temp\\new", "Dŵr, tŷ, gŵyl", "Ŵ Ŷ â ê î ô û ï",
    "Rwy'n teimlo'n well, diolch.", "❤️", "👍🏽", "👩‍👩‍👧‍👦", "👩‍🚒", "🏴󠁧󠁢󠁷󠁬󠁳󠁿 Cymru",
    "می‌خواهم", "שלום וברכה", "مرحبا بكم", "abc שלום def", "{{7*7}}", "${7*7}", "{% if x %}", "%s %d %n",
    "if (a < b && c > d) { return x[0]; }", "for i in range(10): print(i)", "SELECT * FROM words; -- all",
    "a\u00a0b", "50 % of 10", "one\n\ntwo", "a\tb", "null", "undefined", "NaN", "[object Object]", "true",
    "0", "-0", "1e3", "__proto__", "constructor", "javascript:no", "data:no", "#hash", "/slash", "../up",
    "?a=b&c=d", "ﬁ ﬀ", "ẞ ß", "İ ı", "…", "1 > 0", "5 <6> 7",
)  # fmt: skip
"""Words that look like more than words. `5<x and y>3` is not here: docs/decisions/0001 says what becomes of it."""


def strings() -> list[str]:
    """Every string of brs-kb once: only data is taken from there."""
    from brs_kb.payloads import FULL_PAYLOAD_DATABASE

    return sorted({entry.payload for entry in FULL_PAYLOAD_DATABASE.values()})


def some(all_of_them: list[str]) -> list[str]:
    """Three hundred of them, the same ones in every run."""
    return random.Random(SEED).sample(all_of_them, FEW)


def cleaned(text: str, most: tuple[int, int] = MESSAGE) -> str | None:
    """What the room shows of it; None for what it refuses as too long, or because no word is left."""
    return _unless_refused(lambda: clean(text, most))


def noted(text: str) -> str | None:
    """What the room shows of it as the own words of a note, on one line; None for what is too long."""
    line = " ".join(without_markup(tidied(text)).split())
    return _unless_refused(lambda: measured(line, NOTE)) if line else ""


def _unless_refused(shown: Callable[[], str]) -> str | None:
    try:
        return shown()
    except Refused as refused:
        if refused.code not in (RefusalCode.MESSAGE_TOO_LONG, RefusalCode.EMPTY_MESSAGE):
            raise
        return None
