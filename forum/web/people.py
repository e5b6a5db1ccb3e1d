"""Makes and removes moderators from the command line."""

from forum.assemble import assemble
from forum.clock import Chance, SystemChance
from forum.moderation.domain import MOST_IN_NAME
from forum.refusals import RefusalCode, Refused
from forum.settings import Settings

# Letters that are not taken for one another, read aloud or on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
GROUPS, EACH = 5, 4


class NameFault(Exception):
    """A name that cannot be used; the text is a sentence for whoever typed it, and does not repeat it."""


def new_passphrase(chance: Chance) -> str:
    """Five groups of four letters: 90 bits that can be read out."""
    groups = ("".join(LETTERS[chance.below(len(LETTERS))] for _ in range(EACH)) for _ in range(GROUPS))
    return "-".join(groups)


def add_with_passphrase(settings: Settings, name: str) -> str:
    """Adds a moderator; returns the passphrase, which is kept nowhere. Raises NameFault."""
    passphrase = new_passphrase(SystemChance())
    try:
        assemble(settings).moderators.add(name, passphrase)
    except Refused as refused:
        raise _told(refused, f"A name has 1 to {MOST_IN_NAME} characters, all of them printable.") from None
    return passphrase


def remove(settings: Settings, name: str) -> None:
    """Forgets a moderator; raises NameFault where nobody has this name."""
    try:
        assemble(settings).moderators.remove(name)
    except Refused as refused:
        raise _told(refused, "There is no moderator of this name.") from None


def _told(refused: Refused, sentence: str) -> Exception:
    about_the_name = refused.code in {RefusalCode.BAD_REQUEST, RefusalCode.NOT_FOUND}
    return NameFault(sentence) if about_the_name else refused
