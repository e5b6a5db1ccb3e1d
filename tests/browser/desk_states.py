"""Every state that the desk can be in, each a few records and perhaps something that the moderator does."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import expect

from tests.browser.conftest import OpenContext
from tests.browser.people import Moderator
from tests.browser.stand_in import Record, StandIn, said
from tests.browser.states import phase, quiet
from tests.servers import Servers

CALM = {"muted": False, "removed": False, "hand": 0, "turn": False, "granted": False}
WAITING = {"open": True, "unseen": True, "late": False, "up": True}


def seat(number: str, handle: int, **more: object) -> Record:
    return {"k": "seat:known", "seat": number, "h": handle, **CALM, **more}


def of_seat(record: Record, number: str) -> Record:
    return {**record, "seat": number}


SEATS = (seat("s1", 1), seat("s2", 2), seat("s3", 3))
TALK: tuple[Record, ...] = (
    *SEATS,
    said("m1", "I was not sure that I would come.", seat="s1", sup=["with-you"]),
    said("m2", "What happened that night.", h=2, seat="s2", note="violence", own="a fight at home"),
    said("m3", "Diolch am ddweud hynny.", h=3, seat="s3", lang="cy", to="m1"),
    said("m4", "Hidden words.", seat="s1", hidden=True),
    said("m5", "Flagged words.", seat="s2", h=2, flagged=True),
    said("m6", "Flagged words, taken back.", seat="s3", h=3, flagged=True, withdrawn=True, hidden=True),
)
CALL: tuple[Record, ...] = (
    {"k": "aside:changed", "seat": "s1", **WAITING},
    of_seat(quiet("q1", "seat", "", kind="need"), "s1"),
    of_seat(quiet("q2", "seat", "Are you there?"), "s1"),
)
SOMEONE: tuple[Record, ...] = (
    {"k": "aside:changed", "seat": "s2", **WAITING, "late": True, "up": False},
    of_seat(quiet("q3", "seat", "", kind="someone-here"), "s2"),
)
ONE_VOICE: Record = {"k": "voice:changed", "one": True}
CARED_FOR = (seat("s1", 1, muted=True), seat("s2", 2, removed=True), seat("s3", 3, granted=True))
ANSWER = "I am here, and I have read this."
GIVEN: Record = {"k": "contact:given", "seat": "s1", "id": "c1", "lang": "en", "text": "12 Some Street"}


def nothing(moderator: Moderator, stand: StandIn) -> None:
    """Looks, and does nothing."""


def every_talk(moderator: Moderator, stand: StandIn) -> None:
    """Opens all quiet talks, and what is in them."""
    for part in moderator.page.locator("#talks details").all():
        if part.locator("> summary").is_visible():
            moderator.open(part)


def every_menu(moderator: Moderator, stand: StandIn) -> None:
    """Opens what can be done with messages and with seats."""
    for part in moderator.page.locator("details.acts").all():
        moderator.open(part)


def over_while_answering(moderator: Moderator, stand: StandIn) -> None:
    """Begins an answer; then the talk is over."""
    every_talk(moderator, stand)
    moderator.fill("Your quiet answer", ANSWER, moderator.page.locator("#talks"))
    stand.tells({"k": "aside:changed", "seat": "s1", "open": False})
    moderator.reads("This talk is over, and its words are erased.")


def ending(moderator: Moderator, stand: StandIn) -> None:
    """Opens the end of the session."""
    moderator.unfold("End the session")


def asked_twice(moderator: Moderator, stand: StandIn) -> None:
    moderator.press("Close and forget", moderator.unfold("End the session"))
    stand.page.wait_for_function("() => standIn.heard.some(({ json }) => json?.k === 'room:close')")
    (order,) = [order for order in stand.heard() if order["json"]["k"] == "room:close"]
    stand.answers(order, "open-contact")
    moderator.reads("Somebody gave you a place or a number, and it is still open.")


def line_broken(moderator: Moderator, stand: StandIn) -> None:
    stand.loses_the_line()
    moderator.reads("The line is broken")


def long_lost(moderator: Moderator, stand: StandIn) -> None:
    moderator.page.clock.install()
    line_broken(moderator, stand)
    moderator.page.clock.fast_forward(21_000)
    moderator.reads("What was said is not on this page for now.")


def elsewhere(moderator: Moderator, stand: StandIn) -> None:
    stand.taken_over()
    moderator.reads("The desk is open in another tab or window.")


@dataclass(frozen=True)
class DeskState:
    """What the room tells the desk, and what is done then."""

    records: tuple[Record, ...] = TALK
    act: Callable[[Moderator, StandIn], object] = nothing


STATES: dict[str, DeskState] = {
    "arriving": DeskState((phase("arriving"),)),
    "open, nothing said": DeskState(()),
    "open": DeskState(),
    "every menu": DeskState(act=every_menu),
    "stopped": DeskState((*TALK, phase("pause", "stop"))),
    "rested": DeskState((*TALK, phase("pause", "resting"))),
    "hands": DeskState((*TALK, seat("s1", 1, hand=1), seat("s2", 2, hand=2))),
    "one voice": DeskState((*TALK, ONE_VOICE, seat("s1", 1, turn=True), seat("s2", 2, hand=1))),
    "seats cared for": DeskState((*TALK, *CARED_FOR)),
    "talks, folded": DeskState((*TALK, *CALL, *SOMEONE)),
    "talks, open": DeskState((*TALK, *CALL, *SOMEONE, GIVEN), every_talk),
    "a talk over while it was answered": DeskState((*TALK, *CALL), over_while_answering),
    "closing": DeskState((*TALK, phase("closing")), ending),
    "closing over a place": DeskState((*TALK, *CALL, GIVEN, phase("closing")), asked_twice),
    "staying": DeskState((*SEATS, *CALL, phase("staying", left=20)), every_talk),
    "a broken line": DeskState(act=line_broken),
    "a line broken for long": DeskState(act=long_lost),
    "elsewhere": DeskState(act=elsewhere),
    "closed": DeskState((*TALK, phase("closed"))),
}


def signed_in(open_context: OpenContext, servers: Servers) -> tuple[StandIn, Moderator, str]:
    """A moderator before a desk that the test answers for, and the session that it is of."""
    session, _ = servers.sign_in("sam").open_session(cards=1)
    context, watch = open_context()
    stand = StandIn(context, servers.door)
    moderator = Moderator(stand.page, watch, servers.door)
    moderator.sign_in("robin", servers.add_moderator("robin"), look=False)
    return stand, moderator, session


def hold(stand: StandIn, moderator: Moderator, session: str, state: DeskState) -> None:
    """Brings the desk into this state; who holds it has signed in."""
    moderator.go(f"/en/moderation/sessions/{session}/room")
    stand.heard("connect")
    stand.burst(*state.records)
    expect(moderator.page.get_by_text("Connecting", exact=True)).to_be_hidden()
    state.act(moderator, stand)
