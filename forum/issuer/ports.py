"""What the issuer needs from outside; each method says what it promises and what it raises."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from forum.ids import SessionId, TermId
from forum.issuer.domain import KeptRequest, KeptTerm, KeyName
from forum.tickets.keylist import KeyList


class KeyGone(Exception):
    """The private key is destroyed."""


class FaultySignature(Exception):
    """The key gave a signature that does not check; nothing of it may leave."""


class IssuerStore(Protocol):
    """Terms, hashes of codes, hashes of requests. Every method raises Refused (store-away) when its store is away."""

    def add_term(self, keylist: KeyList) -> None:
        """Keeps a new term; raises Refused (bad-request) if one of its sessions was ever known."""

    def terms(self) -> list[KeptTerm]:
        """Every term that has a session still collecting."""

    def add_invitations(self, term: TermId, hashes: Iterable[bytes]) -> None:
        """Keeps the hashes of new codes; raises Refused (not-found) if the term is over."""

    def record(self, invitation: bytes, asked: Sequence[KeptRequest]) -> None:
        """Keeps all requests or none, and takes the identical ones again.

        Raises Refused: unknown-invitation if the code is gone or was used with other bytes, collecting-closed if one
        of the sessions is.
        """

    def stop(self, key: KeyName) -> None:
        """Remembers that this key must not sign again."""

    def close(self, session: SessionId) -> tuple[int, TermId | None]:
        """Ends collecting, counts and deletes its requests, and says which term ended with it, if one did.

        The second time it answers the same count. Raises Refused (not-found) for a session never known.
        """


class Signer(Protocol):
    """One private RSA key per session, and one per term for its locker tickets."""

    def make(self, name: KeyName) -> bytes:
        """Makes a key and answers its public half (DER)."""

    def sign(self, name: KeyName, blinded: bytes) -> bytes:
        """The blind signature; raises KeyGone, or FaultySignature if the result does not check."""

    def destroy(self, name: KeyName) -> None:
        """Overwrites and removes the key; does nothing if there is none."""

    def held(self) -> set[KeyName]:
        """The names of the keys that are here."""


class StatementKeys(Protocol):
    """One private Ed25519 key per term, which signs how many tickets were collected."""

    def make(self, term: TermId) -> bytes:
        """Makes a key and answers its public half, 32 bytes."""

    def sign(self, term: TermId, statement: bytes) -> bytes:
        """The signature, the same for the same statement; raises KeyGone."""

    def destroy(self, term: TermId) -> None:
        """Overwrites and removes the key; does nothing if there is none."""

    def held(self) -> set[TermId]:
        """Terms whose key is here."""


class Peppers(Protocol):
    """One secret per term, under which everything about it is hashed."""

    def make(self, term: TermId) -> bytearray:
        """Makes a pepper and answers it."""

    def read(self, term: TermId) -> bytearray:
        """The pepper; raises KeyGone if it is destroyed."""

    def destroy(self, term: TermId) -> None:
        """Overwrites and removes the pepper; does nothing if there is none."""

    def held(self) -> set[TermId]:
        """Terms whose pepper is here."""
