"""The opaque names that features pass to each other; none of them says anything about a person."""

from typing import NewType

SessionId = NewType("SessionId", str)
"""A scheduled meeting: 10 random letters and digits, none of which is taken for another."""

TermId = NewType("TermId", str)
"""A list of sessions that one card is good for: 10 characters of url-safe base64, random."""

SeatId = NewType("SeatId", str)
"""A place in one session's room: 16 characters of url-safe base64, random; shown to the desk only."""

ModeratorId = NewType("ModeratorId", str)
"""A moderator's sign-in name."""
