"""An issuer without HTTP, which can be stopped between any two steps."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from forum.clock import SystemChance
from forum.issuer.domain import KeyName
from forum.issuer.keys import KeyFiles, PepperFiles, StatementKeyFiles
from forum.issuer.making import Names
from forum.issuer.ports import Secrets
from forum.issuer.service import Issuer
from forum.issuer.store_sql import SqlIssuerStore
from forum.refusals import RefusalCode, Refused
from forum.storage.engine import Database, sqlite_url, upgrade
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList
from tests.clocks import MovableClock
from tests.issuer.conftest import announced
from tests.tickets.client import ask


class PullThePlug(BaseException):
    """The machine stops here."""


class Watched(KeyFiles):
    """Signs, counts, and stops at the signature it is told to."""

    signed = 0
    stop_at = 0

    def sign(self, name: KeyName, blinded: bytes) -> bytes:
        self.signed += 1
        if self.signed == self.stop_at:
            raise PullThePlug
        return super().sign(name, blinded)


@dataclass
class Plug:
    """Is pulled before or after the n-th step that changes something."""

    stop_at: int = 0
    before: bool = False
    steps: int = 0

    def step(self, act: Callable[..., Any], *args: Any) -> Any:
        self.steps += 1
        if self.before and self.steps == self.stop_at:
            raise PullThePlug
        answer = act(*args)
        if not self.before and self.steps == self.stop_at:
            raise PullThePlug
        return answer


class Wired:
    """A store or a folder of secrets on that plug."""

    READS = {"terms", "count", "held", "read"}

    def __init__(self, real: Any, plug: Plug) -> None:
        self._real, self._plug = real, plug

    def __getattr__(self, name: str) -> Any:
        act = getattr(self._real, name)
        return act if name in self.READS else lambda *args: self._plug.step(act, *args)


class Parts:
    """An issuer over a folder; made anew, it is the issuer after a restart."""

    def __init__(self, folder: Path, clock: MovableClock | None = None, plug: Plug | None = None) -> None:
        chance, self.clock, self.folder = SystemChance(), clock or MovableClock(), folder
        database = Database(sqlite_url(folder / "issuer.sqlite3"))
        upgrade(database, "issuer")
        self.store, self.signer = SqlIssuerStore(database), Watched(folder / "keys", chance)
        statements, peppers = StatementKeyFiles(folder / "statements", chance), PepperFiles(folder / "peppers", chance)
        names, plug = Names("127.0.0.1:8001", "localhost:8000"), plug or Plug()
        store, *secrets = (Wired(one, plug) for one in (self.store, self.signer, statements, peppers))
        self.issuer = Issuer(store, Secrets(*secrets), names, self.clock, chance)  # type: ignore[arg-type]
        self.issuer.start()

    def code(self, keylist: KeyList) -> str:
        return self.issuer.make_cards(keylist.term, 1, 2000).cards[0].code

    def term(self) -> KeyList:
        return self.issuer.make_term([announced("session-00"), announced("session-01")])

    def secrets(self) -> list[str]:
        """The files of secrets that are there."""
        folders = ("keys", "statements", "peppers")
        return sorted(f"{name}/{path.name}" for name in folders for path in (self.folder / name).iterdir())

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return self.store._database.run(
            lambda connection: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
        )


def requests_for(keylist: KeyList) -> list[TokenRequest]:
    return [TokenRequest.from_bytes(one.request) for one in ask(keylist)]


def refusal(act: Callable[[], object]) -> RefusalCode:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code
