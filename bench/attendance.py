"""Signatures and redemptions a second on one core, through the real services and stores: `python -m bench.attendance`.

Beside them, in the same rounds, what cannot be left out: the bare private and public operations of RSA.
"""

import argparse
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import gmpy2
from cryptography.hazmat.primitives.asymmetric import rsa

from bench.rounds import in_turn, medians, ratio, report
from forum.issuer import signing
from forum.tickets.formats import TokenRequest
from forum.tickets.keylist import KeyList
from forum.tickets.verify import verify_token
from tests.attendance.parts import Entrance
from tests.tickets.client import Pending, ask

ANY_NUMBER = 10**6
"""How many cards there may be: more than are ever made here."""


@dataclass
class Evening:
    """A session with its doors open, an issuer, and people who have prepared what they will ask."""

    entrance: Entrance
    people: int

    def __post_init__(self) -> None:
        self.session = self.entrance.open(size=200)
        self.issuer = self.entrance.issuer.real
        self.keylist = KeyList.from_bytes(self.issuer.keylist(self.session.term))
        self.key = signing.read(signing.written(_private()))

    def collected(self) -> list[tuple[list[Pending], list[bytes]]]:
        """What `people` cards asked, and the answers; nothing of it is timed here."""
        return [(pending, self.issuer.collect(code, requests)) for code, pending, requests in self._asking()]

    def _asking(self) -> Iterator[tuple[str, list[Pending], list[TokenRequest]]]:
        for card in self.issuer.make_cards(self.session.term, self.people, ANY_NUMBER).cards:
            pending = ask(self.keylist)
            yield card.code, pending, [TokenRequest.from_bytes(one.request) for one in pending]

    def signatures(self) -> float:
        """Signatures a second: cards read, requests recorded, signed, checked."""
        asking = [(code, requests) for code, _, requests in self._asking()]
        count = sum(len(requests) for _, requests in asking)
        return count / _seconds(lambda: [self.issuer.collect(code, requests) for code, requests in asking])

    def bare_signatures(self) -> float:
        """Private operations a second, and nothing else: two half exponents each."""
        values = [gmpy2.mpz(secrets.randbits(1023)) for _ in range(2 * self.people)]
        key = self.key

        def act() -> None:
            for value in values:
                gmpy2.powmod_sec(value, key.dp, key.p)
                gmpy2.powmod_sec(value, key.dq, key.q)

        return len(values) / _seconds(act)

    def redemptions(self) -> float:
        """Tickets a second that open a seat: verified, then written down in a transaction of their own."""
        evening = Evening(self.entrance, self.people)
        tickets = [pending[0].token(answers[0]).to_bytes() for pending, answers in evening.collected()]
        door, session = self.entrance.door, evening.session
        return len(tickets) / _seconds(
            lambda: [door.redeem(session.id, one, secrets.token_bytes(16)) for one in tickets]
        )

    def bare_checks(self) -> float:
        """Tickets a second that are verified, and nothing else."""
        pending, answers = self.collected()[0]
        token, entry = pending[0].token(answers[0]).to_bytes(), pending[0].entry
        return self.people / _seconds(
            lambda: [verify_token(entry.key, pending[0].digest, token) for _ in range(self.people)]
        )


def _private() -> rsa.RSAPrivateNumbers:
    return rsa.generate_private_key(65537, 2048).private_numbers()


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


@contextmanager
def held(people: int) -> Iterator[Evening]:
    with tempfile.TemporaryDirectory() as folder:
        yield Evening(Entrance(Path(folder)), people)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.attendance", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--people", type=int, default=100, help="cards in each round")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with held(given.people) as evening:
        measures = {
            "signatures": evening.signatures,
            "bare signatures": evening.bare_signatures,
            "redemptions": evening.redemptions,
            "bare checks": evening.bare_checks,
        }
        found = in_turn(measures, given.rounds)
    result = {
        "a second and core": {name: round(value, 1) for name, value in medians(found).items()},
        "signatures, of bare ones": round(ratio(found, "signatures", "bare signatures"), 3),
        "redemptions, of bare checks": round(ratio(found, "redemptions", "bare checks"), 3),
        "rounds": given.rounds,
        "people": given.people,
    }
    report(result, given.json)


if __name__ == "__main__":
    main()
