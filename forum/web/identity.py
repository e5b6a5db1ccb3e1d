"""Who a connection belongs to, as the edge found it when the connection was made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forum.ids import ModeratorId, SeatId, SessionId

IDENTITY = "forum.identity"
"""The place in a connection's environment where the edge puts its `Identity`."""

SEAT_COOKIE = "__Host-seat"
DESK_COOKIE = "__Host-desk"


@dataclass(frozen=True, slots=True)
class Identity:
    """A live seat, a signed-in moderator, both or neither; never an address or a device."""

    seat: tuple[SessionId, SeatId] | None = None
    moderator: ModeratorId | None = None

    @property
    def known(self) -> bool:
        """Whether a connection may be made at all."""
        return self.seat is not None or self.moderator is not None


def identity_in(environ: Mapping[str, Any]) -> Identity:
    """The identity that the edge found; nobody, where the edge put none."""
    found = environ.get(IDENTITY)
    return found if isinstance(found, Identity) else Identity()
