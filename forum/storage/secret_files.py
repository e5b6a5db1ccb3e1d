"""Small secret files: made once, readable by their owner only, overwritten before they are removed."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def read_or_make(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; made, 0600, if it is not there yet. Two that make it at once read the same."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        _make_whole(path, make())
    return path.read_bytes()


def _make_whole(path: Path, content: bytes) -> None:
    # Written beside and linked in: the name never stands for half a secret, and the first to link wins.
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        _write(handle, content)
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        destroy(draft)
    _keep_folder(path.parent)


def destroy(path: Path) -> None:
    """Overwrites the file unless another name leads to it, and removes it; fine if it is not there."""
    try:
        handle = os.open(path, os.O_WRONLY)
    except FileNotFoundError:
        return
    state = os.fstat(handle)
    _write(handle, bytes(state.st_size) if state.st_nlink == 1 else b"")
    path.unlink(missing_ok=True)
    _keep_folder(path.parent)


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
