"""Between one seat and the moderators: no pace, pause, mute, turn or phase keeps anybody from asking for help."""

from forum.ids import SeatId
from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.known import haze, known_seat, new_id, seat_here
from forum.rooms.domain.limits import MAX_ASIDES
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.seats import made_known
from forum.rooms.domain.state import AsideMessage, Member, Moderator, Person, Seat, Speaker, State


def say(state: State, actor: Person, command: ask.SayAside, moment: Moment) -> e.Decision:
    """Words of a member, whenever they like, or of a moderator to a seat that is known."""
    if isinstance(actor, Moderator):
        return _said(state, _answered(state, command), "desk", command, moment)
    if command.seat is not None:
        raise Refused(RefusalCode.NOT_ALLOWED)
    return _said(state, state.seats[actor.seat], "seat", command, moment)


def _answered(state: State, command: ask.SayAside) -> Seat:
    if command.seat is None or command.kind is not None:
        raise Refused(RefusalCode.NOT_ALLOWED)
    return seat_here(state, command.seat)


def _said(state: State, seat: Seat, who: Speaker, command: ask.SayAside, moment: Moment) -> e.Decision:
    new = new_id(state, moment)
    said = e.AsideSaid(seat.id, new, who, command.lang, command.kind, moment.now, haze(moment))
    events = (*made_known(state, seat, moment), said, *_trimmed(state, seat.id))
    return e.Decision(events, {new: command.text})


def _trimmed(state: State, seat: SeatId) -> list[e.Event]:
    before = _messages(state, seat)
    gone = tuple(m.id for m in before[: len(before) + 1 - MAX_ASIDES]) if len(before) >= MAX_ASIDES else ()
    return [e.AsideRemoved(seat, gone)] if gone else []


def _messages(state: State, seat: SeatId) -> tuple[AsideMessage, ...]:
    thread = state.asides.get(seat)
    return thread.messages if thread else ()


def end(state: State, actor: Person, command: ask.EndAside, moment: Moment) -> e.Decision:
    """The aside is over and its words are erased; a moderator settles an open contact and reads all of it before."""
    if isinstance(actor, Member):
        if command.seat is not None:
            raise Refused(RefusalCode.NOT_ALLOWED)
        return e.Decision(_ended(state, actor.seat))
    if command.seat is None:
        raise Refused(RefusalCode.NOT_ALLOWED)
    seat = known_seat(state, command.seat)
    if seat.id in state.contacts:
        raise Refused(RefusalCode.OPEN_CONTACT)
    # What came while the moderator pressed is on no page of theirs yet.
    if (thread := state.asides.get(seat.id)) and thread.unseen:
        raise Refused(RefusalCode.UNREAD_CALL)
    return e.Decision(_ended(state, seat.id))


def _ended(state: State, seat: SeatId) -> tuple[e.Event, ...]:
    if seat not in state.asides:
        return ()
    return (e.AsideEnded(seat, tuple(m.id for m in _messages(state, seat))),)


def see(state: State, actor: Moderator, command: ask.SeeAside, moment: Moment) -> e.Decision:
    """A moderator has it in front of them, up to a message that they name; what came after it waits on."""
    seat = known_seat(state, command.seat)
    thread = state.asides.get(seat.id)
    fresh = thread is not None and any(not m.seen for m in thread.up_to(command.id))
    return e.Decision((e.AsideSeen(seat.id, command.id),) if fresh else ())


def withdrawn(state: State, seat: SeatId, wanted: str | None = None) -> tuple[e.Event, ...]:
    """What it comes to that a seat takes one of its quiet words back, or all; an aside without words is over."""
    messages = _messages(state, seat)
    gone = tuple(m.id for m in messages if m.who == "seat" and wanted in (None, m.id))
    if not gone:
        return ()
    return (e.AsideEnded(seat, gone),) if len(gone) == len(messages) else (e.AsideRemoved(seat, gone),)
