"""The linkage game: a server that logged every byte tries to say which card became which ticket.

For a ticket with signature sig over the encoded message m, and an answer s to the blinded value z, the blind that
would join the two is r = s / sig (mod n). Whether it joins them is whether m * r^e = z. With an honest client every
ticket fits every answer, by blinds that are all equally likely, and so the log says nothing. A client with poor blinds
is seen at once.
"""

import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from forum.clock import Chance, SystemChance
from forum.ids import SessionId, TermId
from forum.issuer import signing
from forum.tickets import base64url
from forum.tickets.blindrsa import PublicKey, public_key, spki_of
from forum.tickets.formats import TOKEN_INPUT_BYTES, TokenRequest
from forum.tickets.keylist import KeyList, SessionKey, short_key_id
from forum.tickets.verify import verify_token
from tests.tickets.blinding import draw_blind
from tests.tickets.client import DrawBlind, Pending, ask

PEOPLE = 24
BROWSER = Path(__file__).parent.parent / "js" / "parts" / "game_client.js"
EVENING = datetime(2027, 3, 1, 19, 0, tzinfo=UTC)


@dataclass
class LoggingIssuer:
    """Signs as the real one does, and writes down all that passes."""

    numbers: rsa.RSAPrivateNumbers = field(
        default_factory=lambda: rsa.generate_private_key(65537, 2048).private_numbers()
    )
    log: list[tuple[int, int]] = field(default_factory=list)
    locker: bytes = b""

    def __post_init__(self) -> None:
        while not self.locker or short_key_id(self.locker) == short_key_id(spki_of(self.key)):
            other = rsa.generate_private_key(65537, 2048).private_numbers()
            self.locker = spki_of(PublicKey(other.public_numbers.n))

    @property
    def key(self) -> PublicKey:
        return PublicKey(self.numbers.public_numbers.n)

    @property
    def keylist(self) -> KeyList:
        entry = SessionKey(SessionId("session-00"), EVENING, EVENING, spki_of(self.key))
        return KeyList(TermId("term-00000"), "127.0.0.1:8001", "localhost:8000", (entry,), self.locker, bytes(32))

    def answer(self, request: bytes) -> bytes:
        blinded = TokenRequest.from_bytes(request).blinded
        signature = signing.blind_sign(signing.read(signing.written(self.numbers)), blinded, SystemChance())
        self.log.append((int.from_bytes(blinded, "big"), int.from_bytes(signature, "big")))
        return signature


@dataclass(frozen=True)
class Pairing:
    """One ticket held against one answer."""

    ticket: int
    answer: int
    blind: int
    fits: bool


def play(issuer: LoggingIssuer, draw: DrawBlind) -> list[bytes]:
    """Tickets of so many people, in the order in which they collected."""
    pending: list[Pending] = [ask(issuer.keylist, SystemChance(), draw)[0] for _ in range(PEOPLE)]
    return [one.token(issuer.answer(one.request)).to_bytes() for one in pending]


def pairings(issuer: LoggingIssuer, tokens: Sequence[bytes]) -> list[Pairing]:
    n, e = issuer.key.n, issuer.key.e
    found = []
    for ticket, token in enumerate(tokens):
        signature = int.from_bytes(token[TOKEN_INPUT_BYTES:], "big")
        m, unsigned = pow(signature, e, n), pow(signature, -1, n)
        for answer, (z, s) in enumerate(issuer.log):
            blind = s * unsigned % n
            found.append(Pairing(ticket, answer, blind, m * pow(blind, e, n) % n == z))
    return found


def standing_out(issuer: LoggingIssuer, tokens: Sequence[bytes]) -> set[tuple[int, int]]:
    """Pairs whose blind is no ordinary one: repeated, or too near to nothing (itself, its negative or its inverse)."""
    table = [one for one in pairings(issuer, tokens) if one.fits]
    often = Counter(one.blind for one in table)
    n = issuer.key.n
    shortest = {one: min(one.blind, n - one.blind, pow(one.blind, -1, n)).bit_length() for one in table}
    # One blind in 2^64 is so short by chance.
    return {(one.ticket, one.answer) for one in table if often[one.blind] > 1 or shortest[one] <= 2048 - 64}


def shuffled(tokens: Sequence[bytes]) -> tuple[list[bytes], set[tuple[int, int]]]:
    """The tickets in the order in which they come to the door, and the truth about them."""
    order = random.sample(range(len(tokens)), len(tokens))
    return [tokens[number] for number in order], set(enumerate(order))


def constant_blind(key: PublicKey, chance: Chance) -> int:
    return 0x1234567 * 2**1900 + 1


def short_blind(key: PublicKey, chance: Chance) -> int:
    return 1 | int.from_bytes(chance.token(8), "big")


@pytest.mark.parametrize("draw", [constant_blind, short_blind])
def test_a_client_with_poor_blinds_is_caught_and_every_ticket_of_its_people_matched(draw: DrawBlind) -> None:
    issuer = LoggingIssuer()
    tokens, truth = shuffled(play(issuer, draw))
    assert standing_out(issuer, tokens) == truth


def test_every_ticket_of_an_honest_client_fits_every_answer_equally() -> None:
    issuer = LoggingIssuer()
    tokens, _ = shuffled(play(issuer, draw_blind))
    table = pairings(issuer, tokens)
    assert len(table) == PEOPLE * PEOPLE
    assert all(one.fits for one in table)
    assert len({one.blind for one in table}) == PEOPLE * PEOPLE
    assert standing_out(issuer, tokens) == set()


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_every_ticket_of_the_browsers_module_fits_every_answer_equally() -> None:
    issuer = LoggingIssuer()
    tokens, truth = shuffled(play_in_node(issuer))
    digest = tokens[0][34:66]
    entry = issuer.keylist.sessions[0]
    assert len({verify_token(entry.key, digest, token) for token in tokens}) == PEOPLE
    assert public_key(entry.key) == issuer.key
    table = pairings(issuer, tokens)
    assert all(one.fits for one in table)
    assert standing_out(issuer, tokens) == set()
    assert {(one.ticket, one.answer) for one in table} > truth


def play_in_node(issuer: LoggingIssuer) -> list[bytes]:
    """The same with the module that runs in the browser."""
    first = {
        "keylist": base64url.encode(issuer.keylist.to_bytes()),
        "digest": issuer.keylist.digest(),
        "people": PEOPLE,
    }
    with subprocess.Popen(["node", str(BROWSER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
        assert node.stdin is not None
        assert node.stdout is not None
        node.stdin.write(json.dumps(first) + "\n")
        node.stdin.flush()
        requests = json.loads(node.stdout.readline())
        answers = [base64url.encode(issuer.answer(base64url.decode(request))) for request in requests]
        node.stdin.write(json.dumps(answers) + "\n")
        node.stdin.flush()
        return [base64url.decode(token) for token in json.loads(node.stdout.readline())]
