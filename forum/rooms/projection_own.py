"""What one viewer alone learns of its own seat; a part of `projection`."""

from collections.abc import Callable
from typing import Any

from forum.ids import SeatId
from forum.rooms.domain import events as e
from forum.rooms.domain.state import Member, Moderator, Person, Seat, State, Thread
from forum.rooms.frames import FrameRecord
from forum.rooms.projection import IDS_A_RECORD, done
from forum.rooms.projection_quiet import Words, aside_words, contact_words, removed

Told = FrameRecord | Words


def concerns(event: e.Event) -> Person | None:
    """The one person whom an event's own part is for; None where it may be for several."""
    if isinstance(event, e.Counted):
        return event.actor
    return Member(event.seat) if isinstance(event, e.SeatEvent | e.ThreadEvent | e.ContactEvent) else None


def own(event: e.Event, viewer: Person, after: State) -> list[Told]:
    """What one viewer alone learns from an event."""
    if "own" not in event.audience or concerns(event) not in (viewer, None):
        return []
    if isinstance(event, e.Counted):
        return [done(event.c, event.message)]
    if isinstance(viewer, Moderator):
        return []
    if isinstance(event, e.DeskAway):
        return [_aside(after, viewer.seat)] if viewer.seat in after.asides else []
    return _OWN[type(event)](event, after)


def _changed(**changes: Any) -> FrameRecord:
    return FrameRecord({"k": "self:changed"} | changes)


def _aside(after: State, seat: SeatId) -> FrameRecord:
    return _changed(**_standing(after, seat))


def _standing(state: State, seat: SeatId) -> dict[str, Any]:
    thread = state.asides.get(seat)
    return {"aside": _answered(state, thread) if thread else "", "late": thread is not None and thread.late}


# Whoever has an open talk learns that nobody is there, also where all of it was read before.
def _answered(state: State, thread: Thread) -> str:
    if state.away:
        return "nobody"
    # Where nothing of theirs is left, there is nothing of which to say that it was seen.
    if not thread.of_seat:
        return "open"
    return "sent" if thread.unseen else "seen"


def _contact(event: e.ContactEvent, after: State) -> list[Told]:
    contact = after.contacts.get(event.seat)
    shown = [contact_words(event.seat, contact.id)] if contact else []
    return [_changed(contact=after.seats[event.seat].contact), *shown]


_OWN: dict[type, Callable[[Any, State], list[Told]]] = {
    e.SeatEntered: lambda event, after: [whole_self(after, Member(event.seat))],
    e.ModeChosen: lambda event, after: [_changed(mode=event.mode)],
    e.SeatPaused: lambda event, after: [_changed(paused=True)],
    e.SeatResumed: lambda event, after: [_changed(paused=False)],
    e.HandleDrawn: lambda event, after: [_changed(handle=event.handle, granted=False)],
    e.HandleGranted: lambda event, after: [_changed(granted=True)],
    e.SeatKnown: lambda event, after: [_changed(known=True)],
    e.HandRaised: lambda event, after: [_changed(hand=True)],
    e.HandLowered: lambda event, after: [_changed(hand=False)],
    e.TurnGiven: lambda event, after: [_changed(turn=True)],
    e.TurnEnded: lambda event, after: [_changed(turn=False)],
    e.SeatMuted: lambda event, after: [_changed(muted=True)],
    e.SeatUnmuted: lambda event, after: [_changed(muted=False)],
    e.SeatRemoved: lambda event, after: [_changed(removed=True)],
    e.AsideSaid: lambda event, after: [aside_words(event.seat, event.id), _aside(after, event.seat)],
    e.AsideRemoved: lambda event, after: [removed(event, desk=False), _aside(after, event.seat)],
    e.AsideEnded: lambda event, after: [FrameRecord({"k": "aside:ended"}), _aside(after, event.seat)],
    e.AsideSeen: lambda event, after: [_aside(after, event.seat)],
    e.AsideLate: lambda event, after: [_aside(after, event.seat)],
    e.ContactGiven: _contact,
    e.ContactGone: _contact,
}


def whole_self(state: State, viewer: Person) -> FrameRecord:
    """Everything a viewer knows of itself, in one record."""
    if isinstance(viewer, Moderator):
        return _changed(c=state.count(viewer))
    seat = state.seats.get(viewer.seat)
    return _changed(**_self(state, seat), c=state.count(viewer)) if seat else _changed()


def _self(state: State, seat: Seat) -> dict[str, Any]:
    flags = {"paused": seat.paused, "muted": seat.muted, "removed": seat.removed}
    more = {"known": seat.known, "granted": seat.granted, "hand": seat.hand > 0, "turn": state.turn == seat.id}
    quiet = _standing(state, seat.id) | {"contact": seat.contact}
    return {"mode": seat.mode, "handle": seat.handle} | flags | more | quiet


def own_snapshot(state: State, viewer: Person) -> list[Told]:
    """What somebody who arrives now has to be told of themselves, in order."""
    if isinstance(viewer, Moderator):
        return [whole_self(state, viewer)]
    mine = [m.id for m in state.messages if m.seat == viewer.seat and not m.withdrawn]
    said = [mine[start : start + IDS_A_RECORD] for start in range(0, len(mine), IDS_A_RECORD)]
    thread, contact = state.asides.get(viewer.seat), state.contacts.get(viewer.seat)
    return [
        whole_self(state, viewer),
        *(FrameRecord({"k": "self:said", "ids": ids}) for ids in said),
        *(aside_words(viewer.seat, m.id) for m in (thread.messages if thread else ())),
        *([contact_words(viewer.seat, contact.id)] if contact else []),
    ]
