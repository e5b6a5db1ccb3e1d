"""The only way out of a room. But for the beat that begins each frame, what is not made here reaches no page.

Every viewer sees two things: what is shared by its whole audience (`project`; the floor, or the desk), and what is its
own (`projection_own`). Words are projected as ids: the record that carries them is made by `said` or `quietly` when its
frame is built, from the state and the cells of that moment. What has been withdrawn, hidden or erased in between yields
nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from math import ceil
from typing import Any, Literal, TypeAlias

from forum.rooms.domain import events as e
from forum.rooms.domain.limits import LEFT_STEP
from forum.rooms.domain.state import SUPPORTS, Message, MessageId, Moderator, Person, Phase, Seat, State, own_words
from forum.rooms.frames import FrameRecord
from forum.rooms.projection_quiet import Words, age, quiet, quiet_snapshot, quiet_words

Audience: TypeAlias = Literal["floor", "desk"]
Cells: TypeAlias = Mapping[MessageId, str]

IDS_A_RECORD = 50


def audience_of(viewer: Person) -> Audience:
    """Which shared part this viewer gets."""
    return "desk" if isinstance(viewer, Moderator) else "floor"


def project(event: e.Event, after: State, audience: Audience) -> list[FrameRecord | Words]:
    """What the whole audience learns from an event, given the state right after it."""
    if audience not in event.audience:
        return []
    if isinstance(event, e.MessageSaid | e.MessageUnhidden):
        message = after.message(event.id)
        return [Words(message.id, message.seat or "")] if message else []
    if isinstance(event, e.SeatEvent):
        return [known(after, after.seats[event.seat])] if after.seats[event.seat].known else []
    if isinstance(event, e.AsideEvent):
        return quiet(event, after)
    makes = _SHARED.get(type(event))
    return list(makes(event, after, audience)) if makes else []


def visible(state: State, audience: Audience) -> list[MessageId]:
    """The messages that this audience has on its pages, in order."""
    return [m.id for m in state.messages if _sees(m, audience)]


def _sees(message: Message, audience: Audience) -> bool:
    return audience == "desk" or not message.hidden


def cells_of(messages: Iterable[MessageId]) -> Iterator[MessageId]:
    """The cells that hold all words of these messages."""
    for message in messages:
        yield from (message, own_words(message))


def said(
    state: State, wanted: str, cells: Cells, audience: Audience, shown: Collection[MessageId], now: float
) -> FrameRecord | None:
    """A message with its words; None where this audience may not, or can no longer, have them.

    `p` is there when the message does not belong at the end of what is already `shown`: it names the message that
    it comes after, or nothing ("") when it comes first.
    """
    message = state.message(wanted)
    if message is None or message.id not in cells or not _sees(message, audience):
        return None
    fields = _fields(message, now) | _about(message, cells) | (_at_desk(message) if audience == "desk" else {})
    return FrameRecord(fields | _position(state, message, audience, shown), cells[message.id])


def _fields(message: Message, now: float) -> dict[str, Any]:
    told = age((now - message.at) / message.haze)
    return {"k": "message:said", "id": message.id, "h": message.handle, "lang": message.lang, "a": told}


def _about(message: Message, cells: Cells) -> dict[str, Any]:
    own, sup = cells.get(own_words(message.id)), [kind for kind in SUPPORTS if kind in message.sup]
    there = {"to": message.to, "note": message.note, "own": own, "sup": sup}
    return {name: value for name, value in there.items() if value}


def _at_desk(message: Message) -> dict[str, Any]:
    marks = {"hidden": message.hidden, "flagged": message.flagged, "withdrawn": message.withdrawn}
    return {"seat": message.seat or ""} | {name: True for name, there in marks.items() if there}


def _position(state: State, message: Message, audience: Audience, shown: Collection[MessageId]) -> dict[str, str]:
    # From the newest on: nearly every message belongs at the end, and is found at once.
    order = (m for m in reversed(state.messages) if m is message or _sees(m, audience))
    after = [m.id for m in takewhile(lambda m: m is not message, order)]
    if not any(i in shown for i in after):
        return {}
    return {"p": next((m.id for m in order if m.id in shown), "")}


def known(state: State, seat: Seat) -> FrameRecord:
    """A seat as the desk knows it, from its first word on, or from when it first asked for a moderator."""
    flags = {"muted": seat.muted, "removed": seat.removed, "hand": seat.hand}
    turn = {"turn": state.turn == seat.id, "granted": seat.granted}
    return FrameRecord({"k": "seat:known", "seat": seat.id, "h": seat.handle} | flags | turn)


def phase(state: State, now: float) -> FrameRecord:
    """The phase that the room is in; what is left of a staying, coarsely."""
    fields: dict[str, Any] = {"k": "phase:changed", "phase": state.phase.value, "why": state.why}
    if state.phase == Phase.STAYING:
        fields["left"] = max(1, ceil((state.until - now) / LEFT_STEP)) * int(LEFT_STEP) // 60
    return FrameRecord(fields)


def voice(state: State) -> FrameRecord:
    """Whether one voice speaks at a time."""
    return FrameRecord({"k": "voice:changed", "one": state.one})


def _phase(event: e.PhaseChanged, after: State, audience: Audience) -> Iterator[FrameRecord]:
    yield phase(after, event.at)


def _voice(event: e.VoiceChanged, after: State, audience: Audience) -> Iterator[FrameRecord]:
    yield voice(after)


def _supported(event: e.MessageSupported, after: State, audience: Audience) -> Iterator[FrameRecord]:
    yield FrameRecord({"k": "message:supported", "id": event.id, "kind": event.kind})


def _flagged(event: e.MessageFlagged | e.MessageSettled, after: State, audience: Audience) -> Iterator[FrameRecord]:
    yield FrameRecord({"k": "message:flagged", "id": event.id, "on": isinstance(event, e.MessageFlagged)})


def _retained(event: e.MessagesRetained, after: State, audience: Audience) -> Iterator[FrameRecord]:
    yield from _ids("messages:retained" if audience == "desk" else "messages:removed", event.ids)


def _removed(event: e.Removal, after: State, audience: Audience) -> Iterator[FrameRecord]:
    yield from _ids("messages:removed", event.ids)


def _hidden(event: e.MessageHidden, after: State, audience: Audience) -> Iterator[FrameRecord]:
    yield from _ids("messages:hidden" if audience == "desk" else "messages:removed", (event.id,))


def _ids(kind: str, ids: tuple[MessageId, ...]) -> Iterator[FrameRecord]:
    for start in range(0, len(ids), IDS_A_RECORD):
        yield FrameRecord({"k": kind, "ids": list(ids[start : start + IDS_A_RECORD])})


_SHARED: dict[type, Callable[[Any, State, Audience], Iterator[FrameRecord]]] = {
    e.PhaseChanged: _phase,
    e.VoiceChanged: _voice,
    e.MessageSupported: _supported,
    e.MessageFlagged: _flagged,
    e.MessageSettled: _flagged,
    e.MessagesRetained: _retained,
    e.MessagesWithdrawn: _removed,
    e.MessagesTrimmed: _removed,
    e.MessagesCleared: _removed,
    e.MessageHidden: _hidden,
    e.MessagesErased: _removed,
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


def all_cells(state: State, audience: Audience) -> list[MessageId]:
    """The cells that hold all words which this audience may be shown."""
    ids = [*cells_of(m.id for m in state.messages)]
    return [*ids, *(words.id for words in quiet_words(state))] if audience == "desk" else ids


def snapshot(state: State, cells: Cells, audience: Audience, skip: Collection[str], now: float) -> list[FrameRecord]:
    """What somebody who arrives now has to be told, in order; words in `skip` are still to come to all."""
    desk = audience == "desk"
    seats = [known(state, seat) for seat in state.seats.values() if seat.known] if desk else []
    words = [said(state, i, cells, audience, (), now) for i in visible(state, audience) if i not in skip]
    one = [voice(state)] if state.one else []
    asides = quiet_snapshot(state, cells, skip, now) if desk else []
    return [phase(state, now), *one, *seats, *(w for w in words if w), *asides]
