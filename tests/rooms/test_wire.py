"""Nothing that a page sends is believed."""

import base64
import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.refusals import RefusalCode, Refused
from forum.rooms import wire
from forum.rooms.domain import commands as ask
from forum.rooms.frames import UP, FrameRecord, encoded, joined, part
from tests.frames import up

SHAPES = {
    "mode:choose": {"mode": "speaking"},
    "message:say": {"lang": "cy"},
    "message:withdraw": {"id": "abcdefgh"},
    "messages:withdraw": {},
    "seat:pause": {},
    "seat:resume": {},
    "handle:draw": {},
    "room:open": {},
    "room:stop": {},
    "room:end": {},
    "room:close": {},
    "message:hide": {"id": "abcdefgh"},
    "message:unhide": {"id": "abcdefgh"},
    "seat:mute": {"seat": "0123456789abcdef"},
    "seat:unmute": {"seat": "0123456789abcdef"},
    "seat:remove": {"seat": "0123456789abcdef"},
    "message:support": {"id": "abcdefgh", "kind": "believe"},
    "message:flag": {"id": "abcdefgh"},
    "message:settle": {"id": "abcdefgh"},
    "hand:raise": {},
    "hand:lower": {},
    "aside:say": {"lang": "cy"},
    "aside:see": {"seat": "0123456789abcdef", "id": "abcdefgh"},
    "aside:end": {},
    "contact:give": {"lang": "en"},
    "contact:take": {},
    "contact:settle": {"seat": "0123456789abcdef", "how": "passed"},
    "handle:grant": {"seat": "0123456789abcdef"},
    "voice:one": {"on": True},
    "turn:give": {"seat": "0123456789abcdef"},
    "turn:end": {},
    "room:stay": {},
}
MAYBE = {
    "message:say": {"to": "abcdefgh", "note": "self-harm", "own": "geiriau"},
    "aside:say": {"kind": "someone-here", "seat": "0123456789abcdef"},
    "aside:end": {"seat": "0123456789abcdef"},
    "hand:lower": {"seat": "0123456789abcdef"},
    "room:close": {"confirm": True},
    "room:end": {"lang": "cy"},
}
WITH_WORDS = {"message:say", "room:end", "aside:say", "contact:give"}
TICK = {"k": "tick", "e": "", "f": 0}


def frame(*records):
    return joined(part([encoded(record) for record in records], UP))


def refusal(fields, text=""):
    with pytest.raises(Refused) as refused:
        wire.read_command(FrameRecord(fields, text))
    return refused.value.code


def test_every_kind_has_its_shape_here():
    assert set(SHAPES) == set(wire._READS)


@pytest.mark.parametrize("kind", SHAPES)
def test_a_command_in_its_shape_is_read(kind):
    text = "Helo" if kind in WITH_WORDS else ""
    tick = wire.read_tick(up("epoch123", 7, FrameRecord({"k": kind, "c": 5} | SHAPES[kind], text)))
    assert (tick.epoch, tick.seen, wire.count_of(tick.command)) == ("epoch123", 7, 5)
    assert wire.read_command(tick.command) is not None


@pytest.mark.parametrize("kind", SHAPES)
def test_a_command_in_any_other_shape_is_refused(kind):
    good = {"k": kind, "c": 5} | SHAPES[kind]
    text = "Helo" if kind in WITH_WORDS else ""
    assert refusal(good | {"extra": 1}, text) == RefusalCode.BAD_REQUEST
    for c in (0, -1, 2**53, True, "1", None, 1.0, [1]):
        assert refusal(good | {"c": c}, text) == RefusalCode.BAD_REQUEST
    assert refusal({"k": kind} | SHAPES[kind], text) == RefusalCode.BAD_REQUEST
    for name in SHAPES[kind]:
        for value in (None, 5, "", [], {}, "x" * 33, 1.0):
            assert refusal(good | {name: value}, text) == RefusalCode.BAD_REQUEST
        assert refusal({key: good[key] for key in good if key != name}, text) == RefusalCode.BAD_REQUEST
    if kind not in WITH_WORDS:
        assert refusal(good, "words") == RefusalCode.BAD_REQUEST


