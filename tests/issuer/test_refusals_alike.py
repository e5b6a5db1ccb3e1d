"""Unknown, expired, cancelled, used: one answer, byte for byte, and in the same time."""

import io
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from forum.clock import SystemChance
from forum.issuer import create_issuer_app
from forum.issuer.assemble import IssuerServices
from forum.issuer.service import Issuer
from forum.tickets.codes import new_code
from forum.tickets.keylist import KeyList
from forum.web.folders import prepare_both
from tests.issuer.conftest import DOOR, Running
from tests.issuer.test_over_http import Apart
from tests.servers import Servers
from tests.tickets.client import ask, form
from tests.visitor import FORM, Page

KINDS = ("unknown", "expired", "cancelled", "used")
TRIES = 1000
APART = 100_000
"""Nanoseconds by which medians may differ, where that is more than a twentieth of them."""
ROUNDS = 3

Codes = dict[str, str]


class Unlimited:
    """An allowance without an end: how often cards fail at once is not what is measured here."""

    def take(self) -> bool:
        return True


def codes_of_every_kind(issuer: Running) -> tuple[Codes, KeyList]:
    """A card of each kind that is refused, and the list of the term that is still collecting."""
    over, open_one = issuer.term("session-00", closes=1), issuer.term("session-01", closes=3)
    expired, cancelled, used = issuer.sheet(over), issuer.sheet(open_one), issuer.sheet(open_one)
    assert issuer.call("/cancel", {"code": cancelled["cards"][0]["cancel"]}).json == {"cancelled": 1}
    codes = {"unknown": new_code(SystemChance())}
    for kind, sheet in (("expired", expired), ("cancelled", cancelled), ("used", used)):
        codes[kind] = sheet["cards"][0]["code"]
    assert issuer.collect(codes["used"], requests_for(open_one)).status_code == 200
    issuer.clock.move(hours=2)
    assert issuer.close("session-00").status_code == 200
    return codes, open_one


def requests_for(keylist: KeyList) -> list[bytes]:
    return [one.request for one in ask(keylist)]


@dataclass
class Counter:
    """Hands collecting forms straight to the issuer's application, and stops the time that it takes."""

    issuer: Running

    def __post_init__(self) -> None:
        services: IssuerServices = replace(self.issuer.services, failures=Unlimited())  # type: ignore[arg-type]
        self.app = create_issuer_app(self.issuer.settings, services)

    def answer(self, environ: dict[str, Any]) -> tuple[int, str, bytes]:
        """Nanoseconds, status and body."""
        told: list[str] = []
        begun = time.perf_counter_ns()
        body = b"".join(self.app.wsgi_app(environ, lambda status, headers, exc=None: told.append(status)))
        return time.perf_counter_ns() - begun, told[0], body

    def environ(self, code: str, requests: list[bytes]) -> dict[str, Any]:
        body = urlencode(form(code, requests), doseq=True).encode()
        return {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": "/tickets",
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8001",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_ORIGIN": DOOR,
            "CONTENT_TYPE": FORM,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            "wsgi.input_terminated": True,
            "wsgi.url_scheme": "http",
            "wsgi.errors": io.StringIO(),
        }

    def medians(self, codes: Codes, keylist: KeyList) -> dict[str, float]:
        """For each kind, the middle one of many tries, the kinds one after another in an order drawn anew each time."""
        times: dict[str, list[int]] = {kind: [] for kind in KINDS}
        seen = set()
        requests = requests_for(keylist)
        for _ in range(TRIES):
            for kind in random.sample(KINDS, len(KINDS)):
                taken, status, body = self.answer(self.environ(codes[kind], requests))
                times[kind].append(taken)
                seen.add((status, body))
        assert seen == {("403 FORBIDDEN", b'{"code":"unknown-invitation"}\n')}
        return {kind: statistics.median(taken) for kind, taken in times.items()}


def alike(medians: dict[str, float]) -> bool:
    """Whether nobody could tell the kinds apart by these times."""
    least, most = min(medians.values()), max(medians.values())
    return most - least < max(APART, most / 20)


def ever_alike(counter: Counter, codes: Codes, keylist: KeyList) -> bool:
    """Whether the kinds took the same time in one of a few rounds; a machine may be busy in some."""
    for _ in range(ROUNDS):
        medians = counter.medians(codes, keylist)
        print({kind: f"{taken / 1000:.0f} us" for kind, taken in medians.items()})
        if alike(medians):
            return True
    return False


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_four_take_the_same_time(issuer: Running) -> None:
    codes, keylist = codes_of_every_kind(issuer)
    assert ever_alike(Counter(issuer), codes, keylist)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("kind", KINDS)
def test_a_millisecond_more_for_one_of_them_would_be_noticed(
    issuer: Running, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, keylist = codes_of_every_kind(issuer)
    stock: Callable[..., list[bytes]] = Issuer.collect

    def slower(self: Issuer, code: str, requests: Any) -> list[bytes]:
        until = time.perf_counter_ns() + 1_000_000
        while code == codes[kind] and time.perf_counter_ns() < until:
            pass
        return stock(self, code, requests)

    monkeypatch.setattr(Issuer, "collect", slower)
    assert not alike(Counter(issuer).medians(codes, keylist))


def test_none_of_the_four_touches_the_store(issuer: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    codes, keylist = codes_of_every_kind(issuer)
    requests = requests_for(keylist)
    monkeypatch.setattr(issuer.services.issuer._store._database, "_transaction", None)  # type: ignore[attr-defined]
    for kind in KINDS:
        assert issuer.collect(codes[kind], requests).status_code == 403


def told(page: Page) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that an answer says, but for the clock of the server."""
    return page.status, [(name, value) for name, value in page.headers if name.lower() != "date"], page.body


def test_all_four_are_refused_with_the_same_bytes(tmp_path: Path) -> None:
    servers = Servers(tmp_path)
    prepare_both(servers.data)
    servers.launch("issuer")
    try:
        apart = Apart(servers)
        over, keylist = apart.term("session-00"), apart.term("session-01")
        expired, cancelled, used = (
            apart.call("/service/cards", {"term": term.term, "count": 1, "most": 9})["cards"][0]
            for term in (over, keylist, keylist)
        )
        apart.call("/service/cancel", {"code": cancelled["cancel"]})
        apart.call("/service/sessions/session-00/close", {})
        requests = requests_for(keylist)
        assert apart.collect(used["code"], requests_for(keylist)).status == 200
        codes = [new_code(SystemChance()), *(card["code"] for card in (expired, cancelled, used))]
        answers = [told(apart.collect(code, requests)) for code in codes]
    finally:
        servers.stop()
    assert answers[0][0] == 403
    assert answers[0][2] == b'{"code":"unknown-invitation"}\n'
    assert answers == answers[:1] * 4
