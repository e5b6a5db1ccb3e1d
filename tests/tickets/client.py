"""A client in Python: collects and keeps tickets as the browser's module does."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from forum.clock import Chance, SystemChance
from forum.ids import SessionId
from forum.tickets import base64url
from forum.tickets.blindrsa import PublicKey, public_key, token_key_id
from forum.tickets.formats import (
    NONCE_BYTES,
    Token,
    TokenRequest,
    challenge_digest,
    challenge_for,
    locker_challenge,
    token_input,
)
from forum.tickets.keylist import KeyList, short_key_id
from forum.tickets.pss import SALT_SIZE
from tests.tickets.blinding import Blinded, blind_message, draw_blind, finalize

DrawBlind = Callable[[PublicKey, Chance], int]


LOCKER = SessionId("locker")
"""Stands where a session would, in what is asked for the locker."""


@dataclass(frozen=True)
class Entry:
    """A key of the list, and what tickets under it are for."""

    session: SessionId
    key: bytes
    challenge: bytes


@dataclass(frozen=True)
class Pending:
    """A request on its way, with what only its maker knows."""

    entry: Entry
    nonce: bytes
    digest: bytes
    blinded: Blinded

    @property
    def request(self) -> bytes:
        return TokenRequest(short_key_id(self.entry.key), self.blinded.message).to_bytes()

    @property
    def message(self) -> bytes:
        return token_input(self.nonce, self.digest, token_key_id(self.entry.key))

    def token(self, answer: bytes) -> Token:
        """The token in this answer; raises InvalidSignature."""
        signature = finalize(public_key(self.entry.key), self.message, answer, self.blinded.inverse)
        return Token(self.nonce, self.digest, token_key_id(self.entry.key), signature)


def ask(keylist: KeyList, chance: Chance | None = None, draw: DrawBlind = draw_blind) -> list[Pending]:
    """Fresh requests for every session in the list and, last, for the locker."""
    chance = chance or SystemChance()
    return [_ask_one(entry, chance, draw) for entry in entries(keylist)]


def entries(keylist: KeyList) -> list[Entry]:
    names = keylist.issuer, keylist.origin
    sessions = [Entry(one.session, one.key, challenge_for(*names, one.session)) for one in keylist.sessions]
    return [*sessions, Entry(LOCKER, keylist.locker, locker_challenge(*names, keylist.term))]


def _ask_one(entry: Entry, chance: Chance, draw: DrawBlind) -> Pending:
    key, nonce = public_key(entry.key), chance.token(NONCE_BYTES)
    digest = challenge_digest(entry.challenge)
    message = token_input(nonce, digest, token_key_id(entry.key))
    blinded = blind_message(key, message, salt=chance.token(SALT_SIZE), blind=draw(key, chance))
    return Pending(entry, nonce, digest, blinded)


def form(code: str, requests: Sequence[bytes]) -> dict[str, str | list[str]]:
    """The fields of the collecting form."""
    return {"code": code, "request": [base64url.encode(request) for request in requests]}


def answers(body: bytes) -> list[bytes]:
    """The blind signatures in the issuer's answer."""
    return [base64url.decode(text) for text in json.loads(body)["responses"]]


def digest_of(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()
