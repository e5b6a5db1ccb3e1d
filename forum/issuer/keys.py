"""Secrets in files of their own: readable by one account, overwritten before they are removed."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from forum.clock import Chance
from forum.ids import TermId
from forum.issuer import signing
from forum.issuer.domain import KeyName
from forum.issuer.ports import DrawnKey, KeyGone
from forum.storage.secret_files import DRAFT, destroy, discard_drafts, read_or_make
from forum.tickets.blindrsa import KEY_BITS, PUBLIC_EXPONENT, PublicKey, spki_of

PEPPER_BYTES = 32
STATEMENT_SEED_BYTES = 32


class SecretFiles:
    """A folder in which every file is one secret."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        discard_drafts(folder)

    def write(self, name: str, secret: bytes) -> None:
        """Keeps a new secret; raises FileExistsError rather than replace one."""
        if read_or_make(self._folder / name, lambda: secret) != secret:
            raise FileExistsError

    def read(self, name: str) -> bytearray:
        """The secret, in memory that its reader can wipe; raises KeyGone."""
        try:
            with open(self._folder / name, "rb", buffering=0) as file:
                secret = bytearray(os.fstat(file.fileno()).st_size)
                file.readinto(secret)
                return secret
        except FileNotFoundError:
            raise KeyGone from None

    def destroy(self, name: str) -> None:
        """Overwrites the secret on disk, then removes its file; does nothing if there is none."""
        destroy(self._folder / name)

    def names(self) -> set[str]:
        """What is kept here."""
        return {entry.name for entry in os.scandir(self._folder) if not DRAFT.fullmatch(entry.name)}


class KeyFiles:
    """Private RSA keys, each in its own file."""

    def __init__(self, folder: Path, chance: Chance) -> None:
        self._files = SecretFiles(folder)
        self._chance = chance

    def draw(self) -> DrawnKey:
        """A fresh key that is in memory only."""
        numbers = rsa.generate_private_key(PUBLIC_EXPONENT, KEY_BITS).private_numbers()
        return DrawnKey(spki_of(PublicKey(numbers.public_numbers.n)), signing.written(numbers))

    def keep(self, name: KeyName, key: DrawnKey) -> None:
        """Keeps this key under this name."""
        self._files.write(name, key.secret)

    def sign(self, name: KeyName, blinded: bytes) -> bytes:
        """The blind signature; raises KeyGone, or FaultySignature if the result does not check."""
        secret = self._files.read(name)
        try:
            return signing.blind_sign(signing.read(secret), blinded, self._chance)
        finally:
            secret[:] = bytes(len(secret))

    def destroy(self, name: KeyName) -> None:
        """Overwrites and removes the key; does nothing if there is none."""
        self._files.destroy(name)

    def held(self) -> set[KeyName]:
        """The names of the keys that are here."""
        return {KeyName(name) for name in self._files.names()}


class StatementKeyFiles:
    """One Ed25519 key per term, each in its own file."""

    def __init__(self, folder: Path, chance: Chance) -> None:
        self._files = SecretFiles(folder)
        self._chance = chance

    def make(self, term: TermId) -> bytes:
        """Makes a key and answers its public half, 32 bytes."""
        seed = self._chance.token(STATEMENT_SEED_BYTES)
        self._files.write(term, seed)
        return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()

    def sign(self, term: TermId, statement: bytes) -> bytes:
        """The signature, the same for the same statement; raises KeyGone."""
        seed = self._files.read(term)
        try:
            return Ed25519PrivateKey.from_private_bytes(bytes(seed)).sign(statement)
        finally:
            seed[:] = bytes(len(seed))

    def destroy(self, term: TermId) -> None:
        """Overwrites and removes the key; does nothing if there is none."""
        self._files.destroy(term)

    def held(self) -> set[TermId]:
        """Terms whose key is here."""
        return {TermId(name) for name in self._files.names()}


class PepperFiles:
    """One pepper per term, each in its own file."""

    def __init__(self, folder: Path, chance: Chance) -> None:
        self._files = SecretFiles(folder)
        self._chance = chance

    def make(self, term: TermId) -> bytearray:
        """Makes a pepper and answers it."""
        self._files.write(term, self._chance.token(PEPPER_BYTES))
        return self.read(term)

    def read(self, term: TermId) -> bytearray:
        """The pepper; raises KeyGone if it is destroyed."""
        return self._files.read(term)

    def destroy(self, term: TermId) -> None:
        """Overwrites and removes the pepper; does nothing if there is none."""
        self._files.destroy(term)

    def held(self) -> set[TermId]:
        """Terms whose pepper is here."""
        return {TermId(name) for name in self._files.names()}
