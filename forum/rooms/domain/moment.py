"""What a decision may know of the world outside its room."""

from dataclasses import dataclass

from forum.clock import Chance


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, on the room's own clock (seconds that never go back); the pace in seconds; and chance."""

    now: float
    pace: float
    chance: Chance
