"""What is between one seat and the moderators, as both are told of it; a part of `projection`."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from forum.ids import SeatId
from forum.rooms.domain import aside_events as e
from forum.rooms.domain.limits import A_FEW_MINUTES, JUST_NOW
from forum.rooms.domain.state import AsideMessage, MessageId, State, Thread
from forum.rooms.frames import FrameRecord


@dataclass(frozen=True, slots=True)
class Words:
    """Words that are to be shown, and the queue in which they take their turn; `of` is whose aside or contact."""

    id: MessageId
    queue: str
    of: SeatId | None = None


def age(seconds: float) -> int:
    """0 "just now", 1 "a few minutes ago", 2 "earlier": no page is told a time, nor when exactly these change."""
    return 0 if seconds < JUST_NOW else 1 if seconds < A_FEW_MINUTES else 2


def aside_words(seat: SeatId, message: MessageId) -> Words:
    """A message of that seat's aside."""
    return Words(message, f"aside {seat}", seat)


def contact_words(seat: SeatId, contact: MessageId) -> Words:
    """That seat's contact."""
    return Words(contact, f"contact {seat}", seat)


def later(records: Iterable[FrameRecord]) -> Iterator[Words]:
    """The words of asides among records that had no room, to be looked up again when their own frame is made."""
    for record in records:
        if record.kind == "aside:said":
            yield aside_words(record.fields["seat"], record.fields["id"])


def quietly(state: State, words: Words, cells: Mapping[MessageId, str], now: float, desk: bool) -> FrameRecord | None:
    """An aside's message or a contact with its words, for the desk or for its owner; None where it is gone."""
    if words.of is None or words.id not in cells:
        return None
    of = {"seat": words.of} if desk else {}
    thread, contact = state.asides.get(words.of, Thread()), state.contacts.get(words.of)
    for message in thread.messages:
        if message.id == words.id:
            return FrameRecord({"k": "aside:said"} | of | _fields(message, now), cells[words.id])
    if contact is None or contact.id != words.id:
        return None
    kind = "contact:given" if desk else "contact:shown"
    return FrameRecord({"k": kind} | of | {"id": contact.id, "lang": contact.lang}, cells[words.id])


def _fields(message: AsideMessage, now: float) -> dict[str, Any]:
    told = age((now - message.at) / message.haze)
    fields = {"id": message.id, "who": message.who, "lang": message.lang, "a": told}
    return fields | ({"kind": message.kind} if message.kind else {})


def quiet(event: e.AsideEvent, after: State) -> list[FrameRecord | Words]:
    """What the desk learns from an event of this part."""
    match event:
        case e.AsideSaid():
            return [changed(after, event.seat), aside_words(event.seat, event.id)]
        case e.AsideRemoved():
            return [removed(event, desk=True), changed(after, event.seat)]
        case e.ContactGiven():
            return [contact_words(event.seat, event.id)]
        case e.ContactGone():
            return [FrameRecord({"k": "contact:gone", "seat": event.seat, "how": event.how})]
        case e.DeskAway():
            return []
    return [changed(after, event.seat)]


def changed(state: State, seat: SeatId) -> FrameRecord:
    """How a seat's aside stands, for the desk."""
    thread = state.asides.get(seat)
    there = thread or Thread()
    marks = {"unseen": there.unseen, "late": there.late, "up": there.up}
    return FrameRecord({"k": "aside:changed", "seat": seat, "open": thread is not None} | marks)


def removed(event: e.AsideRemoved, desk: bool) -> FrameRecord:
    """Messages of an aside are gone; an aside holds few enough for one record."""
    of = {"seat": event.seat} if desk else {}
    return FrameRecord({"k": "aside:removed"} | of | {"ids": list(event.ids)})


def quiet_words(state: State) -> list[Words]:
    """Everything with words in it, the most pressing last: contacts, and the newest that nobody has seen of each."""
    said = [(key, aside_words(seat, new)) for seat, thread in state.asides.items() for key, new in _pressing(thread)]
    contacts = [contact_words(seat, contact.id) for seat, contact in state.contacts.items()]
    return [*(words for _, words in sorted(said, key=lambda one: one[0])), *contacts]


def _pressing(thread: Thread) -> Iterator[tuple[tuple[bool, int, float], MessageId]]:
    """Each message, and how pressing it is: never less than one before it, so that an aside stays in its order."""
    since = next((n for n, m in enumerate(thread.messages) if not m.seen), len(thread.messages))
    for n, message in enumerate(thread.messages):
        yield (n >= since, n - len(thread.messages), message.at), message.id


def quiet_snapshot(
    state: State, cells: Mapping[MessageId, str], skip: Collection[str], now: float
) -> list[FrameRecord]:
    """What a moderator who arrives now has to be told of this part; words in `skip` are still to come to all."""
    records = [quietly(state, words, cells, now, desk=True) for words in quiet_words(state) if words.id not in skip]
    return [*(changed(state, seat) for seat in state.asides), *(record for record in records if record)]
