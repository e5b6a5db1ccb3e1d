"""Peppers in files, one a session or a term; read afresh each time, so that no copy outlives its destruction."""

from pathlib import Path
from typing import Generic, TypeVar, cast

from forum.attendance.domain import PEPPER_BYTES
from forum.clock import Chance
from forum.storage.engine import Offload, direct
from forum.storage.secret_files import destroy, discard_drafts, read_or_make

Name = TypeVar("Name", bound=str)


class FilePeppers(Generic[Name]):
    """The port `Peppers` over a folder of small files."""

    def __init__(self, folder: Path, chance: Chance, offload: Offload = direct) -> None:
        self._folder = folder
        self._chance = chance
        self._offload = offload
        # A crash may have left some, and a draft is as good as a pepper: they go before anything is answered.
        discard_drafts(folder)

    def make(self, name: Name) -> None:
        """Makes this pepper unless there is one."""
        self._offload(read_or_make, self._folder / name, lambda: self._chance.token(PEPPER_BYTES))

    def of(self, name: Name) -> bytes | None:
        """This pepper, or None when it was never made or is destroyed."""
        return self.all().get(name)

    def all(self) -> dict[Name, bytes]:
        """Every pepper there is now."""
        found: dict[Name, bytes] = self._offload(self._read)
        return found

    def forget(self, name: Name) -> None:
        """Overwrites and removes the pepper; harmless when it is gone."""
        self._offload(destroy, self._folder / name)

    def _read(self) -> dict[Name, bytes]:
        paths = self._folder.iterdir() if self._folder.is_dir() else []
        read = {cast(Name, path.name): _content(path) for path in paths if not path.name.startswith(".")}
        # One that is being destroyed at this moment is shorter, empty or nothing but zeros: it is gone.
        return {name: pepper for name, pepper in read.items() if len(pepper) == PEPPER_BYTES and any(pepper)}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
