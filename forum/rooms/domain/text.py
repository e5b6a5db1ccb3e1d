"""What people write: brought into one form, freed of what cannot be seen, and otherwise left as it is."""

import re
import unicodedata

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain.limits import MAX_CHARACTERS, MAX_TEXT_BYTES

MESSAGE = (MAX_CHARACTERS, MAX_TEXT_BYTES)

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# Flags of nations (Wales!) are a black flag, letters from the tag block and an end mark: they stay, all other use of
# tags, controls, bidi marks and overrides, fillers and non-characters goes. The joiners (U+200C, U+200D) stay: emoji
# and some languages need them.
_FLAG = "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f)"
_UNSEEN = (
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_FLAG_OR_UNSEEN = re.compile(f"{_FLAG}|{_UNSEEN}")


def tidied(text: str) -> str:
    """The same words in NFC, with plain line ends and nothing unseen in them."""
    text = _LINE_ENDS.sub("\n", unicodedata.normalize("NFC", text))
    return _FLAG_OR_UNSEEN.sub(lambda found: found[1] or "", text)


def says_something(text: str) -> bool:
    """Whether there is a mark in it that can be seen."""
    return any(unicodedata.category(mark)[0] not in "ZCM" for mark in text)


def measured(text: str, most: tuple[int, int] = MESSAGE) -> str:
    """The text without space around it, in NFC; raises Refused where nothing is left or it is too long.

    `most` are the characters and the bytes that it may have.
    """
    text = unicodedata.normalize("NFC", text).strip()
    if not says_something(text):
        raise Refused(RefusalCode.EMPTY_MESSAGE)
    if len(text) > most[0] or len(text.encode()) > most[1]:
        raise Refused(RefusalCode.MESSAGE_TOO_LONG)
    return text
