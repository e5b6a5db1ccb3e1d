"""`decide`: from what a room is and what somebody asks, to what happens. Pure."""

from collections.abc import Callable
from typing import Any, TypeAlias

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain import asides, contacts, desk, seats, speech, tidying, turns
from forum.rooms.domain import commands as ask
from forum.rooms.domain.events import Counted, Decision, MessageSaid
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.state import Actor, House, Member, Moderator, Phase, State

Decides: TypeAlias = Callable[[State, Any, Any, Moment], Decision]

_MEMBERS: dict[type, Decides] = {
    ask.Enter: seats.enter,
    ask.ChooseMode: seats.choose_mode,
    ask.Say: speech.say,
    ask.Withdraw: speech.withdraw,
    ask.WithdrawAll: speech.withdraw_all,
    ask.PauseSeat: seats.pause,
    ask.ResumeSeat: seats.resume,
    ask.DrawHandle: seats.draw_handle,
    ask.Support: speech.support,
    ask.Flag: speech.flag,
    ask.RaiseHand: turns.raise_hand,
    ask.LowerHand: turns.lower_hand,
    ask.SayAside: asides.say,
    ask.EndAside: asides.end,
    ask.GiveContact: contacts.give,
    ask.TakeContact: contacts.take,
}
_MODERATORS: dict[type, Decides] = {
    ask.OpenRoom: desk.open_room,
    ask.StopRoom: desk.stop_room,
    ask.EndRoom: desk.end_room,
    ask.StayRoom: desk.stay_room,
    ask.CloseRoom: desk.close_room,
    ask.Say: speech.say,
    ask.Hide: desk.hide,
    ask.Unhide: desk.unhide,
    ask.Mute: desk.mute,
    ask.Unmute: desk.unmute,
    ask.Remove: desk.remove,
    ask.GrantHandle: desk.grant_handle,
    ask.SettleMessage: desk.settle,
    ask.LowerHand: turns.lower_hand,
    ask.OneVoice: turns.one_voice,
    ask.GiveTurn: turns.give_turn,
    ask.EndTurn: turns.end_turn,
    ask.SayAside: asides.say,
    ask.SeeAside: asides.see,
    ask.EndAside: asides.end,
    ask.SettleContact: contacts.settle,
}
_HOUSE: dict[type, Decides] = {ask.Tidy: tidying.tidy, ask.CloseRoom: desk.close_room}
_RIGHTS: dict[type, dict[type, Decides]] = {Member: _MEMBERS, Moderator: _MODERATORS, House: _HOUSE}


def decide(state: State, actor: Actor, c: int, command: ask.Command, moment: Moment) -> Decision:
    """What the command comes to, or Refused; a repeat of `(actor, c)` comes to nothing.

    `c` counts a person's commands up from 1; 0 stands for what the room does by itself: entering, tidying and ending.
    """
    if c and c <= state.count(actor):
        return Decision()
    decides = _RIGHTS[type(actor)].get(type(command))
    if decides is None:
        raise Refused(RefusalCode.NOT_ALLOWED)
    if state.phase == Phase.CLOSED and not isinstance(actor, House):
        raise Refused(RefusalCode.CLOSED)
    if isinstance(actor, Member):
        _has_a_seat(state, actor, command)
    return _counted(actor, c, decides(state, actor, command, moment))


def _has_a_seat(state: State, actor: Member, command: ask.Command) -> None:
    seat = state.seats.get(actor.seat)
    if seat is None and not isinstance(command, ask.Enter):
        raise Refused(RefusalCode.NO_SEAT)
    if seat is not None and seat.removed:
        raise Refused(RefusalCode.REMOVED)


def _counted(actor: Actor, c: int, decision: Decision) -> Decision:
    # What changes nothing leaves no trace, and its number is not used up: sent again, it is decided again.
    if not c or not decision.events or isinstance(actor, House):
        return decision
    said = next((event.id for event in decision.events if isinstance(event, MessageSaid)), None)
    return Decision((*decision.events, Counted(actor, c, said)), decision.cells)
