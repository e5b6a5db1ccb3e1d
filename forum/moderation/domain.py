"""Names and passphrases of moderators, and for how long one stays signed in."""

import unicodedata
from datetime import timedelta

from forum.ids import ModeratorId
from forum.refusals import RefusalCode, Refused

SIGNED_IN = timedelta(hours=12)
COOKIE_BYTES = 32
COOKIE = b"desk"
"""What a moderator's cookie is hashed as."""
MOST_IN_NAME = 40
LEAST_IN_PASSPHRASE = 12
MOST_IN_PASSPHRASE = 200


def name_of(text: str) -> ModeratorId:
    """The name as it is kept: capitals and spaces around it make no difference."""
    return ModeratorId(unicodedata.normalize("NFC", text.strip().casefold()))


def phrase_of(text: str) -> str:
    """The passphrase as it is hashed: the same letters, typed on any keyboard, give the same bytes."""
    return unicodedata.normalize("NFC", text.strip())


def require_good(name: ModeratorId, phrase: str) -> None:
    """Raises BAD_REQUEST for a name or a passphrase that cannot be taken."""
    fits = 1 <= len(name) <= MOST_IN_NAME and name.isprintable()
    if not (fits and LEAST_IN_PASSPHRASE <= len(phrase) <= MOST_IN_PASSPHRASE):
        raise Refused(RefusalCode.BAD_REQUEST)
