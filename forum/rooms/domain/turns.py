"""Raised hands, one voice at a time, and whose turn it is."""

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.known import known_seat, seat_here
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.seats import made_known
from forum.rooms.domain.state import Member, Moderator, Person, Phase, Seat, State


def raise_hand(state: State, actor: Member, command: ask.RaiseHand, moment: Moment) -> e.Decision:
    """The hand is up, after those that are up already, while there is a floor; the desk alone is told."""
    if state.phase == Phase.STAYING:
        raise Refused(RefusalCode.WRONG_PHASE)
    seat = state.seats[actor.seat]
    if seat.hand:
        return e.Decision()
    place = 1 + max((s.hand for s in state.seats.values()), default=0)
    return e.Decision((*made_known(state, seat, moment), e.HandRaised(seat.id, place)))


def lower_hand(state: State, actor: Person, command: ask.LowerHand, moment: Moment) -> e.Decision:
    """A member's own hand is down, or that of the seat which a moderator names."""
    if isinstance(actor, Member) != (command.seat is None):
        raise Refused(RefusalCode.NOT_ALLOWED)
    if isinstance(actor, Member):
        return e.Decision(_down(state.seats[actor.seat]))
    return e.Decision(_down(known_seat(state, command.seat or "")))


def _down(seat: Seat) -> tuple[e.Event, ...]:
    return (e.HandLowered(seat.id),) if seat.hand else ()


def one_voice(state: State, actor: Moderator, command: ask.OneVoice, moment: Moment) -> e.Decision:
    """One voice at a time, at first nobody's, or everybody as they like."""
    if state.phase == Phase.STAYING:
        raise Refused(RefusalCode.WRONG_PHASE)
    return e.Decision(() if state.one == command.on else (*_turn_over(state), e.VoiceChanged(command.on)))


def give_turn(state: State, actor: Moderator, command: ask.GiveTurn, moment: Moment) -> e.Decision:
    """A seat has the word, and its hand goes down."""
    if not state.one:
        raise Refused(RefusalCode.WRONG_PHASE)
    seat = seat_here(state, command.seat)
    if state.turn == seat.id:
        return e.Decision(_down(seat))
    return e.Decision((*_turn_over(state), e.TurnGiven(seat.id), *_down(seat)))


def end_turn(state: State, actor: Moderator, command: ask.EndTurn, moment: Moment) -> e.Decision:
    """Nobody has the word."""
    return e.Decision(_turn_over(state))


def _turn_over(state: State) -> tuple[e.Event, ...]:
    return () if state.turn is None else (e.TurnEnded(state.turn),)


def over_for(state: State, seat: Seat) -> tuple[e.Event, ...]:
    """What is over when a seat is removed: its hand and its turn."""
    return (*_down(seat), *(_turn_over(state) if state.turn == seat.id else ()))


def over(state: State) -> tuple[e.Event, ...]:
    """What is over when there is no floor any more: hands, turns, and one voice at a time."""
    hands = [event for seat in state.seats.values() for event in _down(seat)]
    voice = (e.VoiceChanged(False),) if state.one else ()
    return (*hands, *_turn_over(state), *voice)
