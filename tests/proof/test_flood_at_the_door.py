"""While wrong tickets pour in at the door, a right one opens its seat within a second."""

import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable

import pytest

from forum.tickets.formats import TOKEN_INPUT_BYTES
from tests.clients import Attendee, Pocket
from tests.servers import Servers

SECONDS = 3.0
CROWD = 16
RIGHT = 5


def forged(pocket: Pocket) -> bytes:
    """What a page would post: everything as it should be, but for the signature, which is checked last."""
    signature = b"\0" + secrets.token_bytes(255)
    return json.dumps(Pocket(pocket.token[:TOKEN_INPUT_BYTES] + signature, secrets.token_bytes(16)).presented).encode()


def pour(servers: Servers, session: str, pocket: Pocket, over: Callable[[], bool], tally: list[int]) -> None:
    """One kept-open line that tries forged tickets as fast as it can."""
    line = http.client.HTTPConnection("localhost", servers.door_port, timeout=20)
    headers = {"Origin": servers.door, "Content-Type": "application/json"}
    while not over():
        line.request("POST", f"/session/{session}/seat", forged(pocket), headers)
        answer = line.getresponse()
        answer.read()
        tally.append(answer.status)
    line.close()


@pytest.mark.slow
def test_a_right_ticket_opens_its_seat_within_a_second_while_wrong_ones_pour_in(shared_servers: Servers) -> None:
    session, codes = shared_servers.sign_in().open_session(cards=RIGHT)
    people = [Attendee(shared_servers.door, shared_servers.issuer) for _ in codes]
    pockets = [person.collect(session, code) for person, code in zip(people, codes, strict=True)]
    tally: list[int] = []
    ended = time.monotonic() + SECONDS
    crowd = [
        threading.Thread(
            target=pour, args=(shared_servers, session, pockets[0], lambda: time.monotonic() > ended, tally)
        )
        for _ in range(CROWD)
    ]
    for one in crowd:
        one.start()
    waits = []
    for person in people:
        begun = time.monotonic()
        assert person.redeem(session).status == 200
        waits.append(time.monotonic() - begun)
    for one in crowd:
        one.join()
    print(f"{len(tally) / SECONDS:.0f} wrong tickets a second; right ones waited at most {max(waits):.3f} s")
    assert max(waits) < 1
    assert set(tally) == {403}
