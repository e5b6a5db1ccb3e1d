"""What the room does by itself, at every beat."""

from forum.rooms.domain import commands as ask
from forum.rooms.domain import events as e
from forum.rooms.domain.limits import AWAY_AFTER, REST_AFTER, RETAIN, UNHIDE_WITHIN, UNSEEN_AFTER
from forum.rooms.domain.moment import Moment
from forum.rooms.domain.state import SPEAKING, Actor, Message, Phase, State


def tidy(state: State, actor: Actor, command: ask.Tidy, moment: Moment) -> e.Decision:
    """Erases what is due, tells who waits for whom, rests when it is alone, closes when the staying is over."""
    if state.phase == Phase.CLOSED:
        # All of it is about to be forgotten, and nobody is told anything any more.
        return e.Decision()
    quiet = [*_desk(state, command), *_late(state, moment), *_connected(state, command)]
    return e.Decision((*_erased(state, moment), *quiet, *_phase(state, command, moment)))


def _erased(state: State, moment: Moment) -> list[e.Event]:
    due = tuple(m.id for m in state.messages if _is_due(m, moment.now))
    return [e.MessagesErased(due)] if due else []


def _is_due(message: Message, now: float) -> bool:
    off = ((message.hidden_at, UNHIDE_WITHIN), (message.withdrawn_at, RETAIN))
    return any(since is not None and now - since >= seconds for since, seconds in off)


def _desk(state: State, command: ask.Tidy) -> list[e.Event]:
    away = command.alone >= AWAY_AFTER
    return [] if state.away == away else [e.DeskAway(away)]


def _late(state: State, moment: Moment) -> list[e.Event]:
    unseen = {seat: thread.unseen_since for seat, thread in state.asides.items() if not thread.late}
    due = [seat for seat, since in unseen.items() if since is not None and moment.now - since >= UNSEEN_AFTER]
    return [e.AsideLate(seat) for seat in due]


def _connected(state: State, command: ask.Tidy) -> list[e.Event]:
    up = {seat: thread.of_seat and seat in command.connected for seat, thread in state.asides.items()}
    return [e.AsideUp(seat, up[seat]) for seat, thread in state.asides.items() if thread.up != up[seat]]


def _phase(state: State, command: ask.Tidy, moment: Moment) -> list[e.Event]:
    if state.phase in SPEAKING and command.alone >= REST_AFTER:
        return [e.PhaseChanged(Phase.PAUSE, "resting")]
    if state.phase == Phase.STAYING and moment.now >= state.until:
        return [e.PhaseChanged(Phase.CLOSED)]
    return []
