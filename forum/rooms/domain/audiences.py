"""Who may be told of an event: those on the floor, those at the desk, the one whom it concerns, or nobody."""

from typing import Literal, TypeAlias

Audience: TypeAlias = Literal["floor", "desk", "own"]

NOBODY: frozenset[Audience] = frozenset()
EVERYONE: frozenset[Audience] = frozenset({"floor", "desk"})
DESK: frozenset[Audience] = frozenset({"desk"})
OWN: frozenset[Audience] = frozenset({"own"})
OWN_AND_DESK: frozenset[Audience] = OWN | DESK
