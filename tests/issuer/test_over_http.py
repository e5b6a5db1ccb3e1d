"""The issuer as a process of its own, asked over the network."""

import http.client
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from forum.clock import SystemChance
from forum.tickets import base64url
from forum.tickets.codes import new_code, printed
from forum.tickets.formats import challenge_digest, challenge_for, locker_challenge
from forum.tickets.keylist import KeyList, written_time
from forum.tickets.statements import count_statement, verify_statement
from forum.tickets.verify import verify_token
from forum.web.folders import prepare_both
from tests.running import PATIENCE, wait_until
from tests.servers import Servers
from tests.tickets.client import ask, form
from tests.visitor import FORM, Page, Visitor

COLLECTOR = Path(__file__).parent.parent / "js" / "parts" / "collector.js"
FLOOD_SECONDS, FLOODS = 3.0, 3


class Apart:
    """The issuer's process, and somebody who knows the service secret."""

    def __init__(self, servers: Servers) -> None:
        self.servers = servers
        self._secret = (servers.data / "door" / "service.key").read_text()

    def call(self, path: str, payload: Any) -> Any:
        page = Visitor(self.servers.issuer).post_json(path, payload, Authorization=f"Bearer {self._secret}")
        assert page.status == 200, page.text
        return page.json

    def term(self, session: str = "session-00") -> KeyList:
        moment = self.servers.clock.now()
        announced = {"session": session, "opens": written_time(moment)}
        announced["collecting_closes"] = written_time(moment + timedelta(hours=2))
        return KeyList.from_bytes(base64url.decode(self.call("/service/terms", {"sessions": [announced]})["keylist"]))

    def cards(self, keylist: KeyList, count: int = 1) -> list[str]:
        sheet = self.call("/service/cards", {"term": keylist.term, "count": count, "most": 2000})
        return [card["code"] for card in sheet["cards"]]

    def collect(self, code: str, requests: list[bytes], **headers: str) -> Page:
        body = urlencode(form(code, requests), doseq=True).encode()
        given = {"Content_Type": FORM, "Origin": self.servers.door, **headers}
        return Visitor(self.servers.issuer).ask("POST", "/tickets", body, **given)

    def in_node(self, keylist: KeyList, code: str, **changes: str) -> Any:
        order = {
            "code": code,
            "keylistUrl": f"{self.servers.issuer}/keys/{keylist.term}",
            "digest": keylist.digest(),
            "ticketsUrl": f"{self.servers.issuer}/tickets",
            "issuer": self.servers.issuer,
            "origin": self.servers.door,
            **changes,
        }
        done = subprocess.run(["node", str(COLLECTOR), json.dumps(order)], capture_output=True, check=True)
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    servers = Servers(tmp_path_factory.mktemp("issuer"))
    prepare_both(servers.data)
    servers.launch("issuer")
    try:
        yield Apart(servers)
    finally:
        servers.stop()


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_the_browsers_module_collects_what_the_door_accepts(apart: Apart) -> None:
    keylist = apart.term("session-10")
    code = apart.cards(keylist)[0]
    collected = apart.in_node(keylist, printed(code))
    (session, token, secret), *more = collected["tickets"]
    assert (session, more) == ("session-10", [])
    digest = challenge_digest(challenge_for(keylist.issuer, keylist.origin, keylist.sessions[0].session))
    assert len(verify_token(keylist.sessions[0].key, digest, base64url.decode(token))) == 32
    assert len(base64url.decode(secret)) == 16
    locker = challenge_digest(locker_challenge(keylist.issuer, keylist.origin, keylist.term))
    assert len(verify_token(keylist.locker, locker, base64url.decode(collected["locker"]))) == 32
    assert apart.in_node(keylist, code) == {"code": "unknown-invitation"}
    assert apart.call("/service/sessions/session-10/close", {})["collected"] == 1


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_the_browsers_module_stops_at_a_key_list_with_another_hash(apart: Apart) -> None:
    keylist = apart.term("session-11")
    code = apart.cards(keylist)[0]
    assert apart.in_node(keylist, code, digest="0" * 64) == {"code": "keylist-mismatch"}
    assert apart.in_node(keylist, code, origin="http://elsewhere.example") == {"code": "keylist-mismatch"}
    assert apart.call("/service/sessions/session-11/close", {})["collected"] == 0


def test_every_answer_has_the_security_headers_and_no_mark(apart: Apart) -> None:
    keylist = apart.term("session-12")
    pages = [
        Visitor(apart.servers.issuer).get(f"/keys/{keylist.term}"),
        apart.collect(apart.cards(keylist)[0], [one.request for one in ask(keylist)]),
        apart.collect("", []),
        Visitor(apart.servers.issuer).get("/nothing-here"),
        Visitor(apart.servers.issuer).get("/tickets"),
    ]
    assert [page.status for page in pages] == [200, 200, 400, 404, 404]
    for page in pages:
        assert page.header("Cache-Control") == "no-store"
        assert "default-src 'none'" in (page.header("Content-Security-Policy") or "")
        assert not any(page.header(name) for name in ("ETag", "Last-Modified", "Set-Cookie", "Server"))


