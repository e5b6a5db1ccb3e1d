"""Saying something, small replies, and taking words back."""

from collections.abc import Sequence

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import asides, contacts
from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.known import haze, message_on_floor, new_id
from forum.rooms.domain.limits import MAX_MESSAGES, MAX_ROOM_BYTES
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.seats import made_known
from forum.rooms.domain.state import (
    NO_HANDLE,
    SPEAKING,
    Member,
    Message,
    MessageId,
    Person,
    Phase,
    Seat,
    State,
    own_words,
)


def say(state: State, actor: Person, command: ask.Say, moment: Moment) -> e.Decision:
    """Words of a member, when it is their turn, or of a moderator at any time while there is a floor."""
    seat = state.seats[actor.seat] if isinstance(actor, Member) else None
    if seat is not None:
        _may_speak(state, seat, moment)
    elif state.phase == Phase.STAYING:
        raise Refused(RefusalCode.WRONG_PHASE)
    if command.to:
        message_on_floor(state, command.to, RefusalCode.ANSWER_GONE)
    return spoken(state, seat, command, moment)


def _may_speak(state: State, seat: Seat, moment: Moment) -> None:
    _may_be_heard(state, seat)
    if seat.mode == "listening":
        raise Refused(RefusalCode.LISTENING)
    if state.one and state.turn != seat.id:
        raise Refused(RefusalCode.NOT_YOUR_TURN)
    if seat.said_at is not None and moment.now - seat.said_at < moment.pace:
        raise Refused(RefusalCode.TOO_SOON)


def _may_be_heard(state: State, seat: Seat) -> None:
    if state.phase not in SPEAKING:
        raise Refused(RefusalCode.WRONG_PHASE)
    if seat.paused:
        raise Refused(RefusalCode.PAUSED)
    if seat.muted:
        raise Refused(RefusalCode.MUTED)


def spoken(state: State, seat: Seat | None, command: ask.Say, moment: Moment) -> e.Decision:
    """The events of words that may be said, and their cells."""
    new = new_id(state, moment)
    handle = NO_HANDLE if seat is None else seat.handle
    of, size = None if seat is None else seat.id, len((command.text + (command.own or "")).encode())
    about = command.to or None, command.note or None
    said = e.MessageSaid(new, of, handle, command.lang, size, moment.now, haze(moment), *about)
    known = () if seat is None else made_known(state, seat, moment)
    cells = {new: command.text} | ({own_words(new): command.own} if command.own else {})
    return e.Decision((*known, said, *_trimmed(state, said)), cells)


def _trimmed(state: State, said: e.MessageSaid) -> list[e.Event]:
    count, size = len(state.messages) + 1, sum(m.size for m in state.messages) + said.size
    gone: list[MessageId] = []
    for message in state.messages:
        if count <= MAX_MESSAGES and size <= MAX_ROOM_BYTES:
            break
        gone.append(message.id)
        count, size = count - 1, size - message.size
    return [e.MessagesTrimmed(tuple(gone))] if gone else []


def support(state: State, actor: Member, command: ask.Support, moment: Moment) -> e.Decision:
    """A small reply, from whoever may be heard, also while listening; nobody learns whose, nor how many there are."""
    _may_be_heard(state, state.seats[actor.seat])
    message = _of_another(state, actor, command.id)
    there = command.kind in message.sup
    return e.Decision(() if there else (e.MessageSupported(message.id, command.kind),))


def flag(state: State, actor: Member, command: ask.Flag, moment: Moment) -> e.Decision:
    """A call for the moderators to look at it; nobody learns whose, and a second one is as good as the first."""
    message = _of_another(state, actor, command.id)
    there = actor.seat in message.flaggers
    return e.Decision(() if there else (e.MessageFlagged(message.id, actor.seat),))


def _of_another(state: State, actor: Member, wanted: MessageId) -> Message:
    message = message_on_floor(state, wanted)
    if message.seat == actor.seat:
        raise Refused(RefusalCode.NOT_ALLOWED)
    return message


def withdraw(state: State, actor: Member, command: ask.Withdraw, moment: Moment) -> e.Decision:
    """One message of one's own, said to all or aside; anybody else's is as if it were not there."""
    message = state.message(command.id)
    if message is not None and message.seat == actor.seat and not message.withdrawn:
        return e.Decision(tuple(_withdrawn([message], moment)))
    quiet = asides.withdrawn(state, actor.seat, command.id)
    if not quiet:
        raise Refused(RefusalCode.NO_SUCH_MESSAGE)
    return e.Decision(quiet)


def withdraw_all(state: State, actor: Member, command: ask.WithdrawAll, moment: Moment) -> e.Decision:
    """Everything that one said, hidden or not, to all and aside, and the contact that one gave."""
    own = [m for m in state.messages if m.seat == actor.seat and not m.withdrawn]
    quiet = asides.withdrawn(state, actor.seat)
    return e.Decision((*_withdrawn(own, moment), *quiet, *contacts.taken(state, actor.seat)))


def _withdrawn(messages: Sequence[Message], moment: Moment) -> list[e.Event]:
    # What was flagged stays at the desk for a while: else one could write, frighten, and take it back.
    gone = tuple(m.id for m in messages if not m.flagged)
    retained = tuple(m.id for m in messages if m.flagged)
    events: list[e.Event] = [e.MessagesWithdrawn(gone)] if gone else []
    return [*events, e.MessagesRetained(retained, moment.now)] if retained else events
