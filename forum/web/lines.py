"""Whose lines are up, so that those who lost their right are cut, whatever their lines were let into before."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from forum.refusals import RefusalCode, Refused
from forum.web.identity import Identity, Owner

LINE = "forum.line"
"""The place in a connection's environment where the edge puts its `UpLine`."""


class Carrier(Protocol):
    """What carries a line."""

    def revoke(self) -> None:
        """Hears nothing more, and ends."""


class UpLine:
    """One line from the moment somebody asks for it: whose it is, and what carries it, once that is known."""

    def __init__(self) -> None:
        self._identity = Identity()
        self._carrier: Carrier | None = None
        self._lost: set[Owner] = set()

    @property
    def identity(self) -> Identity:
        """Whose line it is; nobody's until that is known."""
        return self._identity

    def belongs_to(self, identity: Identity) -> None:
        """Notes whose line it is; raises NO_SEAT for a right that was lost while it was looked up."""
        self._identity = identity
        if self._is_over:
            raise Refused(RefusalCode.NO_SEAT)

    def carried_by(self, carrier: Carrier) -> None:
        """Notes what carries the line, and cuts it if its right is lost by now."""
        self._carrier = carrier
        if self._is_over:
            carrier.revoke()

    def lose(self, owner: Owner) -> None:
        """Cuts the line if it is the owner's, or turns out to be."""
        self._lost.add(owner)
        if self._is_over and self._carrier is not None:
            self._carrier.revoke()

    @property
    def _is_over(self) -> bool:
        return not self._lost.isdisjoint(self._identity.owners)


class Lines:
    """Every line of this process: those in a room, those that were sent out of it, those that said nothing yet."""

    def __init__(self) -> None:
        self._up: set[UpLine] = set()

    @contextmanager
    def one_more(self) -> Iterator[UpLine]:
        """A line, for as long as it is up; made before anybody asks whose it is."""
        line = UpLine()
        self._up.add(line)
        try:
            yield line
        finally:
            self._up.discard(line)

    def end(self, *owners: Owner) -> None:
        """Cuts every line of these seats, moderators or sign-ins; their pages have to show a new right."""
        for line in list(self._up):
            for owner in owners:
                line.lose(owner)

    def sign_ins(self) -> set[bytes]:
        """The moderators' sign-ins that lines are up for."""
        return {line.identity.sign_in for line in self._up if line.identity.sign_in is not None}


def line_in(environ: Mapping[str, Any]) -> UpLine:
    """The line that the edge noted; one that nobody keeps, where the edge noted none."""
    found = environ.get(LINE)
    return found if isinstance(found, UpLine) else UpLine()
