"""`apply`: the only fold of a room's log; every event was valid where it stands, so nothing is ever ignored."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from forum.ids import SeatId
from forum.rooms.domain import events as e
from forum.rooms.domain.fold_asides import FOLDS as ASIDE_FOLDS
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
    return replace(state, phase=event.phase, why=event.why, until=event.until, closing=closing)


def _entered(state: State, event: e.SeatEntered) -> State:
    return replace(state, seats={**state.seats, event.seat: Seat(event.seat, event.handle)})


def _known(state: State, event: e.SeatKnown) -> State:
    # To the end: the desk must not learn from any order who came in when.
    seat = replace(state.seats[event.seat], known=True)
    others = {one: kept for one, kept in state.seats.items() if one != event.seat}
    return replace(state, seats={**others, event.seat: seat}, shown=state.shown | {seat.handle})


def _drawn(state: State, event: e.HandleDrawn) -> State:
    shown = state.shown | {event.handle} if state.seats[event.seat].known else state.shown
    return replace(_seat(state, event.seat, handle=event.handle, granted=False), shown=shown)


def _said(state: State, event: e.MessageSaid) -> State:
    message = Message(
        event.id, event.seat, event.handle, event.lang, event.size, event.at,
        haze=event.haze, to=event.to, note=event.note,
    )  # fmt: skip
    state = replace(state, messages=(*state.messages, message))
    return state if event.seat is None else _seat(state, event.seat, said_at=event.at)


def _gone(state: State, event: e.Removal) -> State:
    ids = set(event.ids)
    return replace(state, messages=tuple(m for m in state.messages if m.id not in ids))


def _messages(state: State, ids: Iterable[str], **changes: Any) -> State:
    wanted = set(ids)
    return replace(state, messages=tuple(replace(m, **changes) if m.id in wanted else m for m in state.messages))


def _message(state: State, wanted: str) -> Message:
    return next(m for m in state.messages if m.id == wanted)


def _supported(state: State, event: e.MessageSupported) -> State:
    message = _message(state, event.id)
    return _messages(state, (event.id,), sup=message.sup | {event.kind})


def _flagged(state: State, event: e.MessageFlagged) -> State:
    message = _message(state, event.id)
    return _messages(state, (event.id,), flagged=True, flaggers=message.flaggers | {event.seat})


_FOLDS: dict[type, Callable[[State, Any], State]] = {
    e.RoomOpened: lambda state, event: replace(state, epoch=event.epoch, first=event.first),
    e.Counted: lambda state, event: replace(state, counts={**state.counts, event.actor: event.c}),
    e.PhaseChanged: _phase,
    e.SeatEntered: _entered,
    e.ModeChosen: lambda state, event: _seat(state, event.seat, mode=event.mode),
    e.SeatPaused: lambda state, event: _seat(state, event.seat, paused=True),
    e.SeatResumed: lambda state, event: _seat(state, event.seat, paused=False),
    e.HandleDrawn: _drawn,
    e.HandleGranted: lambda state, event: _seat(state, event.seat, granted=True),
    e.HandRaised: lambda state, event: _seat(state, event.seat, hand=event.place),
    e.HandLowered: lambda state, event: _seat(state, event.seat, hand=0),
    e.VoiceChanged: lambda state, event: replace(state, one=event.one),
    e.TurnGiven: lambda state, event: replace(state, turn=event.seat),
    e.TurnEnded: lambda state, event: replace(state, turn=None),
    e.SeatMuted: lambda state, event: _seat(state, event.seat, muted=True),
    e.SeatUnmuted: lambda state, event: _seat(state, event.seat, muted=False),
    e.SeatRemoved: lambda state, event: _seat(state, event.seat, removed=True),
    e.SeatKnown: _known,
    e.MessageSaid: _said,
    e.MessageSupported: _supported,
    e.MessageFlagged: _flagged,
    e.MessageSettled: lambda state, event: _messages(state, (event.id,), flagged=False),
    e.MessageHidden: lambda state, event: _messages(state, (event.id,), hidden_at=event.at),
    e.MessageUnhidden: lambda state, event: _messages(state, (event.id,), hidden_at=None),
    e.MessagesRetained: lambda state, event: _messages(state, event.ids, withdrawn_at=event.at),
    e.MessagesWithdrawn: _gone,
    e.MessagesTrimmed: _gone,
    e.MessagesCleared: _gone,
    e.MessagesErased: _gone,
    **ASIDE_FOLDS,
}
