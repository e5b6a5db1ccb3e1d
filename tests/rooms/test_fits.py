"""Every legal event fits the part of a frame that it goes into, and every command the frame that it comes in."""

import contextlib
import dataclasses
import json
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.refusals import RefusalCode, Refused
from forum.rooms import projection, projection_own, wire
from forum.rooms.beat_room import SIZES
from forum.rooms.domain import events as e
from forum.rooms.domain import limits
from forum.rooms.domain.limits import MAX_COUNT
from forum.rooms.domain.state import (
    KINDS,
    NO_HANDLE,
    NOTES,
    SUPPORTS,
    AsideMessage,
    Contact,
    Member,
    Message,
    Phase,
    Seat,
    State,
    Thread,
    own_words,
)
from forum.rooms.domain.text import MESSAGE, measured
from forum.rooms.frames import MEMBER_OWN, UP, FrameRecord, encoded
from forum.rooms.projection_quiet import Words, aside_words, contact_words, quietly
from tests.frames import up
from tests.rooms.test_wire import MAYBE, SHAPES, WITH_WORDS
from tests.rooms.worlds import ANNA, MODERATOR

# What must fit beside the longest beat record there can be.
BEAT = encoded(FrameRecord({"k": "beat", "e": "-" * 8, "f": MAX_COUNT, "s": 1_000_000, "b": 23}))
RESET = encoded(FrameRecord({"k": "room:reset"}))
# Without control characters: the page takes them out of the one text that rides in JSON, where each grows sixfold.
written = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=12)
HARD = '"\\\u2028<>&/ŵŷ👩\u200d🏴é'


def longest(most):
    """Text of at most so many characters and bytes, some of it as hard on its frame as can be."""
    return st.sampled_from([cut(mark, most) for mark in HARD]) | written.map(lambda text: cut(text or "x", most))


def cut(text, most):
    """As much of it, over and over, as may be."""
    return (text * most[0])[: most[0]].encode()[: most[1]].decode(errors="ignore")


ids = st.text("ABCxyz019-_", min_size=8, max_size=8)
handles = st.integers(NO_HANDLE, 999_999)
many, few = (
    st.integers(1, most).map(lambda number: tuple(f"{n:08}" for n in range(number)))
    for most in (limits.MAX_MESSAGES, limits.MAX_ASIDES)
)
texts, quiet_texts, notes = longest(MESSAGE), longest(wire.ASIDE), longest(wire.NOTE)


def size(records, audience):
    assert all(isinstance(record, FrameRecord) for record in records)
    return max((len(encoded(record)) for record in records), default=0)


def fits(records, audience):
    return size(records, audience) <= SIZES[audience][0] - len(BEAT) - len(RESET)


@given(texts, notes, ids, handles, st.sampled_from(NOTES), st.booleans())
def test_every_message_fits(text, own, new, handle, note, off):
    message = Message(
        new, ANNA.seat, handle, "cy", 1, 0.0, 1.0 if off else None, to="answered", note=note,
        sup=frozenset(SUPPORTS), flagged=True, withdrawn_at=1.0 if off else None,
    )  # fmt: skip
    others = [Message(f"{name}", ANNA.seat, 1, "en", 1, 0.0) for name in ("earlier-", "later---")]
    after = State(messages=(others[0], message, others[1]))
    cells = {new: text, own_words(new): own}
    for audience in ("floor", "desk"):
        record = projection.said(after, new, cells, audience, {"earlier-", "later---"}, 10_000.0)
        assert (record is None) == (off and audience == "floor")
        if record is not None:
            assert record.fields["p"] == "earlier-"
            assert set(record.fields) >= {"to", "note", "sup"}
            assert fits([record], audience)


@given(quiet_texts, ids, st.sampled_from(["seat", "desk"]), st.sampled_from(KINDS), st.booleans())
def test_every_aside_and_every_contact_fits_its_owners_part_and_the_desks(text, new, who, kind, contact):
    thread = Thread((AsideMessage(new, who, "cy", 0.0, kind=kind),))
    there = {"contacts": {ANNA.seat: Contact(new, "cy")}} if contact else {"asides": {ANNA.seat: thread}}
    after = State(seats={ANNA.seat: Seat(ANNA.seat, 1)}, **there)
    words = (contact_words if contact else aside_words)(ANNA.seat, new)
    for desk in (False, True):
        record = quietly(after, words, {new: text}, 10_000.0, desk)
        assert record is not None
        assert fits([record], "desk") if desk else len(encoded(record)) <= MEMBER_OWN


