"""A room of sixty, one real page among them, and a real desk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import EXIT, PATIENCE, VRG
from tests.browser.people import Attendee, Moderator
from tests.browser.watch import Watch
from tests.clients import Line, desk_line
from tests.servers import Servers
from tests.xss.crowd import SEATS, Crowd
from tests.xss.witness import Watched, Witness


@dataclass
class Room:
    """Everybody who is in it."""

    crowd: Crowd
    board: Line
    somebody: Attendee
    moderator: Moderator
    contexts: list[Watched]

    @property
    def faults(self) -> list[object]:
        """All that happened on either page and must not."""
        return [fault for one in self.contexts for fault in one.faults]


@pytest.fixture
def room(chromium: Browser, start_servers: Callable[..., Servers]) -> Iterator[Room]:
    """An open room; the page and the desk are watched from before their first word."""
    servers = start_servers(exit_url=EXIT, vrg_url=VRG, beat=0.1)
    desk = servers.sign_in()
    session = desk.plan(size=SEATS + 1)
    codes = desk.cards(session, SEATS + 1)
    desk.open_doors(session)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    contexts = [watched(chromium, servers) for _ in range(2)]
    crowd = Crowd.come_in(servers, session, codes[1:])
    somebody = sit(contexts[0], servers, session, codes[0])
    moderator = hold(contexts[1], servers, session)
    for one, page in zip(contexts, (somebody.page, moderator.page), strict=True):
        one.witness.stays(page)
    yield Room(crowd, board, somebody, moderator, contexts)
    crowd.close()
    for one in contexts:
        one.context.close()


def watched(chromium: Browser, servers: Servers) -> Watched:
    context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    return Watched(context, Watch((servers.door, servers.issuer), ()).over(context), Witness().over(context))


def sit(one: Watched, servers: Servers, session: str, code: str) -> Attendee:
    somebody = Attendee(one.page(), one.watch, servers.door)
    somebody.sit_down(session, code)
    somebody.begin_to_speak()
    return somebody


def hold(one: Watched, servers: Servers, session: str) -> Moderator:
    moderator = Moderator(one.page(), one.watch, servers.door)
    moderator.sign_in("kim", servers.add_moderator("kim"), look=False)
    moderator.go(f"/en/moderation/sessions/{session}")
    moderator.follow("Go to the room")
    return moderator
