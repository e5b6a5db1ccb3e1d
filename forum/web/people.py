"""Makes moderators from the command line."""

from forum.assemble import assemble
from forum.clock import Chance, SystemChance
from forum.settings import Settings

# Letters that are not taken for one another, read aloud or on paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz"
GROUPS, EACH = 5, 4


def new_passphrase(chance: Chance) -> str:
    """Five groups of four letters: 90 bits that can be read out."""
    groups = ("".join(LETTERS[chance.below(len(LETTERS))] for _ in range(EACH)) for _ in range(GROUPS))
    return "-".join(groups)


def add_with_passphrase(settings: Settings, name: str) -> str:
    """Adds a moderator; returns the passphrase, which is kept nowhere."""
    passphrase = new_passphrase(SystemChance())
    assemble(settings).moderators.add(name, passphrase)
    return passphrase
