"""The command: worth reading, and one clear sentence where it cannot start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from forum.settings import read_settings
from forum.web.server import listen
from tests.running import PATIENCE, ROOT, free_port


def forum(*arguments: str, **settings: object) -> "subprocess.CompletedProcess[str]":
    """One call of the command with these settings."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FORUM_")}
    chosen = {f"FORUM_{name.upper()}": str(value) for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "forum", *arguments],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        cwd=ROOT,
        env=environment | chosen,
    )


def refused(done: "subprocess.CompletedProcess[str]") -> str:
    """The one sentence of a start that was refused."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr.strip()


def test_the_help_says_what_the_two_programs_are_and_how_to_begin() -> None:
    text = forum("--help").stdout
    for words in ("the door", "the issuer", "forum demo", "forum serve", "forum moderator add", "FORUM_DATA"):
        assert words in text


@pytest.mark.parametrize("command", ["demo", "serve", "door", "issuer", "prepare", "settings", "keylist", "moderator"])
def test_every_command_explains_itself(command: str) -> None:
    done = forum(command, "--help")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) > 3


def test_the_settings_are_listed_with_their_defaults() -> None:
    text = forum("settings").stdout
    assert "FORUM_DOOR_PORT  (default: 8000)" in text
    assert "FORUM_BEAT" in text


@pytest.mark.parametrize("command", ["serve", "demo", "door"])
def test_a_taken_port_is_one_sentence(command: str, tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        done = forum(command, door_port=port, issuer_port=free_port(), data=tmp_path / "data")
    assert f"Cannot listen on 127.0.0.1 port {port}: address already in use." in done.stderr
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "data").exists()


def test_a_data_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = forum("serve", door_port=free_port(), issuer_port=free_port(), data=tmp_path / "file" / "data")
    assert refused(done).startswith("The data folder cannot be used")


@pytest.mark.parametrize(
    ("name", "value"), [("door_port", "many"), ("beat", "0"), ("door_origin", "localhost"), ("no_such_setting", "1")]
)
def test_a_setting_that_cannot_be_is_named_and_its_value_is_not(name: str, value: str, tmp_path: Path) -> None:
    sentence = refused(forum("serve", **{"data": tmp_path / "data", name: value}))
    assert name in sentence.lower()


def test_an_origin_that_is_missing_is_one_sentence(tmp_path: Path) -> None:
    sentence = refused(forum("serve", data=tmp_path / "data", door_origin="https://forum.example.org"))
    assert sentence.startswith("Setting FORUM_ISSUER_ORIGIN is missing")
    assert not (tmp_path / "data").exists()


def test_whoever_chooses_a_port_gets_the_address_that_goes_with_it() -> None:
    settings = read_settings(door_port=9000, issuer_port="9001")
    assert (settings.door_origin, settings.issuer_origin) == ("http://localhost:9000", "http://127.0.0.1:9001")
    real = read_settings(door_port=9000, door_origin="https://f.example", issuer_origin="https://i.example")
    assert real.door_origin == "https://f.example"


def test_a_configuration_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    assert "FORUM_CONFIG" in refused(forum("serve", config=tmp_path / "no.toml"))


def test_a_program_alone_needs_the_shared_secret(tmp_path: Path) -> None:
    sentence = refused_after_start("door", tmp_path)
    assert sentence.startswith("The file service.key is missing from the door's folder, or damaged.")


def refused_after_start(command: str, data: Path) -> str:
    """The sentence of a program that is refused once its log is set up."""
    ports = {"door_port": free_port(), "issuer_port": free_port()}
    return refused(forum(command, data=data, **ports))


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A data folder as `forum prepare` leaves it."""
    assert forum("prepare", data=tmp_path / "data").returncode == 0
    return tmp_path / "data"


@pytest.mark.parametrize("name", ["", "x" * 41, "a\nb"])
def test_a_name_that_cannot_be_used_is_one_sentence(name: str, prepared: Path) -> None:
    sentence = refused(forum("moderator", "add", name, data=prepared))
    assert sentence == "A name has 1 to 40 characters, all of them printable."


def test_a_moderator_comes_and_goes(prepared: Path) -> None:
    assert "Passphrase: " in forum("moderator", "add", "Robin", data=prepared).stdout
    assert b"robin" in (prepared / "door" / "door.sqlite3").read_bytes()
    assert forum("moderator", "remove", "ROBIN", data=prepared).returncode == 0
    assert b"robin" not in (prepared / "door" / "door.sqlite3").read_bytes()
    assert refused(forum("moderator", "remove", "robin", data=prepared)) == "There is no moderator of this name."


@pytest.mark.parametrize("command", [["moderator", "add", "robin"], ["moderator", "remove", "robin"], ["door"]])
def test_a_database_that_is_damaged_is_one_sentence(command: list[str], prepared: Path) -> None:
    (prepared / "door" / "door.sqlite3").write_bytes(b"not a database at all " * 200)
    sentence = refused(forum(*command, data=prepared, door_port=free_port()))
    assert sentence == "The database cannot be used: it is away, locked or damaged."


def test_prepare_makes_both_folders_and_starts_nothing(tmp_path: Path) -> None:
    assert forum("prepare", data=tmp_path / "data").returncode == 0
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["door", "issuer"]