def made(event: type, draw: Any, seat: Any) -> Any:
    """An event of that type with the longest there is in each field."""
    fields = {
        "seat": seat, "handle": draw(handles), "mode": "listening", "place": MAX_COUNT, "id": draw(ids),
        "ids": draw(many if event in get_args(e.Removal) or event is e.MessagesRetained else few),
        "phase": draw(st.sampled_from(list(Phase))), "why": "resting", "at": 0.0, "until": limits.STAY,
        "one": False, "who": "seat", "lang": "cy", "kind": "someone-here", "haze": 1.0, "up": False, "away": True,
        "how": "not-needed", "size": 1, "to": "answered", "note": "self-harm", "epoch": "-" * 8, "first": 1,
        "actor": ANNA, "c": MAX_COUNT, "message": draw(ids),
    }  # fmt: skip
    if event is e.MessageSupported:
        fields["kind"] = "same-here"
    return event(**{field.name: fields[field.name] for field in dataclasses.fields(event)})


def flattened(union):
    return [one for part in get_args(union) for one in flattened(part)] if get_args(union) else [union]


@pytest.mark.parametrize("event", flattened(e.Event), ids=lambda event: event.__name__)
@given(data=st.data(), flag=st.booleans(), phase=st.sampled_from(list(Phase)))
@settings(max_examples=20)
def test_every_event_fits(event, data, flag, phase):
    seat = Seat(
        ANNA.seat, data.draw(handles), "listening", flag, flag, flag, known=True, granted=flag, hand=MAX_COUNT,
        contact="not-needed",
    )  # fmt: skip
    thread = Thread((AsideMessage("whatever", "seat", "cy", 0.0),), late=flag, up=flag)
    after = State(
        phase=phase, until=limits.STAY, seats={ANNA.seat: seat}, counts={ANNA: MAX_COUNT}, turn=ANNA.seat,
        asides={ANNA.seat: thread} if flag else {}, away=flag,
    )  # fmt: skip
    happened = made(event, data.draw, ANNA.seat)
    for audience in ("floor", "desk"):
        told = projection.project(happened, after, audience)
        assert fits([record for record in told if not isinstance(record, Words)], audience)
    for viewer in (ANNA, MODERATOR, Member("somebody")):
        for record in projection_own.own(happened, viewer, after):
            assert isinstance(record, Words) or len(encoded(record)) <= MEMBER_OWN


@given(many, handles)
def test_all_that_a_page_is_told_of_itself_fits_frame_by_frame(messages, handle):
    said = tuple(Message(i, ANNA.seat, handle, "cy", 1, 0.0) for i in messages)
    seat = Seat(ANNA.seat, handle, "listening", False, False, False, False, False, 0, "not-needed")
    state = State(seats={ANNA.seat: seat}, counts={ANNA: MAX_COUNT}, messages=said)
    told = projection_own.own_snapshot(state, ANNA)
    assert all(len(encoded(record)) <= MEMBER_OWN for record in told)
    assert [i for record in told if record.kind == "self:said" for i in record.fields["ids"]] == list(messages)


@pytest.mark.parametrize("code", RefusalCode)
def test_every_refusal_fits(code):
    assert len(encoded(projection.refused(MAX_COUNT, code.value))) <= MEMBER_OWN // 4


def most_of(kind):
    return wire.ASIDE if kind in ("aside:say", "contact:give") else MESSAGE


@pytest.mark.parametrize("kind", SHAPES)
@given(data=st.data())
@settings(max_examples=30)
def test_every_command_fits_the_frame_that_it_comes_in(kind, data):
    text = data.draw(longest(most_of(kind))) if kind in WITH_WORDS else ""
    fields = SHAPES[kind] | MAYBE.get(kind, {})
    if "own" in fields:
        fields = fields | {"own": data.draw(notes)}
    if kind == "aside:say":
        fields = {name: fields[name] for name in data.draw(st.sampled_from([["lang", "kind"], ["lang", "seat"]]))}
    record = FrameRecord({"k": kind, "c": MAX_COUNT} | fields, text)
    tick = wire.read_tick(up("-" * 8, MAX_COUNT, record))
    assert tick.command == record
    assert len(json.dumps(record.fields, ensure_ascii=False)) < UP - 1_200


@given(written, st.integers(1, 200), st.sampled_from([MESSAGE, wire.ASIDE, wire.NOTE]))
def test_whatever_is_written_is_refused_or_fits(text, times, most):
    with contextlib.suppress(Refused):
        kept = wire.clean(text * times, most)
        assert measured(kept, most) == kept
        assert len(kept.encode()) <= most[1]
        assert len(kept) <= most[0]


@pytest.mark.parametrize("kind", sorted(WITH_WORDS))
@pytest.mark.parametrize("mark", ["x", "ŵ"])
def test_a_draft_of_a_hundred_thousand_characters_is_refused_and_not_cut(kind, mark):
    # Such a record fits no frame; whoever reads it is asked all the same.
    with pytest.raises(Refused) as refused:
        wire.read_command(FrameRecord({"k": kind, "c": 1} | SHAPES[kind], mark * 100_000))
    assert refused.value.code == RefusalCode.MESSAGE_TOO_LONG
