"""Pages end up with what the room is: `reduce*(project(log, viewer)) == view(apply*(log), viewer)`.

Whole rooms are lived through, by the way that words go for people: what is decided is projected, waits, is put into
frames and bursts, sent, read and folded.
"""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.rooms import beat_room, burst, projection, projection_own
from forum.rooms.domain import events as e
from forum.rooms.domain.state import Moderator
from forum.rooms.frames import FrameRecord
from tests.rooms.generate_logs import BEGIN, MEMBERS, lines, live, random_steps
from tests.rooms.reference_reducer import seen
from tests.rooms.worlds import DAI, reduced

steps = st.lists(st.tuples(*[st.integers(0, 59)] * 4), max_size=60)


def differences(life):
    """Whose page shows something else than the room is, of those who were there to the end."""
    pages = {viewer: seen(reduced(life.records(viewer)), isinstance(viewer, Moderator)) for viewer in life.told}
    return [viewer for viewer, page in pages.items() if page != life.view(viewer)]


@given(steps, st.integers(0, 2**32))
@settings(max_examples=200, deadline=None)
def test_every_page_ends_up_with_what_the_room_is(drawn, seed):
    life = live([*BEGIN, *drawn], seed)
    assert life.told
    assert differences(life) == []


@pytest.mark.parametrize("seed", range(40))
def test_so_it_does_after_a_long_evening(seed):
    life = live(random_steps(random.Random(seed), 150), seed)
    assert differences(life) == []


@pytest.mark.prove
@pytest.mark.timeout(600)
@pytest.mark.parametrize("hundred", range(1, 21))
def test_so_it_does_after_two_thousand_evenings(hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        assert differences(live(random_steps(random.Random(seed), 200), seed)) == [], f"seed {seed}"


def without(kind):
    """What production projects, but for one kind of event."""
    return lambda event, after, audience: [] if isinstance(event, kind) else projection.project(event, after, audience)


def keeping(kind):
    """What production tells one viewer alone, but for one kind of event."""
    return lambda event, viewer, after: [] if isinstance(event, kind) else projection_own.own(event, viewer, after)


def never_after(*given, **more):
    record = projection.said(*given, **more)
    return record and FrameRecord({k: v for k, v in record.fields.items() if k != "p"}, record.text)


NOT_PROJECTED = {
    "withdrawing": e.MessagesWithdrawn,
    "erasing": e.MessagesErased,
    "hiding": e.MessageHidden,
    "putting back": e.MessageUnhidden,
    "muting": e.SeatMuted,
    "phases": e.PhaseChanged,
    "one voice": e.VoiceChanged,
    "small replies": e.MessageSupported,
    "flags": e.MessageFlagged,
    "settling a flag": e.MessageSettled,
    "withdrawing what was flagged": e.MessagesRetained,
    "the end of the floor": e.MessagesCleared,
    "hands": e.HandRaised,
    "lowered hands": e.HandLowered,
    "whose turn it is": e.TurnGiven,
    "another name": e.HandleDrawn,
    "what is said aside": e.AsideSaid,
    "the end of an aside": e.AsideEnded,
    "what waits too long": e.AsideLate,
    "who is still there": e.AsideUp,
    "a contact": e.ContactGiven,
    "a contact that is gone": e.ContactGone,
}
NOT_OWN = {
    "its own voice aside": e.AsideSaid,
    "its own aside's end": e.AsideEnded,
    "what was taken back aside": e.AsideRemoved,
    "that it was seen": e.AsideSeen,
    "that nobody is here": e.DeskAway,
    "its own contact": e.ContactGiven,
    "that its contact is gone": e.ContactGone,
    "that it is known": e.SeatKnown,
    "that it may draw": e.HandleGranted,
    "its own turn": e.TurnGiven,
}
SPOILED = {
    **{f"{name} is not told": (beat_room, "project", without(kind)) for name, kind in NOT_PROJECTED.items()},
    **{f"{name} is not told to its owner": (beat_room, "own", keeping(kind)) for name, kind in NOT_OWN.items()},
    "the own part is not told": (beat_room, "own", lambda event, viewer, after: []),
    "what is one's own is not told again": (
        beat_room, "own_snapshot", lambda state, viewer: projection_own.own_snapshot(state, viewer)[:1],
    ),
    "messages always come last": (beat_room, "said", never_after),
    "a burst does not empty the page": (burst, "RESET", b""),
    "what changes nothing is told as what does": (projection, "same", projection.done),
}  # fmt: skip


@pytest.mark.parametrize("spoiled", SPOILED.values(), ids=SPOILED)
def test_it_would_notice_that(spoiled, monkeypatch):
    monkeypatch.setattr(*spoiled)
    assert any(differences(live(random_steps(random.Random(seed), 150), seed)) for seed in range(200))


KINDS = {
    *("room:reset", "phase:changed", "voice:changed", "seat:known", "self:changed", "self:said", "command:done"),
    *("message:said", "message:supported", "message:flagged"),
    *("messages:removed", "messages:hidden", "messages:retained"),
    *("aside:said", "aside:removed", "aside:changed", "aside:ended"),
    *("contact:given", "contact:gone", "contact:shown"),
}
"""Every kind of record that there is, but for beats and refusals."""


def test_lives_are_made_up_for_the_browser_too():
    made = [json.loads(line) for line in lines(30, 7)]
    assert made == [json.loads(line) for line in lines(30, 7)]
    assert {line["viewer"].split(":")[0] for line in made} == {"desk", "seat"}
    told = [fields for line in lines(120, 8) for fields, _ in json.loads(line)["records"]]
    assert {fields["k"] for fields in told} >= KINDS
    assert {name for fields in told for name in fields} >= {"to", "note", "own", "sup", "kind", "flagged", "left", "p"}


def test_somebody_who_does_nothing_is_told_what_the_floor_is_told_and_their_own_seat():
    life = live(random_steps(random.Random(3), 100))
    kinds = {record.kind for record in life.records(DAI)}
    shared = {"phase:changed", "voice:changed", "message:said", "message:supported", "messages:removed"}
    assert kinds <= {"beat", "room:reset", *shared, "self:changed"}
    assert all(member.seat not in repr(life.records(DAI)) for member in MEMBERS)
