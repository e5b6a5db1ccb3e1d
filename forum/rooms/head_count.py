"""How many people everybody is told of: never who is there now, so that nobody is seen to come or to go; pure.

It counts everybody who was ever in the room, rounded down to fives, and so it never goes down. It is counted anew only
when the phase changes and at fixed times, far apart: in between it stays as it was, whoever comes.
"""

from forum.coarse import rounded
from forum.rooms.domain.limits import COUNT_EVERY


class HeadCount:
    """A number that is told late; `beat` is the length of the room's beat, in seconds."""

    def __init__(self, beat: float) -> None:
        self.told = 0
        """Rounded down to fives; 0 stands for fewer than five."""
        self._every = max(1, round(COUNT_EVERY / beat))
        self._period = 0

    def reached(self, beat: int, entered: int) -> None:
        """The room is `beat` beats old, and so many have come in before that beat."""
        if beat // self._every > self._period:
            self._period = beat // self._every
            self.count(entered)

    def count(self, entered: int) -> None:
        """Counts anew."""
        self.told = rounded(entered)
