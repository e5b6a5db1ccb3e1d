"""A session that keeps details out: the server repeats the page's check for words to the floor, and only there."""

from typing import Any

import pytest

from forum.ids import ModeratorId, SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.rooms.details.gate import Gate, open_gate
from forum.rooms.domain import commands as ask
from forum.rooms.domain.state import Member, Moderator

STRICT, EASY = SessionId("strict"), SessionId("easy")
MEMBER, MODERATOR = Member(SeatId("seat")), Moderator(ModeratorId("robin"))
TELLING = ["Ring me on 07700 900123.", "PC Davies did it.", "I work at Fairwater.", "I live in CF10 3AT."]
QUIET = ["Gareth hit me.", "I was 34.", "It was on 3 March 2021.", "My sergeant said so.", "I rang 101."]


@pytest.fixture
def gate() -> Gate:
    made = Gate(lambda session: session == STRICT, lambda: ("Fairwater",))
    for session in (STRICT, EASY):
        made.learn(session)
    return made


def refused(gate: Gate, command: Any, session: SessionId = STRICT, actor: Any = MEMBER) -> bool:
    try:
        gate.require_plain(session, actor, command)
    except Refused as refusal:
        return refusal.code is RefusalCode.IDENTIFYING_DETAIL
    return False


@pytest.mark.parametrize("words", TELLING)
def test_certain_details_are_kept_out_where_the_session_says_so(gate: Gate, words: str) -> None:
    assert refused(gate, ask.Say("en", words))
    assert refused(gate, ask.Say("en", "It was bad.", note="other", own=words))
    assert not refused(gate, ask.Say("en", words), EASY)
    assert not refused(gate, ask.Say("en", words), actor=MODERATOR)
    assert not refused(open_gate(), ask.Say("en", words))


@pytest.mark.parametrize("words", QUIET)
def test_names_dates_and_ages_pass(gate: Gate, words: str) -> None:
    assert not refused(gate, ask.Say("en", words))


@pytest.mark.parametrize("words", TELLING)
def test_no_aside_and_no_contact_ever_meets_it(gate: Gate, words: str) -> None:
    assert not refused(gate, ask.SayAside("en", words))
    assert not refused(gate, ask.GiveContact("en", words))


def test_a_room_that_is_forgotten_is_asked_again(gate: Gate) -> None:
    gate.forget(STRICT)
    gate.forget(STRICT)
    assert not refused(gate, ask.Say("en", TELLING[0]))
    gate.learn(STRICT)
    assert refused(gate, ask.Say("en", TELLING[0]))


def test_the_list_is_read_anew_each_time() -> None:
    places = ["Elsewhere"]
    gate = Gate(lambda session: True, lambda: tuple(places))
    gate.learn(STRICT)
    assert not refused(gate, ask.Say("en", "I work at Fairwater."))
    places.append("Fairwater")
    assert refused(gate, ask.Say("en", "I work at Fairwater."))
