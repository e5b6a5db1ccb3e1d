"""Closing from a page: whoever is in the room sees that it is over before it is forgotten."""

from contextlib import suppress

import gevent

from forum.ids import ModeratorId, SessionId
from forum.refusals import Refused
from forum.rooms.domain.commands import CloseRoom
from forum.rooms.domain.state import Moderator
from forum.web.services import services

BEATS = 3
"""A decision shows in the next beat at the latest; one more for frames on their way."""


def close_kindly(session: SessionId, moderator: ModeratorId) -> None:
    """Closes the room, lets everybody see it, then closes and forgets the session."""
    assembled = services()
    assembled.sessions.get(session)
    with suppress(Refused):
        rooms, actor = assembled.rooms, Moderator(moderator)
        count = rooms.state(session).count(actor) + 1
        rooms.act(session, actor, count, CloseRoom(), assembled.clock.monotonic())
        gevent.sleep(BEATS * rooms.schedule(session).beat)
    assembled.sessions.close(session)
