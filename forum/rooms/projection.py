"""The only way out of a room. But for the beat that begins each frame, what is not made here reaches no page.

Every viewer sees two things: what is shared by its whole audience (`project`; the floor, or the desk), and what is its
own (`own`). A message is projected as its id: the record that carries its words is made by `said` when its frame is
built, from the state and the cells of that moment. What has been withdrawn, hidden or erased in between yields nothing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from forum.ids import SeatId
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


@dataclass(frozen=True, slots=True)
class Words:
    """A message that is to be shown, and whose turn it takes: a seat's, or (none) the moderators'."""

    id: MessageId
    seat: SeatId | None


def project(event: e.Event, after: State, audience: Audience) -> list[FrameRecord | Words]:
    """What the whole audience learns from an event, given the state right after it."""
    if audience not in event.audience:
        return []
    if isinstance(event, e.MessageSaid | e.MessageUnhidden):
        message = after.message(event.id)
        return [Words(message.id, message.seat)] if message else []
    if isinstance(event, e.SeatKnown | e.SeatMuted | e.SeatUnmuted | e.SeatRemoved):
        return [known(after.seats[event.seat])]
    makes = _SHARED.get(type(event))
    return list(makes(event, audience)) if makes else []


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
        "a": age((now - message.at) / message.haze),
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
    """0 "just now", 1 "a few minutes ago", 2 "earlier": no page is told a time, nor when exactly these change."""
    return 0 if seconds < JUST_NOW else 1 if seconds < A_FEW_MINUTES else 2


def known(seat: Seat) -> FrameRecord:
    """A seat as the desk knows it, from its first word on."""
    return FrameRecord(
        {"k": "seat:known", "seat": seat.id, "h": seat.handle, "muted": seat.muted, "removed": seat.removed}
    )


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


def same(c: int) -> FrameRecord:
    """A command changed nothing, or had been done before: its number is not the last that was."""
    return FrameRecord({"k": "command:done", "c": c, "same": True})


def refused(c: int, code: str) -> FrameRecord:
    """A command was not done, and why; the page holds the sentence."""
    return FrameRecord({"k": "command:refused", "c": c, "code": code})


def _self(state: State, viewer: Person) -> dict[str, Any]:
    if isinstance(viewer, Moderator):
        return {"c": state.count(viewer)}
    seat = state.seats.get(viewer.seat)
    if seat is None:
        return {}
    flags = {"paused": seat.paused, "muted": seat.muted, "removed": seat.removed}
    return {"mode": seat.mode, "handle": seat.handle, **flags, "c": state.count(viewer)}


def whole_self(state: State, viewer: Person) -> FrameRecord:
    """Everything a viewer knows of itself, in one record."""
    return FrameRecord({"k": "self:changed", **_self(state, viewer)})


def snapshot(state: State, cells: Cells, audience: Audience, skip: Collection[str], now: float) -> list[FrameRecord]:
    """What somebody who arrives now has to be told, in order; messages in `skip` are still to come to all."""
    seats = [known(seat) for seat in state.seats.values() if seat.spoken] if audience == "desk" else []
    ids = [i for i in visible(state, audience) if i not in skip]
    words = [said(state, i, cells, audience, (), now) for i in ids]
    return [phase(state), *seats, *(w for w in words if w)]
