"""Small secret files: made once, readable by their owner only, overwritten before they are removed."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

DRAFT = re.compile(r"\.(?P<name>.+)\.[0-9]+\.[0-9a-f]{8}")
"""How a file is called while a secret is being made."""


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; made, 0600, if it is not there yet. Two that make it at once read the same."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    while not path.exists():
        _make_whole(path, make())
    return path.read_bytes()


def _make_whole(path: Path, content: bytes) -> None:
    # Written beside and linked in: the name never stands for half a secret, and the first to link wins.
    draft = _draft(path.name, path.parent)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write(handle, content)
        # The draft is gone if somebody who started meanwhile took it for one that a crash had left.
        with suppress(FileExistsError, FileNotFoundError):
            os.link(draft, path)
    finally:
        discard(draft, path)
    _keep_folder(path.parent)


def destroy(path: Path) -> None:
    """Overwrites the file and removes it, and what a crash left of its making; fine if there is none."""
    _remove(path)
    discard_drafts(path.parent, path.name)


def discard_drafts(folder: Path, name: str | None = None) -> None:
    """Removes what crashes left of secrets that were being made, of one or of all; a secret that was made stays."""
    for path in folder.iterdir() if folder.is_dir() else ():
        found = DRAFT.fullmatch(path.name)
        if found and name in {None, found["name"]}:
            aside = _draft(found["name"], folder)
            with suppress(FileNotFoundError):
                # Under another name first: from now on nobody can link it in, and it may be overwritten if nobody has.
                path.rename(aside)
                discard(aside, folder / found["name"])


def discard(draft: Path, secret: Path) -> None:
    """Removes the draft, and overwrites it first unless it has become the secret."""
    _remove(draft, secret)


def _draft(name: str, folder: Path) -> Path:
    return folder / f".{name}.{os.getpid()}.{os.urandom(4).hex()}"


def _remove(path: Path, spared: Path | None = None) -> None:
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    state = os.fstat(handle)
    _write(handle, b"" if spared is not None and _leads_to(spared, state) else bytes(state.st_size))
    path.unlink(missing_ok=True)
    _keep_folder(path.parent)


def _leads_to(path: Path, state: os.stat_result) -> bool:
    # Names are compared, not counted: another process may remove one of them at this moment.
    try:
        return os.path.samestat(path.stat(), state)
    except FileNotFoundError:
        return False


def _write(handle: int, content: bytes) -> None:
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def _keep_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
