"""What a decision looks up: seats that the desk knows, and messages as the floor has them."""

import base64

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain.limits import HAZE
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.state import Message, MessageId, Seat, State


def known_seat(state: State, wanted: str) -> Seat:
    """A seat that the desk knows, removed or not: it must not find out about others by trying."""
    seat = next((s for s in state.seats.values() if s.id == wanted and s.known), None)
    if seat is None:
        raise Refused(RefusalCode.NO_SUCH_SEAT)
    return seat


def seat_here(state: State, wanted: str) -> Seat:
    """A seat that the desk knows and that is not removed."""
    seat = known_seat(state, wanted)
    if seat.removed:
        raise Refused(RefusalCode.NO_SUCH_SEAT)
    return seat


def message_at_desk(state: State, wanted: str) -> Message:
    """A message that is there for the desk."""
    message = state.message(wanted)
    if message is None:
        raise Refused(RefusalCode.NO_SUCH_MESSAGE)
    return message


def message_on_floor(state: State, wanted: str, otherwise: RefusalCode = RefusalCode.NO_SUCH_MESSAGE) -> Message:
    """A message that the floor can see; any other is as if it were not there."""
    message = state.message(wanted)
    if message is None or message.hidden:
        raise Refused(otherwise)
    return message


def new_id(state: State, moment: Moment) -> MessageId:
    """An id that nothing in the room has."""
    asides = {m.id for thread in state.asides.values() for m in thread.messages}
    taken = asides | {m.id for m in state.messages} | {contact.id for contact in state.contacts.values()}
    while True:
        new = MessageId(base64.urlsafe_b64encode(moment.chance.token(6)).decode("ascii"))
        if new not in taken:
            return new


def haze(moment: Moment) -> float:
    """How long a message's coarse ages last, beside what is usual."""
    return 1 + HAZE * (moment.chance.below(2001) - 1000) / 1000
