"""`apply`: the only fold of a room's log; every event was valid where it stands, so nothing is ever ignored."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from forum.ids import SeatId
from forum.rooms.domain import events as e
from forum.rooms.domain.state import Message, Phase, Seat, State


def apply(state: State, event: e.Event) -> State:
    """The room after this event."""
    return _FOLDS[type(event)](state, event)


def applied(state: State, events: Iterable[e.Event]) -> State:
    """The room after all these events."""
    for event in events:
        state = apply(state, event)
    return state


def _seat(state: State, seat: SeatId, **changes: Any) -> State:
    changed = replace(state.seats[seat], **changes)
    return replace(state, seats={**state.seats, seat: changed})


def _phase(state: State, event: e.PhaseChanged) -> State:
    closing = state.closing or event.phase == Phase.CLOSING
    return replace(state, phase=event.phase, why=event.why, closing=closing)


def _entered(state: State, event: e.SeatEntered) -> State:
    return replace(state, seats={**state.seats, event.seat: Seat(event.seat, event.handle)})


def _known(state: State, event: e.SeatKnown) -> State:
    # To the end: the desk must not learn from any order who came in when.
    others = {seat: kept for seat, kept in state.seats.items() if seat != event.seat}
    return replace(state, seats={**others, event.seat: replace(state.seats[event.seat], spoken=True)})


def _said(state: State, event: e.MessageSaid) -> State:
    message = Message(event.id, event.seat, event.handle, event.lang, event.size, event.at, haze=event.haze)
    state = replace(state, messages=(*state.messages, message))
    return state if event.seat is None else _seat(state, event.seat, said_at=event.at)


def _gone(state: State, event: e.Removal) -> State:
    ids = set(event.ids)
    return replace(state, messages=tuple(m for m in state.messages if m.id not in ids))


def _hiding(state: State, wanted: str, at: float | None) -> State:
    changed = tuple(replace(m, hidden_at=at) if m.id == wanted else m for m in state.messages)
    return replace(state, messages=changed)


_FOLDS: dict[type, Callable[[State, Any], State]] = {
    e.RoomOpened: lambda state, event: replace(state, epoch=event.epoch, first=event.first),
    e.Counted: lambda state, event: replace(state, counts={**state.counts, event.actor: event.c}),
    e.PhaseChanged: _phase,
    e.SeatEntered: _entered,
    e.ModeChosen: lambda state, event: _seat(state, event.seat, mode=event.mode),
    e.SeatPaused: lambda state, event: _seat(state, event.seat, paused=True),
    e.SeatResumed: lambda state, event: _seat(state, event.seat, paused=False),
    e.HandleDrawn: lambda state, event: _seat(state, event.seat, handle=event.handle),
    e.SeatMuted: lambda state, event: _seat(state, event.seat, muted=True),
    e.SeatUnmuted: lambda state, event: _seat(state, event.seat, muted=False),
    e.SeatRemoved: lambda state, event: _seat(state, event.seat, removed=True),
    e.SeatKnown: _known,
    e.MessageSaid: _said,
    e.MessageHidden: lambda state, event: _hiding(state, event.id, event.at),
    e.MessageUnhidden: lambda state, event: _hiding(state, event.id, None),
    e.MessagesWithdrawn: _gone,
    e.MessagesTrimmed: _gone,
    e.MessagesErased: _gone,
}
