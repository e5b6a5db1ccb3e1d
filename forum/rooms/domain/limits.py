"""The numbers of a room, in one place."""

MAX_CHARACTERS = 1_000
MAX_TEXT_BYTES = 1_200
MAX_NOTE_CHARACTERS = 40
MAX_NOTE_BYTES = 60
MAX_ASIDE_CHARACTERS = 500
MAX_ASIDE_BYTES = 600
MAX_ASIDES = 40
"""How many messages one seat's aside holds; the oldest go first."""
MAX_MESSAGES = 300
MAX_ROOM_BYTES = 256 * 1024

UNHIDE_WITHIN = 120.0
"""Seconds in which hiding a message can be undone; afterwards its words are erased."""

RETAIN = 600.0
"""Seconds that the desk has a flagged message which its author took back, unless it is settled before."""

AWAY_AFTER = 10.0
"""Seconds without a moderator after which whoever asks for one is told that nobody is here."""

UNSEEN_AFTER = 60.0
"""Seconds after which an aside that nobody has seen is late."""

STAY = 1_200.0
"""Seconds for which asides may go on after the closing."""

LEFT_STEP = 300.0
"""How coarsely pages are told what is left of that time."""

REST_AFTER = 120.0
"""Seconds that a room in which people may speak waits for a moderator before it rests."""

JUST_NOW = 60.0
A_FEW_MINUTES = 600.0
"""Where one coarse age ends and the next begins, in seconds: for each message up to `HAZE` of that sooner or later."""
HAZE = 0.5

COUNT_EVERY = 300.0
"""Seconds between two counts of how many have come in."""

FRAMES_FROM = 2**32
"""Frames are numbered from a random number below this one: what a frame's number is tells nothing of the room's age."""

MAX_CONFLICTS = 8
"""How often a command is decided again when somebody else's came first."""

MAX_COUNT = 2**53 - 1
"""The largest number of a command: the largest whole number that a page counts exactly."""
