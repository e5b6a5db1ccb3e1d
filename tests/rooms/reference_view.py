"""What a page must show after it has been told everything: the right side of the room's one equation.

Written from the state alone, without the code that makes what pages are told.
"""

from collections.abc import Mapping
from typing import Any

from forum.rooms.domain.state import Member, Message, MessageId, Moderator, Person, State


def view(state: State, cells: Mapping[MessageId, str], viewer: Person) -> dict[str, Any]:
    desk = isinstance(viewer, Moderator)
    words = [shown(m, cells[m.id], desk) for m in state.messages if m.id in cells and (desk or not m.hidden)]
    page = {"phase": state.phase.value, "messages": words}
    return page | ({"self": own(state, viewer)} if isinstance(viewer, Member) else {"seats": known(state)})


def shown(message: Message, text: str, desk: bool) -> dict[str, Any]:
    fields = {"id": message.id, "h": message.handle, "lang": message.lang, "text": text}
    return fields | ({"seat": message.seat or "", "hidden": message.hidden} if desk else {})


def own(state: State, viewer: Member) -> dict[str, Any]:
    seat = state.seats.get(viewer.seat)
    if seat is None:
        return {}
    flags = {"paused": seat.paused, "muted": seat.muted, "removed": seat.removed}
    return {"mode": seat.mode, "handle": seat.handle, "c": state.count(viewer)} | flags


def known(state: State) -> list[dict[str, Any]]:
    seats = [seat for seat in state.seats.values() if seat.spoken]
    return [{"seat": s.id, "h": s.handle, "muted": s.muted, "removed": s.removed} for s in seats]
