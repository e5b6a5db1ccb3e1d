"""The data folder: one part for each program, closed to everybody else, with the secrets of the first start."""

import os
import re
import secrets
from pathlib import Path

from forum.storage.secret_files import read_or_make

DOOR, ISSUER = "door", "issuer"
SERVICE_KEY = "service.key"
FORM_KEY = "form.key"
COOKIE_KEYS = "cookie.keys"
DESK_PEPPER = "desk.pepper"

_SECRET = re.compile(r"[0-9a-f]{64}")


class FolderFault(Exception):
    """The data folder cannot be used; the text is a sentence for the person who started the program."""


def prepare_both(data: Path) -> None:
    """Makes both programs' folders and, once, the secret that they share; raises FolderFault."""
    for part in (DOOR, ISSUER):
        prepare_part(data, part)
    paths = [data / part / SERVICE_KEY for part in (ISSUER, DOOR)]
    made = next((path.read_bytes() for path in paths if path.exists()), secrets.token_hex(32).encode())
    for path in paths:
        read_or_make(path, lambda: made)


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


def service_key(data: Path, part: str) -> str:
    """The secret that both programs share, from one's folder; raises FolderFault where it is missing or damaged."""
    try:
        secret = (data / part / SERVICE_KEY).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        secret = ""
    # An empty one would let everybody in.
    if not _SECRET.fullmatch(secret):
        raise FolderFault(
            f"The file {SERVICE_KEY} is missing from the {part}'s folder, or damaged. Run `forum prepare` once, "
            "or copy the file from the other program's folder."
        )
    return secret


def form_key(data: Path) -> str:
    """The key that signs the moderators' forms; made at the first start."""
    return read_or_make(data / DOOR / FORM_KEY, lambda: secrets.token_hex(32).encode()).decode()


def _reason(fault: OSError) -> str:
    return os.strerror(fault.errno or 0).lower()
