"""Every state that the room's page can be in, each a few records and perhaps something that its reader does."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser.people import Attendee
from tests.browser.stand_in import Record, StandIn, said
from tests.browser.watch import Watch

LONG = "Word after word. " * 100
TALK: tuple[Record, ...] = (
    said("m1", "Welcome, all of you.", h=-1),
    said("m2", "I was not sure that I would come.", sup=["with-you", "believe"]),
    said("m3", "What happened that night.", h=2, note="violence", own="a fight at home"),
    said("m4", "Diolch am ddweud hynny.", h=3, lang="cy", to="m2"),
    said("m5", "This answers something that is gone.", h=4, to="m0"),
)
IN_20_MINUTES = "new Date(Date.now() + 1_200_000).toTimeString().slice(0, 5)"
LISTENING: dict[str, object] = {"mode": "listening"}


def nothing(somebody: Attendee, stand: StandIn) -> None:
    """Looks, and does nothing."""


@dataclass(frozen=True)
class State:
    """What the room tells, what it tells about one's own seat, and what is done then."""

    records: tuple[Record, ...] = TALK
    own: dict[str, object] = field(default_factory=dict)
    more: tuple[Record, ...] = ()
    """Records for this person alone."""
    act: Callable[[Attendee, StandIn], object] = nothing
    blocked: bool = False
    """Whether the page never hears anything of the room."""


def reader_of(stand: StandIn) -> Attendee:
    """Somebody who reads the page of a stand-in."""
    return Attendee(stand.page, Watch((), ()), "")


def enter(stand: StandIn, session: str, state: State) -> Attendee:
    """Brings the page into this state."""
    if state.blocked:
        return blocked(stand, session)
    stand.enter(session, *state.records, **state.own)
    if state.more:
        stand.tells(own=list(state.more))
    somebody = reader_of(stand)
    state.act(somebody, stand)
    return somebody


def blocked(stand: StandIn, session: str) -> Attendee:
    """Brings the page into a network that lets nothing through but pages."""
    stand.page.clock.install()
    stand.knock(session)
    stand.page.clock.fast_forward(21_000)
    somebody = reader_of(stand)
    somebody.reads("This network may block what the room needs")
    return somebody


def phase(name: str, why: str = "", **more: object) -> Record:
    return {"k": "phase:changed", "phase": name, "why": why, **more}


def ends(text: str, *records: Record, own: tuple[Record, ...] = ()) -> Callable[[Attendee, StandIn], None]:
    def act(somebody: Attendee, stand: StandIn) -> None:
        stand.tells(*records, own=list(own))
        somebody.reads(text)

    return act


def in_parts(somebody: Attendee, stand: StandIn) -> None:
    somebody.fill("Your words", LONG)
    somebody.press("Say it")
    somebody.reads("This is longer than one message.")


def answering(somebody: Attendee, stand: StandIn) -> None:
    somebody.press("Answer", somebody.acts("I was not sure that I would come."))
    somebody.reads("You answer")


def blurred(somebody: Attendee, stand: StandIn) -> None:
    somebody.mute_word("sure")
    somebody.reads("A message with a word you muted")


def settings(somebody: Attendee, stand: StandIn) -> None:
    for name in ("#covering", "#looks", "#keys", "#muted"):
        somebody.open(somebody.settings.locator(name))


def everything_open(somebody: Attendee, stand: StandIn) -> None:
    for part in somebody.page.locator(".panels details").all():
        if part.locator("> summary").is_visible():
            somebody.open(part)


def long_lost(somebody: Attendee, stand: StandIn) -> None:
    somebody.page.clock.install()
    stand.loses_the_line()
    somebody.reads("The line is broken.")
    somebody.page.clock.fast_forward(21_000)
    somebody.reads("Come in again")


def afresh(somebody: Attendee, stand: StandIn) -> None:
    somebody.hide_voice("I was not sure that I would come.")
    stand.starts_afresh()
    somebody.reads("The room had to start afresh.", "The names are new, so no voice is hidden on your page now.")


def finish_near(somebody: Attendee, stand: StandIn) -> None:
    page = somebody.page
    page.clock.install()
    somebody.open(somebody.settings.locator("#covering"))
    page.locator("#finish-by").fill(page.evaluate(IN_20_MINUTES))
    page.clock.fast_forward("16:00")
    somebody.reads("It is nearly the time that you set.")


def elsewhere(somebody: Attendee, stand: StandIn) -> None:
    stand.taken_over()
    somebody.reads("You are in the room somewhere else")


def covered(somebody: Attendee, stand: StandIn) -> None:
    somebody.cover()