@pytest.mark.parametrize("kind", MAYBE)
def test_what_may_be_left_out_is_as_strict_when_it_is_there(kind):
    good, text = {"k": kind, "c": 5} | SHAPES[kind], "Helo" if kind in WITH_WORDS else ""
    assert wire.read_command(FrameRecord(good | MAYBE[kind], text)) is not None
    for name in MAYBE[kind]:
        for value in (None, 5, [], {}, 1.0, [MAYBE[kind][name]]):
            assert refusal(good | MAYBE[kind] | {name: value}, text) == RefusalCode.BAD_REQUEST
        if name != "own":
            for value in ("", "x" * 33, False):
                assert refusal(good | {name: value}, text) == RefusalCode.BAD_REQUEST


CLOSED_SETS = {
    "kind of reply": {"k": "message:support", "id": "abcdefgh", "kind": "like"},
    "kind of call": {"k": "aside:say", "lang": "en", "kind": "help"},
    "note": {"k": "message:say", "lang": "en", "note": "spoilers"},
    "what became of it": {"k": "contact:settle", "seat": "0123456789abcdef", "how": "taken"},
    "language": {"k": "contact:give", "lang": "fr"},
    "not only yes or no": {"k": "voice:one", "on": 1},
    "yes in words": {"k": "room:close", "confirm": "true"},
    "no": {"k": "room:close", "confirm": False},
    "own words of no note": {"k": "message:say", "lang": "en", "own": "geiriau"},
}


@pytest.mark.parametrize("fields", CLOSED_SETS.values(), ids=CLOSED_SETS)
def test_what_is_in_no_closed_set_is_refused(fields):
    assert refusal({"c": 1} | fields, "Helo" if fields["k"] in WITH_WORDS else "") == RefusalCode.BAD_REQUEST


def noted(own):
    return wire.read_command(FrameRecord({"k": "message:say", "c": 1, "lang": "en", "note": "other", "own": own}, "x"))


def test_a_notes_own_words_are_one_clean_line_and_short():
    assert noted(" <b>a\u200b</b>\n b\t\u2028 c ").own == "a b c"
    assert [noted(own).own for own in ("", " ", "<i></i>", "\ufe0f", "\u200d", "\u0301")] == [None] * 6
    assert noted("x" * 40).own == "x" * 40
    for own in ("x" * 41, "ŵ" * 31):
        with pytest.raises(Refused) as refused:
            noted(own)
        assert refused.value.code == RefusalCode.MESSAGE_TOO_LONG


@pytest.mark.parametrize("kind", ["aside:say", "contact:give"])
def test_what_is_said_aside_is_shorter(kind):
    asked = {"k": kind, "c": 1, "lang": "en"}
    assert wire.read_command(FrameRecord(asked, "x" * 500)).text == "x" * 500
    assert wire.read_command(FrameRecord(asked, "ŵ" * 300)).text == "ŵ" * 300
    for text in ("x" * 501, "ŵ" * 301):
        assert refusal(asked, text) == RefusalCode.MESSAGE_TOO_LONG
    assert refusal(asked, " \n") == RefusalCode.EMPTY_MESSAGE


def test_one_tap_needs_no_words():
    asked = {"k": "aside:say", "c": 1, "lang": "en", "kind": "need"}
    assert wire.read_command(FrameRecord(asked, " \n")) == ask.SayAside("en", "", "need")
    assert wire.read_command(FrameRecord(asked, " please ")) == ask.SayAside("en", "please", "need")


@pytest.mark.parametrize("kind", ["", "tick", "room:forget", "Enter", None, 5, [], {}, "__class__", "seat:pause "])
def test_an_unknown_kind_is_refused(kind):
    assert refusal({"k": kind, "c": 1}) == RefusalCode.UNKNOWN_COMMAND


