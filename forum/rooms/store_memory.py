"""Rooms in this process's memory: gone when it stops, never on a disk."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from forum.ids import SessionId
from forum.rooms.domain.events import Record
from forum.rooms.domain.state import MessageId
from forum.rooms.ports import Conflict, NoLog


@dataclass(slots=True)
class _Kept:
    records: list[Record] = field(default_factory=list)
    cells: dict[MessageId, str] = field(default_factory=dict)


class MemoryRoomLog:
    """A `RoomLog` under one lock."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rooms: dict[SessionId, _Kept] = {}

    def open(self, room: SessionId) -> bool:
        """Makes an empty log where there is none, and says whether it did."""
        with self._lock:
            new = room not in self._rooms
            self._rooms.setdefault(room, _Kept())
            return new

    def append(self, room: SessionId, after: int, record: Record, cells: Mapping[MessageId, str]) -> None:
        """Adds the record if the last number is `after`; see the port."""
        with self._lock:
            kept = self._kept(room)
            if len(kept.records) != after:
                raise Conflict
            kept.records.append(record)
            kept.cells.update(cells)
            for gone in record.dropped:
                kept.cells.pop(gone, None)

    def read(self, room: SessionId, after: int) -> Sequence[Record]:
        """The records that follow number `after`."""
        with self._lock:
            return self._kept(room).records[after:]

    def cells(self, room: SessionId, ids: Iterable[MessageId]) -> dict[MessageId, str]:
        """The texts that are still there."""
        with self._lock:
            cells = self._kept(room).cells
            return {i: cells[i] for i in ids if i in cells}

    def forget(self, room: SessionId) -> None:
        """Drops log and texts."""
        with self._lock:
            self._rooms.pop(room, None)

    def _kept(self, room: SessionId) -> _Kept:
        kept = self._rooms.get(room)
        if kept is None:
            raise NoLog
        return kept
