"""`project`: the only way out of a room. What is not made here reaches no page.

Every viewer sees two things: what is shared by its whole audience (the floor, or the desk), and what is its own.
Records that carry words are made by `said`, from the state and the cells as they are at that moment: what has been
withdrawn, hidden or erased in between yields nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Literal, TypeAlias

from forum.rooms.domain import events as e
from forum.rooms.domain.limits import A_FEW_MINUTES, JUST_NOW
from forum.rooms.domain.state import Member, Message, MessageId, Moderator, Person, Seat, State
from forum.rooms.frames import FrameRecord

Audience: TypeAlias = Literal["floor", "desk"]
Cells: TypeAlias = Mapping[MessageId, str]

IDS_A_RECORD = 50


def audience_of(viewer: Person) -> Audience:
    """Which shared part this viewer gets."""
    return "desk" if isinstance(viewer, Moderator) else "floor"


def project(event: e.Event, after: State, cells: Cells, viewer: Person, now: float) -> list[FrameRecord]:
    """Everything that this viewer learns from an event, given the state right after it."""
    audience = audience_of(viewer)
    if isinstance(event, e.MessageSaid | e.MessageUnhidden):
        shown = [i for i in visible(after, audience) if i in cells]
        told = said(after, event.id, cells, audience, shown, now)
        return [*shared(event, after, audience), *([told] if told else [])]
    return [*shared(event, after, audience), *own(event, viewer, after)]


def visible(state: State, audience: Audience) -> list[MessageId]:
    """The messages that this audience has on its pages, in order."""
    return [m.id for m in state.messages if audience == "desk" or not m.hidden]


def said(
    state: State, wanted: str, cells: Cells, audience: Audience, shown: Collection[MessageId], now: float
) -> FrameRecord | None:
    """A message with its words; None where this audience may not, or can no longer, have them.

    `p` is there when the message does not belong at the end of what is already `shown`: it names the message that
    it comes after, or nothing ("") when it comes first.
    """
    message = state.message(wanted)
    if message is None or message.id not in cells or (audience == "floor" and message.hidden):
        return None
    fields = _fields(message, audience, now) | _position(state, message, audience, shown)
    return FrameRecord(fields, cells[message.id])


def _fields(message: Message, audience: Audience, now: float) -> dict[str, Any]:
    fields = {
        "k": "message:said",
        "id": message.id,
        "h": message.handle,
        "lang": message.lang,
        "a": age(now - message.at),
    }
    if audience == "desk":
        fields["seat"] = message.seat or ""
        if message.hidden:
            fields["hidden"] = True
    return fields


def _position(state: State, message: Message, audience: Audience, shown: Collection[MessageId]) -> dict[str, str]:
    order = visible(state, audience)
    at = order.index(message.id)
    if not any(i in shown for i in order[at + 1 :]):
        return {}
    return {"p": next((i for i in reversed(order[:at]) if i in shown), "")}


def age(seconds: float) -> int:
    """0 "just now", 1 "a few minutes ago", 2 "earlier": no page is ever told a time."""
    return 0 if seconds < JUST_NOW else 1 if seconds < A_FEW_MINUTES else 2


def shared(event: e.Event, after: State, audience: Audience) -> list[FrameRecord]:
    """What the whole audience learns from an event, words aside."""
    if audience not in event.audience:
        return []
    if isinstance(event, e.SeatKnown | e.SeatMuted | e.SeatUnmuted | e.SeatRemoved):
        return [known(after.seats[event.seat])]
    makes = _SHARED.get(type(event))
    return list(makes(event, audience)) if makes else []


def known(seat: Seat) -> FrameRecord:
    """A seat as the desk knows it, from its first word on."""
    return FrameRecord({"k": "seat:known", **_seat(seat)})


def phase(state: State) -> FrameRecord:
    """The phase that the room is in."""
    return FrameRecord({"k": "phase:changed", "phase": state.phase.value, "why": state.why})


def _phase(event: e.PhaseChanged, audience: Audience) -> Iterator[FrameRecord]:
    yield FrameRecord({"k": "phase:changed", "phase": event.phase.value, "why": event.why})


def _removed(event: e.Removal, audience: Audience) -> Iterator[FrameRecord]:
    yield from _ids("messages:removed", event.ids)


def _hidden(event: e.MessageHidden, audience: Audience) -> Iterator[FrameRecord]:
    yield from _ids("messages:hidden" if audience == "desk" else "messages:removed", (event.id,))


def _ids(kind: str, ids: tuple[MessageId, ...]) -> Iterator[FrameRecord]:
    for start in range(0, len(ids), IDS_A_RECORD):
        yield FrameRecord({"k": kind, "ids": list(ids[start : start + IDS_A_RECORD])})


_SHARED: dict[type, Callable[[Any, Audience], Iterator[FrameRecord]]] = {
    e.PhaseChanged: _phase,
    e.MessagesWithdrawn: _removed,
    e.MessagesTrimmed: _removed,
    e.MessageHidden: _hidden,
    e.MessagesErased: _removed,
}


def own(event: e.Event, viewer: Person, after: State) -> list[FrameRecord]:
    """What one viewer alone learns from an event."""
    if isinstance(event, e.Counted):
        return [done(event.c, event.message)] if event.actor == viewer else []
    if not isinstance(event, e.SeatEvent) or "own" not in event.audience or viewer != Member(event.seat):
        return []
    if isinstance(event, e.SeatEntered):
        return [whole_self(after, viewer)]
    return [FrameRecord({"k": "self:changed", **_OWN[type(event)](event)})]


_OWN: dict[type, Callable[[Any], dict[str, Any]]] = {
    e.ModeChosen: lambda event: {"mode": event.mode},
    e.SeatPaused: lambda event: {"paused": True},
    e.SeatResumed: lambda event: {"paused": False},
    e.HandleDrawn: lambda event: {"handle": event.handle},
    e.SeatMuted: lambda event: {"muted": True},
    e.SeatUnmuted: lambda event: {"muted": False},
    e.SeatRemoved: lambda event: {"removed": True},
}


def done(c: int, message: str | None = None) -> FrameRecord:
    """A command was done."""
    return FrameRecord({"k": "command:done", "c": c} | ({"id": message} if message else {}))


def refused(c: int, code: str) -> FrameRecord:
    """A command was not done, and why; the page holds the sentence."""
    return FrameRecord({"k": "command:refused", "c": c, "code": code})


def self_of(state: State, viewer: Person) -> dict[str, Any]:
    """Everything a viewer knows of itself."""
    if isinstance(viewer, Moderator):
        return {"c": state.count(viewer)}
    seat = state.seats.get(viewer.seat)
    if seat is None:
        return {}
    flags = {"paused": seat.paused, "muted": seat.muted, "removed": seat.removed}
    return {"mode": seat.mode, "handle": seat.handle, **flags, "c": state.count(viewer)}


def whole_self(state: State, viewer: Person) -> FrameRecord:
    """Everything a viewer knows of itself, in one record."""
    return FrameRecord({"k": "self:changed", **self_of(state, viewer)})


def snapshot(state: State, cells: Cells, audience: Audience, skip: Collection[str], now: float) -> list[FrameRecord]:
    """What somebody who arrives now has to be told, in order; messages in `skip` are still to come to all."""
    seats = [known(seat) for seat in state.seats.values() if seat.spoken] if audience == "desk" else []
    ids = [i for i in visible(state, audience) if i not in skip]
    words = [said(state, i, cells, audience, (), now) for i in ids]
    return [phase(state), *seats, *(w for w in words if w)]


def view(state: State, cells: Cells, viewer: Person) -> dict[str, Any]:
    """What a page must show after it has been told everything: the right side of the room's one equation."""
    desk = isinstance(viewer, Moderator)
    words = [_shown(m, cells[m.id], desk) for m in state.messages if m.id in cells and (desk or not m.hidden)]
    base = {"phase": state.phase.value, "messages": words}
    if not desk:
        return base | {"self": self_of(state, viewer)}
    return base | {"seats": [_seat(s) for s in state.seats.values() if s.spoken]}


def _seat(seat: Seat) -> dict[str, Any]:
    return {"seat": seat.id, "h": seat.handle, "muted": seat.muted, "removed": seat.removed}


def _shown(message: Message, text: str, desk: bool) -> dict[str, Any]:
    shown = {"id": message.id, "h": message.handle, "lang": message.lang, "text": text}
    return shown | ({"seat": message.seat or "", "hidden": message.hidden} if desk else {})
