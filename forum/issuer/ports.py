"""What the issuer needs from outside; each method says what it promises and what it raises."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from forum.ids import SessionId, TermId
from forum.issuer.domain import Count, KeptCard, KeptRequest, KeptTerm, KeyName
from forum.tickets.keylist import KeyList
from forum.tickets.service_calls import AnnouncedEdition


class KeyGone(Exception):
    """The private key is destroyed."""


class FaultySignature(Exception):
    """The key gave a signature that does not check; nothing of it may leave."""


class IssuerStore(Protocol):
    """Terms, hashes of cards, hashes of requests. Every method raises Refused (store-away) when its store is away."""

    def add_term(self, keylist: KeyList) -> None:
        """Keeps a new term; raises Refused (bad-request) if one of its sessions was ever known."""

    def terms(self) -> list[KeptTerm]:
        """Every term that is not over."""

    def end_term(self, term: TermId) -> None:
        """Forgets the term; the counts of its sessions stay, and the signatures that the door may ask for again."""

    def add_cards(self, term: TermId, sheet: bytes, cards: Iterable[KeptCard]) -> None:
        """Keeps the hashes of a sheet of cards; raises Refused (not-found) if the term is over."""

    def cancel(self, cancels: Collection[bytes], sheets: Collection[bytes]) -> set[bytes]:
        """Forgets the cards with one of these hashes, and answers the hashes of their codes."""

    def record(self, invitation: bytes, asked: Sequence[KeptRequest]) -> None:
        """Keeps all requests or none, and takes the identical ones again.

        Raises Refused: unknown-invitation if the code is gone or was used with other bytes, collecting-closed if one
        of the sessions is.
        """

    def stop(self, key: KeyName) -> None:
        """Remembers that this key must not sign again."""

    def close(self, session: SessionId) -> Count:
        """Ends collecting, counts and deletes its requests; with the term's last session its cards go too.

        The second time it answers the same count. Raises Refused (not-found) for a session never known.
        """

    def keep_signatures(self, session: SessionId, count: Count) -> None:
        """Keeps the two signatures of this count."""

    def count(self, session: SessionId) -> Count | None:
        """The count, or None while collecting is open; raises Refused (not-found) for a session never known."""

    def few(self, session: SessionId) -> bool:
        """Whether few tickets were collected when this was asked first; raises Refused (not-found)."""

    def announce(self, term: TermId, edition: AnnouncedEdition) -> None:
        """Keeps the edition of the term's locker."""


@dataclass(frozen=True, slots=True)
class DrawnKey:
    """A private RSA key, as its file will hold it, and its public half (DER)."""

    public: bytes
    secret: bytes = field(repr=False)


class Signer(Protocol):
    """One private RSA key per session, and one per term for its locker tickets."""

    def draw(self) -> DrawnKey:
        """A fresh key that is in memory only."""

    def keep(self, name: KeyName, key: DrawnKey) -> None:
        """Keeps this key under this name."""

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


@dataclass(frozen=True, slots=True)
class Secrets:
    """Where the issuer's secrets are."""

    keys: Signer
    statements: StatementKeys
    peppers: Peppers
