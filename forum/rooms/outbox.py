"""What one audience has still to be told, and in which order; pure.

A change of phase goes first, then all that has no words, then words, one message of each queue in turn. However much
there is without words, a part of each frame is left to words, but for those of whom something is still to be taken
away: else what takes away the old would take the new. How a seat stands is told as it is last. Words wait here
as ids alone: they are looked up when their frame is made, so that what was withdrawn while it waited is never sent.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from forum.rooms.domain.state import MessageId
from forum.rooms.frames import FrameRecord, encoded
from forum.rooms.projection_quiet import Words

Finds = Callable[[Words], FrameRecord | None]
WORDS_SHARE = 3
"""That part of a frame is left to words, one in so many bytes."""
STANDING = ("seat:known", "aside:changed")
"""What tells how a seat stands: a newer one takes the place of the one that still waits."""


def _key(record: FrameRecord, number: int) -> tuple[object, ...]:
    seat = record.fields.get("seat")
    return (record.kind, seat, record.fields.get("open")) if record.kind in STANDING else (number,)


def _gone(records: Iterable[FrameRecord]) -> set[str]:
    """The messages and the seats from which these take something away."""
    gone: set[str] = set()
    for record in records:
        gone.update(record.fields.get("ids", ()))
        if record.kind == "contact:gone" or record.fields.get("open") is False:
            gone.add(record.fields["seat"])
    return gone


class Outbox:
    """The queue of an audience, and what it has been shown."""

    def __init__(self) -> None:
        self._phases: deque[bytes] = deque()
        self._urgent: dict[tuple[object, ...], FrameRecord] = {}
        self._number = 0
        self._words: dict[str, deque[Words]] = {}
        self.shown: set[MessageId] = set()

    def add(self, told: FrameRecord | Words) -> None:
        """Adds what was projected."""
        if isinstance(told, Words):
            self._words.setdefault(told.queue, deque()).append(told)
        else:
            self._tell(told)

    def _tell(self, record: FrameRecord) -> None:
        if record.kind == "phase:changed":
            self._phases.append(encoded(record))
            return
        self._number += 1
        if record.fields.get("open") is False:
            self._urgent.pop((record.kind, record.fields["seat"], True), None)
        self._urgent[_key(record, self._number)] = record
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
        phases = [*self._changes(room)]
        if self._phases:
            return phases
        room -= sum(map(len, phases))
        urgent = [*self._without_words(room - (room // WORDS_SHARE if self._words else 0))]
        words = [*self._in_turn(room - sum(map(len, urgent)), find)]
        rest = [*self._without_words(room - sum(map(len, [*urgent, *words])))]
        return [*phases, *urgent, *words, *rest]

    def _changes(self, room: int) -> Iterator[bytes]:
        while self._phases and len(self._phases[0]) <= room:
            room -= len(self._phases[0])
            yield self._phases.popleft()

    def _without_words(self, room: int) -> Iterator[bytes]:
        for key, record in list(self._urgent.items()):
            made = encoded(record)
            if len(made) > room:
                return
            room -= len(made)
            del self._urgent[key]
            yield made

    def _in_turn(self, room: int, find: Finds) -> Iterator[bytes]:
        gone = _gone(self._urgent.values())
        held = [name for name, queue in self._words.items() if any(w.id in gone or w.of in gone for w in queue)]
        turn, waiting = deque(name for name in self._words if name not in held), held
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
