"""Who a connection belongs to, as the edge found it when the connection was made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from forum.ids import ModeratorId, SeatId, SessionId

IDENTITY = "forum.identity"
"""The place in a connection's environment where the edge puts its `Identity`."""

SEAT_COOKIE = "__Host-seat"
DESK_COOKIE = "__Host-desk"

Owner: TypeAlias = tuple[SessionId, SeatId] | ModeratorId | bytes
"""A seat, a moderator or one sign-in of a moderator: whatever can lose its right to a line."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A live seat, a signed-in moderator, both or neither; never an address or a device."""

    seat: tuple[SessionId, SeatId] | None = None
    moderator: ModeratorId | None = None
    sign_in: bytes | None = field(default=None, repr=False)
    """The moderator's sign-in as it is kept: no cookie can be made from it."""

    @property
    def known(self) -> bool:
        """Whether a connection may be made at all."""
        return self.seat is not None or self.moderator is not None

    @property
    def owners(self) -> set[Owner]:
        """All that a connection hangs on: if one of them loses its right, it ends."""
        return {owner for owner in (self.seat, self.moderator, self.sign_in) if owner is not None}


def identity_in(environ: Mapping[str, Any]) -> Identity:
    """The identity that the edge found; nobody, where the edge put none."""
    found = environ.get(IDENTITY)
    return found if isinstance(found, Identity) else Identity()