def quiet(number: str, who: str, text: str, **more: object) -> Record:
    return {"k": "aside:said", "id": number, "who": who, "lang": "en", "a": 0, "text": text, **more}


QUIET = (quiet("q1", "seat", "", kind="need"), quiet("q2", "seat", "Are you there?"), quiet("q3", "desk", "I am here."))
CONTACT = ({"k": "contact:shown", "id": "c1", "lang": "en", "text": "12 Some Street, the back door"},)


def quietly(somebody: Attendee, stand: StandIn) -> None:
    """Opens everything by which a moderator is reached."""
    for part in somebody.panel.locator("details").all():
        if part.locator("> summary").is_visible():
            somebody.open(part)


def left_talking(somebody: Attendee, stand: StandIn) -> None:
    stand.tells(phase("closed"))
    somebody.reads("Your talk with a moderator is over")


STATES: dict[str, State] = {
    "arriving": State(records=(phase("arriving"),), own=LISTENING),
    "open, nothing said": State(records=(), own=LISTENING),
    "open, listening": State(own=LISTENING),
    "two last things": State(own=LISTENING, act=lambda one, _: one.press("Speak")),
    "speaking": State(),
    "an offer of parts": State(act=in_parts),
    "a note to choose": State(act=lambda one, _: one.unfold("Add a note")),
    "answering": State(act=answering),
    "a note opened": State(act=lambda one, _: one.open_words("What happened that night.", "Note: Violence")),
    "a menu": State(act=lambda one, _: one.acts("I was not sure that I would come.")),
    "a menu of one's own": State(
        more=({"k": "self:said", "ids": ["m2"]},), act=lambda one, _: one.acts("I was not sure that I would come.")
    ),
    "a muted word": State(act=blurred),
    "a hidden voice": State(act=lambda one, _: one.hide_voice("I was not sure that I would come.")),
    "asked to listen": State(own={"muted": True}),
    "one voice, not mine": State(records=(*TALK, {"k": "voice:changed", "one": True})),
    "one voice, mine": State(records=(*TALK, {"k": "voice:changed", "one": True}), own={"turn": True}),
    "stopped": State(records=(*TALK, phase("pause", "stop"))),
    "resting": State(records=(*TALK, phase("pause", "resting"))),
    "a pause of one's own": State(own={"paused": True}),
    "closing": State(records=(*TALK, phase("closing"))),
    "staying": State(records=(phase("staying", left=20),)),
    "ended": State(act=ends("This session has ended", phase("closed"))),
    "a closed seat": State(
        act=ends("The moderator has closed your seat for tonight", own=({"k": "self:changed", "removed": True},))
    ),
    "elsewhere": State(act=elsewhere),
    "a broken line": State(act=lambda one, stand: (stand.loses_the_line(), one.reads("The line is broken."))),
    "a line broken for long": State(act=long_lost),
    "a network that blocks the room": State(blocked=True),
    "a room that started afresh": State(act=afresh),
    "nearly time": State(act=finish_near),
    "covered": State(act=covered),
    "settings": State(act=settings),
    "nothing asked of a moderator": State(own=LISTENING, act=quietly),
    "asked for a moderator": State(own={"aside": "sent"}, more=QUIET[:1], act=quietly),
    "waiting for more than a minute": State(own={"aside": "sent", "late": True}, more=QUIET[:2], act=quietly),
    "nobody at the desk": State(own={"aside": "nobody", "mode": "listening"}, more=QUIET[:2], act=quietly),
    "new words of a moderator": State(own={"aside": "seen"}, more=QUIET),
    "a quiet talk": State(own={"aside": "seen"}, more=QUIET, act=quietly),
    "a place given": State(own={"aside": "seen", "contact": "given"}, more=QUIET + CONTACT, act=quietly),
    "a place passed on": State(own={"aside": "seen", "contact": "passed"}, more=QUIET, act=quietly),
    "a place not needed": State(own={"aside": "seen", "contact": "not-needed"}, more=QUIET, act=quietly),
    "a hand": State(own={"hand": True, "known": True}, act=quietly),
    "a talk while the room stays": State(records=(phase("staying", left=20),), own={"aside": "seen"}, more=QUIET),
    "the end of a talk": State(own={"aside": "sent"}, more=QUIET, act=left_talking),
    "all panels open": State(own={"granted": True, "known": True}, act=everything_open),
}


def turn_welsh(page: Page) -> None:
    """Turns the page to Welsh, also where the button for it is covered."""
    page.evaluate("() => document.querySelector('[data-speak=cy]').click()")
    expect(page.locator("html")).to_have_attribute("lang", "cy")
