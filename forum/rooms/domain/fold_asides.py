"""The part of the fold that is about one seat and the moderators."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from forum.ids import SeatId
from forum.rooms.domain import aside_events as e
from forum.rooms.domain.state import AsideMessage, Contact, State, Thread

T = TypeVar("T")


def _without(items: Mapping[SeatId, T], seat: SeatId) -> dict[SeatId, T]:
    return {one: kept for one, kept in items.items() if one != seat}


def _thread(state: State, seat: SeatId, **changes: Any) -> State:
    return replace(state, asides={**state.asides, seat: replace(state.asides[seat], **changes)})


def _said(state: State, event: e.AsideSaid) -> State:
    by_desk = event.who == "desk"
    said = AsideMessage(event.id, event.who, event.lang, event.at, event.haze, event.kind, seen=by_desk)
    # Whoever speaks is connected; of somebody whom the desk speaks to, nothing is known yet.
    thread = state.asides.get(event.seat, Thread())
    told = replace(thread, messages=(*thread.messages, said), up=thread.up or not by_desk)
    asides = {**state.asides, event.seat: told}
    return replace(state, asides=asides)


def _removed(state: State, event: e.AsideRemoved) -> State:
    kept = replace(thread := state.asides[event.seat], messages=_but(thread, event.ids))
    marks = {"late": kept.late and kept.unseen, "up": kept.up and kept.of_seat}
    return _thread(state, event.seat, messages=kept.messages, **marks)


def _but(thread: Thread, ids: tuple[str, ...]) -> tuple[AsideMessage, ...]:
    return tuple(m for m in thread.messages if m.id not in ids)


def _seen(state: State, event: e.AsideSeen) -> State:
    thread = state.asides[event.seat]
    seen = tuple(replace(m, seen=True) for m in thread.up_to(event.id))
    return _thread(state, event.seat, messages=(*seen, *thread.messages[len(seen) :]), late=False)


def _given(state: State, event: e.ContactGiven) -> State:
    contacts = {**state.contacts, event.seat: Contact(event.id, event.lang)}
    return _contact(state, event.seat, contacts, "given")


def _gone(state: State, event: e.ContactGone) -> State:
    return _contact(state, event.seat, _without(state.contacts, event.seat), "" if event.how == "taken" else event.how)


def _contact(state: State, seat: SeatId, contacts: dict[SeatId, Contact], now: Any) -> State:
    return replace(state, contacts=contacts, seats={**state.seats, seat: replace(state.seats[seat], contact=now)})


FOLDS: dict[type, Callable[[State, Any], State]] = {
    e.AsideSaid: _said,
    e.AsideRemoved: _removed,
    e.AsideEnded: lambda state, event: replace(state, asides=_without(state.asides, event.seat)),
    e.AsideSeen: _seen,
    e.AsideLate: lambda state, event: _thread(state, event.seat, late=True),
    e.AsideUp: lambda state, event: _thread(state, event.seat, up=event.up),
    e.ContactGiven: _given,
    e.ContactGone: _gone,
    e.DeskAway: lambda state, event: replace(state, away=event.away),
}
