"""When a room's beats fall: the same in every process, staggered from room to room."""

import hashlib
from dataclasses import dataclass

# Floating point must not make a beat that has just come look like the one before it.
_HAIR = 1e-6


@dataclass(frozen=True, slots=True)
class Schedule:
    """Beat `k` falls at `k * beat + offset` seconds of the room's clock."""

    beat: float
    offset: float = 0.0

    def index(self, now: float) -> int:
        """The beat that `now` belongs to."""
        return int((now - self.offset) / self.beat + _HAIR)

    def at(self, index: int) -> float:
        """The moment at which that beat falls."""
        return index * self.beat + self.offset


def schedule_of(room: str, beat: float) -> Schedule:
    """A room's own schedule: its name, hashed, says where between two whole beats it falls."""
    drawn = int.from_bytes(hashlib.sha256(room.encode()).digest()[:6], "big")
    return Schedule(beat, drawn / 2**48 * beat)
