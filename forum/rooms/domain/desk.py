"""What moderators do, and what the room does by itself."""

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.limits import REST_AFTER, UNHIDE_WITHIN
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.speech import spoken
from forum.rooms.domain.state import SPEAKING, Actor, Message, Moderator, Phase, Seat, State


def open_room(state: State, actor: Moderator, command: ask.OpenRoom, moment: Moment) -> e.Decision:
    """The floor is open; from the closing there is no way back, and after a pause in it the closing goes on."""
    if state.phase == Phase.CLOSING:
        raise Refused(RefusalCode.WRONG_PHASE)
    return e.Decision(_to(state, Phase.CLOSING if state.closing else Phase.OPEN))


def stop_room(state: State, actor: Moderator, command: ask.StopRoom, moment: Moment) -> e.Decision:
    """Everything stops, whatever the phase."""
    if state.phase == Phase.PAUSE:
        return e.Decision()
    return e.Decision((e.PhaseChanged(Phase.PAUSE, "stop"),))


def end_room(state: State, actor: Moderator, command: ask.EndRoom, moment: Moment) -> e.Decision:
    """The closing begins, with the moderator's last words where there are some."""
    changed = _to(state, Phase.CLOSING)
    if not command.text:
        return e.Decision(changed)
    words = spoken(state, None, command.lang, command.text, moment)
    return e.Decision((*changed, *words.events), words.cells)


def close_room(state: State, actor: Actor, command: ask.CloseRoom, moment: Moment) -> e.Decision:
    """The room closes for good."""
    return e.Decision(_to(state, Phase.CLOSED))


def _to(state: State, phase: Phase) -> tuple[e.Event, ...]:
    return () if state.phase == phase else (e.PhaseChanged(phase),)


def hide(state: State, actor: Moderator, command: ask.Hide, moment: Moment) -> e.Decision:
    """Taken from the floor at once; two minutes to undo it."""
    message = _message(state, command.id)
    return e.Decision(() if message.hidden else (e.MessageHidden(message.id, moment.now),))


def unhide(state: State, actor: Moderator, command: ask.Unhide, moment: Moment) -> e.Decision:
    """Put back where it was, within two minutes."""
    message = _message(state, command.id)
    if message.hidden_at is None:
        return e.Decision()
    if moment.now - message.hidden_at >= UNHIDE_WITHIN:
        raise Refused(RefusalCode.TOO_LATE)
    return e.Decision((e.MessageUnhidden(message.id),))


def _message(state: State, wanted: str) -> Message:
    message = state.message(wanted)
    if message is None:
        raise Refused(RefusalCode.NO_SUCH_MESSAGE)
    return message


def mute(state: State, actor: Moderator, command: ask.Mute, moment: Moment) -> e.Decision:
    """The seat listens for now."""
    seat = _seat(state, command.seat)
    return e.Decision(() if seat.muted else (e.SeatMuted(seat.id),))


def unmute(state: State, actor: Moderator, command: ask.Unmute, moment: Moment) -> e.Decision:
    """The seat may speak again."""
    seat = _seat(state, command.seat)
    return e.Decision((e.SeatUnmuted(seat.id),) if seat.muted else ())


def remove(state: State, actor: Moderator, command: ask.Remove, moment: Moment) -> e.Decision:
    """The seat is closed for tonight."""
    seat = _seat(state, command.seat)
    return e.Decision(() if seat.removed else (e.SeatRemoved(seat.id),))


def _seat(state: State, wanted: str) -> Seat:
    # The desk knows the seats that have spoken, and must not find out about others by trying.
    seat = next((s for s in state.seats.values() if s.id == wanted and s.spoken), None)
    if seat is None:
        raise Refused(RefusalCode.NO_SUCH_SEAT)
    return seat


def tidy(state: State, actor: Actor, command: ask.Tidy, moment: Moment) -> e.Decision:
    """Erases what has been hidden for long enough; rests when the moderators have been away for too long."""
    if state.phase == Phase.CLOSED:
        # All of it is about to be forgotten, and nobody is told anything any more.
        return e.Decision()
    events: list[e.Event] = []
    due = tuple(m.id for m in state.messages if _is_due(m, moment.now))
    if due:
        events.append(e.MessagesErased(due))
    if state.phase in SPEAKING and command.alone >= REST_AFTER:
        events.append(e.PhaseChanged(Phase.PAUSE, "resting"))
    return e.Decision(tuple(events))


def _is_due(message: Message, now: float) -> bool:
    return message.hidden_at is not None and now - message.hidden_at >= UNHIDE_WITHIN
