"""What members do about their own seat; nobody else learns of it."""

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.handles import drawn
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.state import Member, Seat, State


def enter(state: State, actor: Member, command: ask.Enter, moment: Moment) -> e.Decision:
    """Listening, under a handle that nobody has spoken under; who is in already stays as they are."""
    if actor.seat in state.seats:
        return e.Decision()
    return e.Decision((e.SeatEntered(actor.seat, drawn(_shown(state), moment.chance.below)),))


def _shown(state: State) -> set[int]:
    # Handles of those who only listen are not left out: what is never drawn would tell that somebody is there.
    return {seat.handle for seat in state.seats.values() if seat.spoken}


def first_spoken(state: State, seat: Seat, moment: Moment) -> list[e.Event]:
    """The seat's handle is its own from its first word on: whoever listens under the same one gets another."""
    same = [s.id for s in state.seats.values() if s.handle == seat.handle and s.id != seat.id]
    taken = _shown(state) | {seat.handle}
    return [*(e.HandleDrawn(other, drawn(taken, moment.chance.below)) for other in same), e.SeatKnown(seat.id)]


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
    """Another handle, as long as the first has not been seen."""
    if state.seats[actor.seat].spoken:
        raise Refused(RefusalCode.HANDLE_KEPT)
    taken = _shown(state) | {state.seats[actor.seat].handle}
    return e.Decision((e.HandleDrawn(actor.seat, drawn(taken, moment.chance.below)),))
