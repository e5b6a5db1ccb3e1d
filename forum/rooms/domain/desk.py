"""What moderators do about the room, messages and seats."""

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.known import known_seat, message_at_desk, seat_here
from forum.rooms.domain.limits import STAY, UNHIDE_WITHIN
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.speech import spoken
from forum.rooms.domain.state import Actor, Moderator, Phase, State
from forum.rooms.domain.turns import over, over_for


def open_room(state: State, actor: Moderator, command: ask.OpenRoom, moment: Moment) -> e.Decision:
    """The floor is open; from the closing there is no way back, and after a pause in it the closing goes on."""
    if state.phase in (Phase.CLOSING, Phase.STAYING):
        raise Refused(RefusalCode.WRONG_PHASE)
    return e.Decision(_to(state, Phase.CLOSING if state.closing else Phase.OPEN))


def stop_room(state: State, actor: Moderator, command: ask.StopRoom, moment: Moment) -> e.Decision:
    """Everything stops, as long as there is a floor."""
    _floor(state)
    if state.phase == Phase.PAUSE:
        return e.Decision()
    return e.Decision((e.PhaseChanged(Phase.PAUSE, "stop"),))


def end_room(state: State, actor: Moderator, command: ask.EndRoom, moment: Moment) -> e.Decision:
    """The closing begins, with the moderator's last words where there are some."""
    _floor(state)
    changed = _to(state, Phase.CLOSING)
    if not command.text:
        return e.Decision(changed)
    words = spoken(state, None, ask.Say(command.lang, command.text), moment)
    return e.Decision((*changed, *words.events), words.cells)


def _floor(state: State) -> None:
    if state.phase == Phase.STAYING:
        raise Refused(RefusalCode.WRONG_PHASE)


def stay_room(state: State, actor: Moderator, command: ask.StayRoom, moment: Moment) -> e.Decision:
    """After the closing: the floor is over and its words are erased, and asides go on for a while."""
    if state.phase == Phase.STAYING:
        return e.Decision()
    if state.phase != Phase.CLOSING:
        raise Refused(RefusalCode.WRONG_PHASE)
    ids = tuple(m.id for m in state.messages)
    cleared = (e.MessagesCleared(ids),) if ids else ()
    return e.Decision((e.PhaseChanged(Phase.STAYING, at=moment.now, until=moment.now + STAY), *cleared, *over(state)))


def close_room(state: State, actor: Actor, command: ask.CloseRoom, moment: Moment) -> e.Decision:
    """The room closes for good; a moderator is asked once when a contact is open, or a call that nobody has read."""
    if isinstance(actor, Moderator) and not command.confirmed:
        require_nobody_waits(state)
    return e.Decision(_to(state, Phase.CLOSED))


def require_nobody_waits(state: State) -> None:
    """Raises OPEN_CONTACT or UNREAD_CALL where the end would erase what no moderator has dealt with."""
    if state.contacts:
        raise Refused(RefusalCode.OPEN_CONTACT)
    if any(thread.unseen for thread in state.asides.values()):
        raise Refused(RefusalCode.UNREAD_CALL)


def _to(state: State, phase: Phase) -> tuple[e.Event, ...]:
    return () if state.phase == phase else (e.PhaseChanged(phase),)


def hide(state: State, actor: Moderator, command: ask.Hide, moment: Moment) -> e.Decision:
    """Taken from the floor at once; two minutes to undo it."""
    message = message_at_desk(state, command.id)
    return e.Decision(() if message.hidden else (e.MessageHidden(message.id, moment.now),))


def unhide(state: State, actor: Moderator, command: ask.Unhide, moment: Moment) -> e.Decision:
    """Put back where it was, within two minutes; what its author took back never comes back."""
    message = message_at_desk(state, command.id)
    if message.withdrawn:
        raise Refused(RefusalCode.NO_SUCH_MESSAGE)
    if message.hidden_at is None:
        return e.Decision()
    if moment.now - message.hidden_at >= UNHIDE_WITHIN:
        raise Refused(RefusalCode.TOO_LATE)
    return e.Decision((e.MessageUnhidden(message.id),))


def settle(state: State, actor: Moderator, command: ask.SettleMessage, moment: Moment) -> e.Decision:
    """Its flag is dealt with; what its author had taken back is erased."""
    message = message_at_desk(state, command.id)
    if message.withdrawn:
        return e.Decision((e.MessagesErased((message.id,)),))
    return e.Decision((e.MessageSettled(message.id),) if message.flagged else ())


def mute(state: State, actor: Moderator, command: ask.Mute, moment: Moment) -> e.Decision:
    """The seat listens for now."""
    seat = known_seat(state, command.seat)
    return e.Decision(() if seat.muted else (e.SeatMuted(seat.id),))


def unmute(state: State, actor: Moderator, command: ask.Unmute, moment: Moment) -> e.Decision:
    """The seat may speak again."""
    seat = known_seat(state, command.seat)
    return e.Decision((e.SeatUnmuted(seat.id),) if seat.muted else ())


def grant_handle(state: State, actor: Moderator, command: ask.GrantHandle, moment: Moment) -> e.Decision:
    """The seat may draw another handle, once."""
    seat = seat_here(state, command.seat)
    return e.Decision(() if seat.granted else (e.HandleGranted(seat.id),))


def remove(state: State, actor: Moderator, command: ask.Remove, moment: Moment) -> e.Decision:
    """The seat is closed for tonight."""
    seat = known_seat(state, command.seat)
    return e.Decision(() if seat.removed else (e.SeatRemoved(seat.id), *over_for(state, seat)))
