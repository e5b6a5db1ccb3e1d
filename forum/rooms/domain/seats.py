"""What members do about their own seat; nobody else learns of it."""

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.handles import drawn
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.state import Member, Seat, State


def enter(state: State, actor: Member, command: ask.Enter, moment: Moment) -> e.Decision:
    """Listening, under a handle that nobody was seen under; who is in already stays as they are."""
    if actor.seat in state.seats:
        return e.Decision()
    # Handles of those who only listen are not left out: what is never drawn would tell that somebody is there.
    return e.Decision((e.SeatEntered(actor.seat, drawn(state.shown, moment.chance.below)),))


def made_known(state: State, seat: Seat, moment: Moment) -> tuple[e.Event, ...]:
    """A seat's handle is its own from its first word on, or from when it first asks for a moderator."""
    if seat.known:
        return ()
    return (*_freed(state, seat, seat.handle, moment), e.SeatKnown(seat.id))


def _freed(state: State, seat: Seat, handle: int, moment: Moment) -> list[e.Event]:
    """Whoever listens under a handle that becomes this seat's own gets another."""
    taken = state.shown | {handle, seat.handle}
    same = [s.id for s in state.seats.values() if s.handle == handle and s.id != seat.id]
    return [e.HandleDrawn(other, drawn(taken, moment.chance.below)) for other in same]


def choose_mode(state: State, actor: Member, command: ask.ChooseMode, moment: Moment) -> e.Decision:
    """Listening or speaking, changed at will."""
    same = state.seats[actor.seat].mode == command.mode
    return e.Decision(() if same else (e.ModeChosen(actor.seat, command.mode),))


def pause(state: State, actor: Member, command: ask.PauseSeat, moment: Moment) -> e.Decision:
    """A pause, at any time."""
    paused = state.seats[actor.seat].paused
    return e.Decision(() if paused else (e.SeatPaused(actor.seat),))


def resume(state: State, actor: Member, command: ask.ResumeSeat, moment: Moment) -> e.Decision:
    """Back from a pause."""
    paused = state.seats[actor.seat].paused
    return e.Decision((e.SeatResumed(actor.seat),) if paused else ())


def draw_handle(state: State, actor: Member, command: ask.DrawHandle, moment: Moment) -> e.Decision:
    """Another handle, as long as the first has not been seen; later once, if a moderator lets them."""
    seat = state.seats[actor.seat]
    if seat.known and not seat.granted:
        raise Refused(RefusalCode.HANDLE_KEPT)
    new = drawn(state.shown | {seat.handle}, moment.chance.below)
    freed = _freed(state, seat, new, moment) if seat.known else []
    return e.Decision((*freed, e.HandleDrawn(seat.id, new)))
