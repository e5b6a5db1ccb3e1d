"""A contact that a member gives, and what becomes of it."""

from forum.ids import SeatId
from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.known import known_seat, new_id
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.seats import made_known
from forum.rooms.domain.state import Member, Moderator, State


def give(state: State, actor: Member, command: ask.GiveContact, moment: Moment) -> e.Decision:
    """A place or a number, whenever they like; given again, it takes the place of the one before."""
    new, before = new_id(state, moment), state.contacts.get(actor.seat)
    given = e.ContactGiven(actor.seat, new, command.lang, (before.id,) if before else ())
    known = made_known(state, state.seats[actor.seat], moment)
    return e.Decision((*known, given), {new: command.text})


def take(state: State, actor: Member, command: ask.TakeContact, moment: Moment) -> e.Decision:
    """Taken back and erased at once."""
    return e.Decision(taken(state, actor.seat))


def taken(state: State, seat: SeatId) -> tuple[e.Event, ...]:
    """What it comes to that a seat takes its contact back."""
    contact = state.contacts.get(seat)
    return (e.ContactGone(seat, "taken", (contact.id,)),) if contact else ()


def settle(state: State, actor: Moderator, command: ask.SettleContact, moment: Moment) -> e.Decision:
    """Passed on, or not needed: erased, and its owner learns which."""
    seat = known_seat(state, command.seat)
    contact = state.contacts.get(seat.id)
    return e.Decision((e.ContactGone(seat.id, command.how, (contact.id,)),) if contact else ())
