"""`forum keylist`: prints what there is to compare, and says in one sentence and one number whether it is right."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from forum.ids import SessionId, TermId
from forum.tickets import base64url
from forum.tickets.blindrsa import PublicKey, spki_of, token_key_id
from forum.tickets.keylist import KeyList, SessionKey
from forum.tickets.statements import collected_statement
from forum.tickets.words import words_of
from forum.web.cli import forum
from tests.clocks import NOW
from tests.servers import Servers
from tests.web.test_cli import forum as forum_apart

SIGNING = Ed25519PrivateKey.generate()
KEYS = [spki_of(PublicKey(2**2047 + odd)) for odd in (1, 3, 5)]
LIST = KeyList(
    TermId("term-00000"),
    "127.0.0.1:8001",
    "localhost:8000",
    (SessionKey(SessionId("session-00"), NOW, NOW, KEYS[0]), SessionKey(SessionId("session-01"), NOW, NOW, KEYS[1])),
    locker=KEYS[2],
    statements=SIGNING.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw),
)
WORDS = " ".join(words_of(LIST.digest()))
NO_HASH = "0" * 64
OTHER_WORDS = " ".join(words_of("00" * 32))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(forum, ["keylist", *arguments])


def sentence(done: Result, code: int) -> str:
    """The one sentence of a call that ended with this code."""
    assert done.exit_code == code, done.output
    assert done.stderr.count("\n") == 1
    return done.stderr.strip()


@pytest.fixture
def kept(tmp_path: Path) -> str:
    """A file that holds the list."""
    path = tmp_path / "list"
    path.write_bytes(LIST.to_bytes())
    return str(path)


Answers = dict[str, bytes]


@pytest.fixture
def serve() -> Iterator[Callable[[Answers], str]]:
    """Serves what it is given; answers the origin."""
    running: list[HTTPServer] = []

    def start(answers: Answers) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200 if self.path in answers else 404)
                self.end_headers()
                self.wfile.write(answers.get(self.path, b""))

            def log_message(self, *_: object) -> None:
                pass

        running.append(HTTPServer(("127.0.0.1", 0), Handler))
        threading.Thread(target=running[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{running[-1].server_port}"

    yield start
    for one in running:
        one.shutdown()
        one.server_close()


def published(session: str, at_least: int, signed: int | None = None) -> dict[str, object]:
    statement = collected_statement(LIST.term, SessionId(session), at_least if signed is None else signed)
    return {"session": session, "at_least": at_least, "signature": base64url.encode(SIGNING.sign(statement))}


def with_counts(*entries: dict[str, object]) -> Answers:
    answer = json.dumps({"collected": entries}).encode()
    return {f"/keys/{LIST.term}": LIST.to_bytes(), f"/collected/{LIST.term}": answer}


def test_it_prints_hash_words_and_every_key(kept: str) -> None:
    done = run("--file", kept)
    assert done.exit_code == 0
    for part in (LIST.digest(), WORDS, "session-00", "2027-03-01T18:00Z", *(token_key_id(key).hex() for key in KEYS)):
        assert part in done.stdout


def test_the_expected_hash_and_words_are_recognised_however_they_are_typed(kept: str) -> None:
    digest = " ".join(LIST.digest().upper()[at : at + 8] for at in range(0, 64, 8))
    done = run("--file", kept, "--hash", digest, "--words", WORDS.upper().replace(" ", ",  "))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("This is the list that you expected: term-00000.\n")


@pytest.mark.parametrize(
    "wrong", [("--hash", "0" * 64), ("--words", OTHER_WORDS), ("--words", WORDS, "--hash", "0" * 64)]
)
def test_another_list_is_said_to_be_another(kept: str, wrong: tuple[str, ...]) -> None:
    assert "NOT the list" in sentence(run("--file", kept, *wrong), 1)


@pytest.mark.parametrize("wrong", [("--hash", "12ab"), ("--words", "one two"), ("--words", " ".join(["zzzzz"] * 12))])
def test_what_is_no_hash_and_no_words_is_said_to_be_none(kept: str, wrong: tuple[str, ...]) -> None:
    sentence(run("--file", kept, *wrong), 2)


def test_what_is_no_list_is_said_to_be_none(tmp_path: Path, serve: Callable[[Answers], str]) -> None:
    spoiled = tmp_path / "spoiled"
    spoiled.write_bytes(LIST.to_bytes().replace(b'"format":2', b'"format":1'))
    assert "not a sound key list" in sentence(run("--file", str(spoiled)), 2)
    assert "cannot be read" in sentence(run("--file", str(tmp_path / "nothing")), 2)
    assert "status 404" in sentence(run("--url", serve({}) + "/keys/term-00000"), 2)
    assert "Nobody answers" in sentence(run("--url", "http://127.0.0.1:1/keys/term-00000"), 2)
    assert "begins with" in sentence(run("--url", "file:///etc/hostname"), 2)
    assert "not several" in sentence(run("--url", "http://127.0.0.1:1/", "--file", str(spoiled)), 2)


def test_counts_are_shown_when_their_signatures_hold(serve: Callable[[Answers], str]) -> None:
    origin = serve(with_counts(published("session-00", 15), published("session-01", 0)))
    done = run("--url", f"{origin}/keys/{LIST.term}", "--counts", "--words", WORDS)
    assert done.exit_code == 0, done.output
    assert "session-00: at least 15, signature holds" in done.stdout
    assert "session-01: fewer than 5, signature holds" in done.stdout


@pytest.mark.parametrize(
    "entry", [published("session-00", 20, signed=15), published("session-99", 15), published("session-01", 5, signed=0)]
)
def test_a_count_that_was_not_signed_so_is_found_out(serve: Callable[[Answers], str], entry: dict[str, object]) -> None:
    origin = serve(with_counts(published("session-00", 15), entry))
    assert "NOT signed" in sentence(run("--url", f"{origin}/keys/{LIST.term}", "--counts"), 1)


@pytest.mark.parametrize("answer", [b"[]", b"{}", b"", b'{"collected":[{}]}'])
def test_counts_that_cannot_be_read_are_no_counts(serve: Callable[[Answers], str], answer: bytes) -> None:
    origin = serve({**with_counts(), f"/collected/{LIST.term}": answer})
    sentence(run("--url", f"{origin}/keys/{LIST.term}", "--counts"), 2)


def test_the_issuer_and_the_doors_database_say_the_same_list(shared_servers: Servers) -> None:
    session = shared_servers.sign_in("alex").plan()
    settings = {"data": shared_servers.data, "issuer_port": shared_servers.issuer_port}
    by_door = forum_apart("keylist", **settings)
    assert by_door.returncode == 0, by_door.stderr
    assert f"session  {session}: " in by_door.stdout
    term = by_door.stdout.split()[2].rstrip(",")
    words = next(line for line in by_door.stdout.splitlines() if line.startswith("  words")).removeprefix("  words")
    by_issuer = forum_apart("keylist", "--term", term, "--words", words, **settings)
    assert by_issuer.returncode == 0, by_issuer.stderr
    assert by_door.stdout in by_issuer.stdout


def test_without_a_database_it_says_what_to_name(tmp_path: Path) -> None:
    done = forum_apart("keylist", data=tmp_path)
    assert done.returncode == 2
    assert "--url" in done.stderr
    assert not (tmp_path / "door").exists()
