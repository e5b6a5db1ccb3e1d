"""What one audience has still to be told, and in which order; pure.

A change of phase goes first, then all that has no words, then words, one message of each queue in turn. Words wait here
as ids alone: they are looked up when their frame is made, so that what was withdrawn while it waited is never sent.
"""

from collections import deque
from collections.abc import Callable, Iterator

from forum.rooms.domain.state import MessageId
from forum.rooms.frames import FrameRecord, encoded
from forum.rooms.projection_quiet import Words

Finds = Callable[[Words], FrameRecord | None]


class Outbox:
    """The queue of an audience, and what it has been shown."""

    def __init__(self) -> None:
        self._phases: deque[bytes] = deque()
        self._urgent: deque[bytes] = deque()
        self._words: dict[str, deque[Words]] = {}
        self.shown: set[MessageId] = set()

    def add(self, told: FrameRecord | Words) -> None:
        """Adds what was projected."""
        if isinstance(told, Words):
            self._words.setdefault(told.queue, deque()).append(told)
        else:
            self._tell(told)

    def _tell(self, record: FrameRecord) -> None:
        queue = self._phases if record.kind == "phase:changed" else self._urgent
        queue.append(encoded(record))
        if record.kind == "messages:removed":
            self.shown.difference_update(record.fields["ids"])

    @property
    def waiting(self) -> set[MessageId]:
        """The words that nobody has been shown yet."""
        return {words.id for queue in self._words.values() for words in queue}

    @property
    def phase_is_told(self) -> bool:
        """Whether the last change of phase is out."""
        return not self._phases

    def take(self, room: int, find: Finds) -> list[bytes]:
        """The records of the next frame, together at most `room` bytes; `find` makes those with words."""
        taken = [*self._first(self._phases, room)]
        taken += self._first(self._urgent, room - sum(map(len, taken)))
        if self._phases or self._urgent:
            return taken
        return [*taken, *self._in_turn(room - sum(map(len, taken)), find)]

    def _first(self, queue: deque[bytes], room: int) -> Iterator[bytes]:
        while queue and len(queue[0]) <= room:
            room -= len(queue[0])
            yield queue.popleft()

    def _in_turn(self, room: int, find: Finds) -> Iterator[bytes]:
        turn, waiting = deque(self._words), []
        while turn:
            seat = turn.popleft()
            record = self._next(self._words[seat], find)
            if record is None:
                continue
            if len(record) > room:
                waiting.append(seat)
                continue
            room -= len(record)
            self.shown.add(self._words[seat].popleft().id)
            yield record
            turn.append(seat)
        # Whoever had to wait is first next time, with an empty frame: so every message that fits one gets out.
        self._words = {seat: self._words[seat] for seat in waiting}

    def _next(self, queue: deque[Words], find: Finds) -> bytes | None:
        while queue:
            record = find(queue[0])
            if record is not None:
                return encoded(record)
            queue.popleft()
        return None
