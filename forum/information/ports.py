"""What the information document needs. Every method raises Refused(STORE_AWAY) when the store is away."""

from datetime import date
from typing import Protocol

from forum.information.domain import ForceTexts, Lang, Version


class ForceTextStore(Protocol):
    """Keeps what the force has worded, and the numbers of the versions."""

    def texts(self) -> ForceTexts:
        """Everything that the force has worded."""

    def put(self, key: str, words: dict[Lang, str]) -> None:
        """Keeps a part in the languages that it has words in, and forgets it in the others."""

    def version(self, digest: str, day: date) -> Version:
        """The newest version if it has this digest; else a new one, with the next number."""


class Today(Protocol):
    """Knows which day it is."""

    def __call__(self) -> date:
        """The day."""
