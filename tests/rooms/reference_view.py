"""What a page must show after it has been told everything: the right side of the room's one equation.

Written from the state alone, without the code that makes what pages are told.
"""

from collections.abc import Mapping
from typing import Any

from forum.ids import SeatId
from forum.rooms.domain.state import Member, Message, MessageId, Moderator, Person, State, Thread, own_words

Cells = Mapping[MessageId, str]
SUPPORTS = ["with-you", "believe", "thank-you", "same-here", "strength"]


def view(state: State, cells: Cells, viewer: Person) -> dict[str, Any]:
    desk = isinstance(viewer, Moderator)
    there = [m for m in state.messages if m.id in cells and (desk or not (m.hidden or m.withdrawn))]
    page = {"phase": state.phase.value, "one": state.one, "messages": [shown(m, cells, desk) for m in there]}
    if isinstance(viewer, Moderator):
        return page | at_the_desk(state, cells)
    mine = [m.id for m in there if m.seat == viewer.seat]
    return page | {"mine": mine, "self": own(state, viewer)} | privately(state, cells, viewer.seat)


def shown(message: Message, cells: Cells, desk: bool) -> dict[str, Any]:
    fields = {"id": message.id, "h": message.handle, "lang": message.lang, "text": cells[message.id]}
    fields |= {"to": message.to or "", "note": message.note or "", "own": cells.get(own_words(message.id), "")}
    fields["sup"] = [kind for kind in SUPPORTS if kind in message.sup]
    if not desk:
        return fields
    flags = {"hidden": message.hidden, "flagged": message.flagged, "withdrawn": message.withdrawn}
    return fields | {"seat": message.seat or ""} | flags


def own(state: State, viewer: Member) -> dict[str, Any]:
    seat = state.seats.get(viewer.seat)
    if seat is None:
        return {}
    flags = {"paused": seat.paused, "muted": seat.muted, "removed": seat.removed}
    flags |= {"known": seat.known, "granted": seat.granted, "hand": seat.hand > 0, "turn": state.turn == seat.id}
    fields = {"mode": seat.mode, "handle": seat.handle, "c": state.count(viewer), "contact": seat.contact}
    thread = state.asides.get(seat.id)
    return fields | flags | {"aside": answered(state, thread), "late": thread is not None and thread.late}


def answered(state: State, thread: Thread | None) -> str:
    if thread is None:
        return ""
    if state.away:
        return "nobody"
    seen = [message.seen for message in thread.messages if message.who == "seat"]
    return ("seen" if all(seen) else "sent") if seen else "open"


def privately(state: State, cells: Cells, seat: SeatId) -> dict[str, Any]:
    thread = state.asides.get(seat)
    return {"aside": spoken(thread, cells) if thread else [], "contact": place(state, cells, seat)}


def spoken(thread: Thread, cells: Cells) -> list[dict[str, Any]]:
    there = [m for m in thread.messages if m.id in cells]
    return [
        {"id": m.id, "who": m.who, "lang": m.lang, "kind": m.kind or "", "text": cells[m.id]} for m in there
    ]  # fmt: skip


def place(state: State, cells: Cells, seat: SeatId) -> dict[str, Any] | None:
    contact = state.contacts.get(seat)
    return {"lang": contact.lang, "text": cells[contact.id]} if contact and contact.id in cells else None


def at_the_desk(state: State, cells: Cells) -> dict[str, Any]:
    contacts = {seat: place(state, cells, seat) for seat in state.contacts}
    asides = {seat: listed(thread, cells) for seat, thread in state.asides.items()}
    return {"seats": known(state), "asides": asides, "contacts": contacts}


def listed(thread: Thread, cells: Cells) -> dict[str, Any]:
    unseen = any(not message.seen for message in thread.messages)
    return {"open": True, "unseen": unseen, "late": thread.late, "up": thread.up, "messages": spoken(thread, cells)}


def known(state: State) -> list[dict[str, Any]]:
    return [
        {"seat": s.id, "h": s.handle, "muted": s.muted, "removed": s.removed}
        | {"hand": s.hand, "turn": state.turn == s.id, "granted": s.granted}
        for s in state.seats.values()
        if s.known
    ]
