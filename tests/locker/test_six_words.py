"""Six words and nothing else: collected by one process of Node, opened by another, let in by the real door."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forum.locker.domain import BOX_BYTES
from forum.tickets import base64url
from tests.clients import Attendee, Pocket
from tests.locker.parts import LEAST, a_box
from tests.locker.test_pages import OFTEN
from tests.lockers import all_shown, shown
from tests.running import wait_until
from tests.servers import Servers

CARRIER = Path(__file__).parent.parent / "js" / "parts" / "carrier.js"

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")


def carried(servers: Servers, session: str, **more: str) -> Any:
    """What the page's modules make of this, with the addresses that the room's document names."""
    place = Attendee(servers.door, servers.issuer).place(session)
    order = {"keylistUrl": place["keylist-url"], "digest": place["keylist-digest"], "ticketsUrl": place["tickets-url"]}
    order |= {"lockerUrl": servers.door + place["locker-url"], "lockersUrl": place["lockers-url"]}
    order |= {"issuer": servers.issuer, "origin": servers.door, **more}
    asked = subprocess.run(["node", str(CARRIER), json.dumps(order)], capture_output=True, check=True, text=True)
    return json.loads(asked.stdout)


def test_six_words_bring_a_person_in_and_no_other_words_do(start_servers: Callable[..., Servers]) -> None:
    servers = start_servers(locker_every=OFTEN)
    session, codes = servers.sign_in().open_session(3)
    put = carried(servers, session, code=codes[0])
    other = Attendee(servers.door, servers.issuer)
    other.collect(session, codes[1])
    assert other.put_away(a_box()).status == 200
    wait_until(lambda: len(shown(servers, other.term)) == 2)

    taken = carried(servers, session, words="-".join(put["words"]).upper())
    assert (taken["boxes"], taken["tickets"]) == (LEAST * BOX_BYTES, put["tickets"])
    wrong = carried(servers, session, words=" ".join(reversed(put["words"])))
    assert wrong == {"boxes": LEAST * BOX_BYTES, "tickets": None}
    assert carried(servers, session, words="not six words") == {"code": "bad-words"}

    [[name, token, secret]] = taken["tickets"]
    person = Attendee(servers.door, servers.issuer)
    answer = person.redeem(session, Pocket(base64url.decode(token), base64url.decode(secret)))
    assert (name, answer.status, answer.json) == (session, 200, {"seated": True})


def test_a_door_that_changes_one_byte_stops_the_page(start_servers: Callable[..., Servers]) -> None:
    servers = start_servers(switches=["locker-cheats"], locker_every=OFTEN)
    session, codes = servers.sign_in().open_session(2)
    put = carried(servers, session, code=codes[0])
    term = Attendee(servers.door, servers.issuer).term_of(session)
    wait_until(lambda: bool(all_shown(servers, term)))
    assert carried(servers, session, words=" ".join(put["words"])) == {"code": "keylist-mismatch"}
