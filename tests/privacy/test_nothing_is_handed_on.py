"""The edge, around the real programs: what the applications are handed says nothing of who asks or from where."""

from collections.abc import Callable

import pytest

from tests.clients import Attendee
from tests.privacy.canary import ADDRESS, AGENT, FORWARDED, HEADERS, REFERRER
from tests.privacy.needles import Needles
from tests.servers import Servers

pytestmark = pytest.mark.privacy


def handed(servers: Servers) -> set[str]:
    """What a witness behind the edge of both programs saw of somebody who comes in and goes."""
    session, codes = servers.sign_in().open_session(cards=1)
    somebody = Attendee(servers.door, servers.issuer, dict(HEADERS), ADDRESS)
    somebody.come_in(session, codes[0]).close()
    for page in ("support", "session/" + session + "/", "nothing-here"):
        somebody.visitor.get(f"/en/{page}")
    needles = Needles()
    needles.add("address", ADDRESS)
    needles.add("forwarded", *FORWARDED)
    needles.add("browser", AGENT)
    needles.add("page before", REFERRER)
    needles.add("other", "canary-tongue", "canary-proxy")
    log = servers.log()
    assert b"PATH_INFO='/tickets'" in log
    assert b"PATH_INFO='/socket.io/'" in log
    assert b"PATH_INFO='/en/support'" in log
    return set(needles.found({"log": log}))


def test_the_applications_are_handed_nothing_about_who_asks(start_servers: Callable[..., Servers]) -> None:
    assert handed(start_servers(switches=("witness",))) == set()


def test_without_the_edge_they_are_handed_all_of_it(start_servers: Callable[..., Servers]) -> None:
    found = handed(start_servers(switches=("witness", "edge-off")))
    assert found == {"address", "forwarded", "browser", "page before", "other"}
