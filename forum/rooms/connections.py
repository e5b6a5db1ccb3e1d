"""Who is connected here right now: in memory, and the only thing that says whose a frame is."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import ceil
from typing import Protocol

from forum.ids import SessionId
from forum.rooms.domain.state import Moderator, Person
from forum.rooms.frames import FrameRecord
from forum.rooms.projection_quiet import Words

TICKS_AT_ONCE = 5
TICKS_A_BEAT = 1.25
"""A page ticks once a beat; a clock that is a little fast must not add up to a flood."""
HELD_UP_AT_MOST = 64
"""Ticks that may come late and all at once, after whatever held them up on the way."""
LEFT_AT_ONCE = 4
SILENT_AT_MOST, SILENT_SECONDS = 4, 5.0
"""Beats, and in a fast room seconds, without a tick after which nobody is taken to be there."""
UNSEEN_AT_MOST = 256
"""Frames that may be on the way to a page: about 1 MiB."""


class Line(Protocol):
    """The way to one page."""

    def send(self, frame: str) -> None:
        """Sends a frame, without waiting for it to arrive."""

    def cut(self) -> None:
        """Ends the transport at once; the page comes back by itself."""

    def dismiss(self) -> None:
        """Ends the connection in a way that its page does not come back by itself: a newer one has its place."""


@dataclass(slots=True, eq=False)
class Connection:
    """One page: whose it is, what it has been sent, and what waits for it alone."""

    sid: str
    session: SessionId
    actor: Person
    line: Line
    since: int
    """The beat in which it came; its first frames are those of a later one."""
    ticked_at: float
    """When its page ticked last, or came."""
    fresh: bool = True
    ending: bool = False
    own: deque[FrameRecord | Words] = field(default_factory=deque)
    refused: tuple[int, FrameRecord] | None = None
    """The last command that it was refused, and how it was told: the same one, sent again, is refused again."""
    left: deque[Words] = field(default_factory=deque)
    """What its burst had no room for, the most pressing first: each comes before all that its page has of an aside."""
    sent: int = 0
    seen: int = 0
    level: float = 0.0
    """Ticks that came before their time; below 0, those that may still come late."""
    silent: int = 0
    """Beats that we lived through since its page ticked, or since it came: what we missed ourselves is not counted."""

    @property
    def too_slow(self) -> bool:
        """Whether more is on the way to it than we are willing to hold."""
        return self.sent - self.seen > UNSEEN_AT_MOST

    def is_here(self, beat: float) -> bool:
        """Whether somebody is there: a line that broke without a word is open for long, but no page ticks on it."""
        return self.silent <= max(SILENT_AT_MOST, ceil(SILENT_SECONDS / beat))

    def next_left(self) -> Iterator[Words]:
        """Takes the next of what its burst left, no more than one frame holds: so no answer has to wait for them."""
        for _ in range(min(LEFT_AT_ONCE, len(self.left))):
            yield self.left.popleft()

    def refuse(self, c: int, told: FrameRecord) -> None:
        """Tells the page that its command `c` is refused."""
        self.refused = (c, told)
        self.own.append(told)

    def refuses_again(self, c: int) -> bool:
        """Tells the same again where this command was refused: what a page has given up must not happen later."""
        if self.refused is None or self.refused[0] != c or not c:
            return False
        self.own.append(self.refused[1])
        return True

    def saw(self, frame: int) -> None:
        """Notes the last frame that the page says it has seen."""
        self.seen = max(self.seen, min(frame, self.sent))

    def ticked(self, now: float, beat: float) -> bool:
        """Counts a tick; False when there are more than a page of ours can send.

        Ticks that were held up on the way, by the network or by a busy server, come all at once, or in one lot after
        another: what counts is how many could have come in all.
        """
        due = (now - self.ticked_at) / beat * TICKS_A_BEAT
        self.level = max(-HELD_UP_AT_MOST, self.level - due) + 1
        self.ticked_at = now
        self.silent = 0
        return self.level <= TICKS_AT_ONCE


class Connections:
    """Every connection of this process, by socket and by person."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connection] = {}
        self._by_room: dict[SessionId, dict[Person, Connection]] = {}

    def put(self, connection: Connection) -> Connection | None:
        """Takes a connection in; answers the older one of the same person in the same room, which is out."""
        older = self.find(connection.session, connection.actor)
        if older is not None:
            self.drop(older.sid)
        self._by_sid[connection.sid] = connection
        self._by_room.setdefault(connection.session, {})[connection.actor] = connection
        return older

    def get(self, sid: str) -> Connection | None:
        """The connection of that socket."""
        return self._by_sid.get(sid)

    def find(self, session: SessionId, actor: Person) -> Connection | None:
        """The connection of that person in that room."""
        return self._by_room.get(session, {}).get(actor)

    def of(self, session: SessionId) -> list[Connection]:
        """All connections of a room."""
        return list(self._by_room.get(session, {}).values())

    def of_moderator(self, moderator: Moderator) -> list[Connection]:
        """All connections of a moderator, in whatever room."""
        return [c for room in self._by_room.values() for c in room.values() if c.actor == moderator]

    def drop(self, sid: str) -> None:
        """Takes a connection out; what it sends from now on is nobody's."""
        connection = self._by_sid.pop(sid, None)
        if connection is None:
            return
        room = self._by_room[connection.session]
        del room[connection.actor]
        if not room:
            del self._by_room[connection.session]