def test_nothing_that_a_browser_says_of_itself_is_printed(apart: Apart) -> None:
    keylist, canary = apart.term("session-13"), "canary-9f27"
    code = new_code(SystemChance())
    headers = {"User_Agent": canary, "Referer": f"http://{canary}/", "Cookie": f"a={canary}"}
    apart.collect(code, [one.request for one in ask(keylist)], **headers)
    apart.collect(canary, [b"x"], X_Forwarded_For=canary)
    Visitor(apart.servers.issuer).get(f"/{canary}")
    kept = b"".join(path.read_bytes() for path in apart.servers.data.rglob("*") if path.is_file())
    for trace in (canary, code, printed(code), "127.0.0.1:"):
        assert trace.encode() not in apart.servers.log()
    assert canary.encode() not in kept
    assert code.encode() not in kept


def test_an_issuer_that_was_stopped_over_the_deadline_has_no_key_when_it_first_answers(tmp_path: Path) -> None:
    servers = Servers(tmp_path)
    prepare_both(servers.data)
    servers.launch("issuer")
    try:
        late = Apart(servers)
        keylist = late.term("session-15")
        codes, requests = late.cards(keylist, 2), [one.request for one in ask(keylist)]
        assert late.collect(codes[0], requests).status == 200
        keys = servers.data / "issuer" / "keys"
        assert {path.name for path in keys.iterdir()} == {"session-15", f"locker-{keylist.term}"}
        servers.stop("issuer")
        servers.clock.move(timedelta(hours=3))
        # Returns with the very first answer to /healthz.
        servers.launch("issuer")
        assert list(keys.iterdir()) == []
        for code in codes:
            assert late.collect(code, requests).json == {"code": "unknown-invitation"}
        answer = late.call("/service/sessions/session-15/collected", {})
        statement = count_statement(keylist.term, keylist.sessions[0].session, 1)
        assert answer["collected"] == 1
        assert verify_statement(keylist.statements, statement, base64url.decode(answer["signature"]))
    finally:
        servers.stop()


def test_an_issuer_that_nobody_asks_closes_on_time_by_itself(tmp_path: Path) -> None:
    servers = Servers(tmp_path)
    prepare_both(servers.data)
    servers.launch("issuer")
    try:
        Apart(servers).term("session-16")
        servers.clock.move(timedelta(hours=3))
        wait_until(lambda: not list((servers.data / "issuer" / "keys").iterdir()))
    finally:
        servers.stop()


def flood(apart: Apart, keylist: KeyList, until: Callable[[], bool], tally: list[int]) -> None:
    """One kept-open line that tries wrong cards as fast as it can."""
    line = http.client.HTTPConnection("127.0.0.1", apart.servers.issuer_port, timeout=PATIENCE)
    requests = [one.request for one in ask(keylist)]
    headers = {"Origin": apart.servers.door, "Content-Type": FORM}
    while not until():
        body = urlencode(form(new_code(SystemChance()), requests), doseq=True)
        line.request("POST", "/tickets", body, headers)
        answer = line.getresponse()
        answer.read()
        tally.append(answer.status)
    line.close()


def waits_in_a_flood(apart: Apart, keylist: KeyList, codes: list[str]) -> float:
    """The longest wait of a right card while wrong ones pour in."""
    tally: list[int] = []
    ended = time.monotonic() + FLOOD_SECONDS
    pouring = (apart, keylist, lambda: time.monotonic() > ended, tally)
    crowd = [threading.Thread(target=flood, args=pouring) for _ in range(16)]
    for one in crowd:
        one.start()
    waits = []
    for code in codes:
        requests = [one.request for one in ask(keylist)]
        begun = time.monotonic()
        assert apart.collect(code, requests).status == 200
        waits.append(time.monotonic() - begun)
    for one in crowd:
        one.join()
    print(f"{len(tally) / FLOOD_SECONDS:.0f} wrong cards a second; right ones waited at most {max(waits):.3f} s")
    assert {403} <= set(tally) <= {403, 429}
    return max(waits)


@pytest.mark.slow
def test_a_right_card_is_served_within_a_second_while_wrong_ones_pour_in(apart: Apart) -> None:
    keylist = apart.term("session-14")
    # The flood comes from this same machine, which may be busy besides: it has a few tries.
    assert any(waits_in_a_flood(apart, keylist, apart.cards(keylist, 5)) < 1 for _ in range(FLOODS))