def test_closing_words_are_not_needed():
    assert wire.read_command(FrameRecord({"k": "room:end", "c": 1}, " \n")) == ask.EndRoom("en", "")
    assert wire.read_command(FrameRecord({"k": "room:end", "c": 1, "lang": "cy"}, "Hwyl")) == ask.EndRoom("cy", "Hwyl")


def test_words_are_cleaned_on_the_way_in():
    assert wire.read_command(FrameRecord({"k": "message:say", "c": 1, "lang": "en"}, "<b>a</b>")) == ask.Say("en", "a")
    assert refusal({"k": "message:say", "c": 1, "lang": "en"}, "  ") == RefusalCode.EMPTY_MESSAGE
    assert refusal({"k": "message:say", "c": 1, "lang": "en"}, "x" * 1001) == RefusalCode.MESSAGE_TOO_LONG


raw = base64.b64encode
BAD_FRAMES = {
    "nothing": "",
    "short": "AAAA",
    "one short": "A" * 2044,
    "one long": "A" * 2052,
    "no record": "A" * 2048,
    "bytes": b"A" * 2048,
    "none": None,
    "list": ["A" * 2048],
    "number": 5,
    "not base64": "*" * 2048,
    "padded early": "AA==" * 512,
    "not ascii": "ŵ" * 2048,
    "not a tick": frame(FrameRecord({"k": "message:say", "c": 1, "lang": "en"}, "x")),
    "command first": frame(FrameRecord({"k": "seat:pause", "c": 1}), FrameRecord(TICK)),
    "two commands": frame(
        FrameRecord(TICK), FrameRecord({"k": "seat:pause", "c": 1}), FrameRecord({"k": "seat:resume", "c": 2})
    ),
    "tick with words": frame(FrameRecord(TICK, "words")),
    "tick with more": frame(FrameRecord(TICK | {"x": 1})),
    "tick with less": frame(FrameRecord({"k": "tick", "e": ""})),
    "epoch no string": frame(FrameRecord(TICK | {"e": 5})),
    "seen negative": frame(FrameRecord(TICK | {"f": -1})),
    "seen no number": frame(FrameRecord(TICK | {"f": "1"})),
    "seen true": frame(FrameRecord(TICK | {"f": True})),
    "json bomb": raw((b"\x05\xf0\x00\x00" + b"[" * 1520).ljust(UP, b"\0")).decode(),
    "json list": raw(b"\x00\x02\x00\x00[]".ljust(UP, b"\0")).decode(),
    "json infinite": raw(b"\x00\x03\x00\x00NaN".ljust(UP, b"\0")).decode(),
    "json broken": raw(b"\x00\x02\x00\x00{{".ljust(UP, b"\0")).decode(),
    "not utf-8": raw(b"\x00\x02\x00\x00\xff\xff".ljust(UP, b"\0")).decode(),
    "past the end": raw(b"\xff\xff\xff\xff{}".ljust(UP, b"\0")).decode(),
}


@pytest.mark.parametrize("bad", BAD_FRAMES.values(), ids=BAD_FRAMES)
def test_a_frame_that_our_pages_never_send_is_refused(bad):
    with pytest.raises(Refused) as refused:
        wire.read_tick(bad)
    assert refused.value.code == RefusalCode.BAD_REQUEST
    assert not refused.value.__cause__
    assert str(refused.value) == "bad-request"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(
    ["k", "c", "id", "seat", "lang", "mode", "to", "note", "own", "kind", "how", "on", "confirm", "x"]
)
kinds = st.fixed_dictionaries({"k": st.sampled_from(sorted(SHAPES)), "c": st.integers(0, 3)})


@given(kinds, st.dictionaries(names, json_values), st.text(max_size=50))
def test_any_json_is_a_command_or_a_kind_refusal(base, fields, text):
    record = FrameRecord(json.loads(json.dumps(base | fields)), text)
    assert type(wire.count_of(record)) is int
    with contextlib.suppress(Refused):
        wire.read_command(record)
