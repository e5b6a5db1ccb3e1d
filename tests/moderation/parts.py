"""Moderators over a real store, with hashes that cost little and a pause that is only written down."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from forum.clock import SystemChance
from forum.ids import ModeratorId
from forum.moderation.pace_memory import MemoryPace
from forum.moderation.passphrases import Argon2Passphrases
from forum.moderation.service import Moderators
from forum.moderation.store_sql import SqlModerators
from forum.storage.seal import CookieSeal
from tests.clocks import MovableClock
from tests.sessions.parts import a_database

PHRASE = "four gentle hedgehogs"


def cheap(time_cost: int = 1) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=64, parallelism=1)


class FakeDesks:
    """Notes who is connected and who had to go."""

    def __init__(self) -> None:
        self.left: list[ModeratorId] = []
        self.connected: set[bytes] = set()

    def leave(self, moderator: ModeratorId) -> None:
        self.left.append(moderator)

    def sign_ins(self) -> set[bytes]:
        return set(self.connected)

    def end(self, sign_ins: set[bytes]) -> None:
        self.connected -= sign_ins


@dataclass
class Office:
    """A place to sign in."""

    folder: Path
    hasher: Any = field(default_factory=cheap)
    offload: Callable[..., Any] = lambda work, *args: work(*args)
    clock: MovableClock = field(default_factory=MovableClock)

    def __post_init__(self) -> None:
        self.pauses: list[float] = []
        self.desks = FakeDesks()
        self.store = SqlModerators(a_database(self.folder))
        self.moderators = Moderators(
            self.store,
            Argon2Passphrases(self.offload, self.hasher),
            MemoryPace(self.clock),
            self.pauses.append,
            CookieSeal(["a" * 64], "desk"),
            b"p" * 32,
            self.desks,
            self.clock,
            SystemChance(),
        )
