"""The data folder: one part for each program, closed to everybody else, with the secrets of the first start."""

import os
import secrets
from pathlib import Path

DOOR, ISSUER = "door", "issuer"
SERVICE_KEY = "service.key"
FORM_KEY = "form.key"


class FolderFault(Exception):
    """The data folder cannot be used; the text is a sentence for the person who started the program."""


def prepare_both(data: Path) -> None:
    """Makes both programs' folders and, once, the secret that they share; raises FolderFault."""
    for part in (DOOR, ISSUER):
        prepare_part(data, part)
    shared = secrets.token_hex(32)
    for part in (DOOR, ISSUER):
        path = data / part / SERVICE_KEY
        if path.exists():
            shared = path.read_text(encoding="ascii")
    for part in (DOOR, ISSUER):
        write_secret(data / part / SERVICE_KEY, shared)


def prepare_part(data: Path, part: str) -> None:
    """Makes the folder of one program, which never looks into the other's; raises FolderFault."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = data / part
        folder.mkdir(mode=0o700, exist_ok=True)
        probe = folder / ".probe"
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as fault:
        raise FolderFault(f"The data folder cannot be used ({_reason(fault)}). Set FORUM_DATA to another.") from None


def write_secret(path: Path, secret: str) -> None:
    """Writes a secret that only its owner can read, unless the file is there already."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)


def read_secret(data: Path, part: str, name: str) -> str:
    """The secret `name` of one program; raises FolderFault where the other program has to give it first."""
    try:
        return (data / part / name).read_text(encoding="ascii").strip()
    except OSError:
        raise FolderFault(
            f"The file {name} is missing from the {part}'s folder. Run `forum prepare` once, "
            "or copy the file from the other program's folder."
        ) from None


def form_key(data: Path) -> str:
    """The key that signs the moderators' forms; made at the first start."""
    path = data / DOOR / FORM_KEY
    write_secret(path, secrets.token_hex(32))
    return read_secret(data, DOOR, FORM_KEY)


def _reason(fault: OSError) -> str:
    return os.strerror(fault.errno or 0).lower()
