"""Saying something and taking it back."""

import base64
from collections.abc import Sequence

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.limits import HAZE, MAX_MESSAGES, MAX_ROOM_BYTES
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.seats import first_spoken
from forum.rooms.domain.state import NO_HANDLE, SPEAKING, Lang, Member, Message, MessageId, Person, Seat, State


def say(state: State, actor: Person, command: ask.Say, moment: Moment) -> e.Decision:
    """Words of a member, when it is their turn, or of a moderator at any time."""
    if not isinstance(actor, Member):
        return spoken(state, None, command.lang, command.text, moment)
    seat = state.seats[actor.seat]
    _may_speak(state, seat, moment)
    return spoken(state, seat, command.lang, command.text, moment)


def _may_speak(state: State, seat: Seat, moment: Moment) -> None:
    if state.phase not in SPEAKING:
        raise Refused(RefusalCode.WRONG_PHASE)
    if seat.paused:
        raise Refused(RefusalCode.PAUSED)
    if seat.mode == "listening":
        raise Refused(RefusalCode.LISTENING)
    if seat.muted:
        raise Refused(RefusalCode.MUTED)
    if seat.said_at is not None and moment.now - seat.said_at < moment.pace:
        raise Refused(RefusalCode.TOO_SOON)


def spoken(state: State, seat: Seat | None, lang: Lang, text: str, moment: Moment) -> e.Decision:
    """The events of words that may be said, and their cell."""
    new = _new_id(state, moment)
    handle = NO_HANDLE if seat is None else seat.handle
    of, size = None if seat is None else seat.id, len(text.encode())
    said = e.MessageSaid(new, of, handle, lang, size, moment.now, _haze(moment))
    known = [] if seat is None or seat.spoken else first_spoken(state, seat, moment)
    return e.Decision((*known, said, *_trimmed(state, said)), {new: text})


def _haze(moment: Moment) -> float:
    return 1 + HAZE * (moment.chance.below(2001) - 1000) / 1000


def _new_id(state: State, moment: Moment) -> MessageId:
    while True:
        new = MessageId(base64.urlsafe_b64encode(moment.chance.token(6)).decode("ascii"))
        if state.message(new) is None:
            return new


def _trimmed(state: State, said: e.MessageSaid) -> list[e.Event]:
    count, size = len(state.messages) + 1, sum(m.size for m in state.messages) + said.size
    gone: list[MessageId] = []
    for message in state.messages:
        if count <= MAX_MESSAGES and size <= MAX_ROOM_BYTES:
            break
        gone.append(message.id)
        count, size = count - 1, size - message.size
    return [e.MessagesTrimmed(tuple(gone))] if gone else []


def withdraw(state: State, actor: Member, command: ask.Withdraw, moment: Moment) -> e.Decision:
    """One message of one's own; anybody else's is as if it were not there."""
    message = state.message(command.id)
    if message is None or message.seat != actor.seat:
        raise Refused(RefusalCode.NO_SUCH_MESSAGE)
    return _withdrawn([message])


def withdraw_all(state: State, actor: Member, command: ask.WithdrawAll, moment: Moment) -> e.Decision:
    """Everything that one said, hidden or not."""
    return _withdrawn([m for m in state.messages if m.seat == actor.seat])


def _withdrawn(messages: Sequence[Message]) -> e.Decision:
    ids = tuple(m.id for m in messages)
    return e.Decision((e.MessagesWithdrawn(ids),) if ids else ())
