"""Peppers in files, one a session; read afresh each time, so that no copy outlives its destruction."""

from pathlib import Path

from forum.attendance.domain import PEPPER_BYTES
from forum.clock import Chance
from forum.ids import SessionId
from forum.storage.engine import Offload, direct
from forum.storage.secret_files import destroy, read_or_make


class FilePeppers:
    """The port `Peppers` over a folder of small files."""

    def __init__(self, folder: Path, chance: Chance, offload: Offload = direct) -> None:
        self._folder = folder
        self._chance = chance
        self._offload = offload

    def make(self, session: SessionId) -> None:
        """Makes the session's pepper unless there is one."""
        self._offload(read_or_make, self._folder / session, lambda: self._chance.token(PEPPER_BYTES))

    def of(self, session: SessionId) -> bytes | None:
        """The session's pepper, or None when it was never made or is destroyed."""
        return self.all().get(session)

    def all(self) -> dict[SessionId, bytes]:
        """Every pepper there is now."""
        found: dict[SessionId, bytes] = self._offload(self._read)
        return found

    def forget(self, session: SessionId) -> None:
        """Overwrites and removes the pepper; harmless when it is gone."""
        self._offload(destroy, self._folder / session)

    def _read(self) -> dict[SessionId, bytes]:
        paths = self._folder.iterdir() if self._folder.is_dir() else []
        read = {SessionId(path.name): _content(path) for path in paths if not path.name.startswith(".")}
        # One that is being destroyed at this moment is shorter, empty or nothing but zeros: it is gone.
        return {session: pepper for session, pepper in read.items() if len(pepper) == PEPPER_BYTES and any(pepper)}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
