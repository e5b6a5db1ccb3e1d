"""The page behind the strip of every card: help now, the next evening, and what there is without a card."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.cards.evenings import Standing, standings
from forum.cards.moments import day_words, is_evening, time_words, when_in
from forum.ids import SessionId
from forum.refusals import Refused
from forum.sessions.domain import ForumSession
from forum.signposting.domain import Group, Service
from forum.web.languages import PREFIX
from forum.web.page_words import mark
from forum.web.services import services

blueprint = Blueprint("tonight", __name__)
blueprint.add_app_template_filter(when_in)

SENTENCES = {
    Standing.CANCELLED: mark("What was planned for %(day)s does not take place. We are sorry."),
    Standing.OVER: mark("The room has closed for this time. What was said in it is forgotten."),
    Standing.OPEN: mark("The room is open now. It closes %(time)s."),
    Standing.WAITING: mark("The doors are open. The room begins when the moderator is there."),
    Standing.RESTING: mark("The room is open and rests just now, until somebody is there to hold it again."),
    Standing.LATE: mark("We wanted to begin %(time)s, and we are late. Please look again in a few minutes."),
}
WITH_A_WAY_IN = (Standing.OPEN, Standing.WAITING, Standing.RESTING, Standing.LATE, Standing.NEXT)


@blueprint.get(f"{PREFIX}/tonight")
def tonight() -> ResponseReturnValue:
    """Help first; then when the next evening is, how to get a card, and what there is without one."""
    known = standings(services().sessions.all(), services().clock.now(), _holds)
    said = [(_sentence(standing, one), one.id if standing in WITH_A_WAY_IN else None) for standing, one in known]
    ahead = [one for standing, one in known if standing in WITH_A_WAY_IN]
    return render_template(
        "cards/tonight.html",
        evenings=said,
        none_ahead=not ahead,
        given=_given(ahead[0]) if ahead else None,
        **help_now(),
    )


@blueprint.app_template_global()
def coordinator() -> str | None:
    """How people reach the coordinator, where the installation says it."""
    return services().settings.coordinator_contact


def help_now() -> dict[str, list[Service]]:
    """What every page needs that says who is there right now."""
    silent = [one for one in _group(Group.DANGER) if one.key != "emergency"]
    return {"silent": silent, "open_now": _group(Group.ALWAYS)}


@blueprint.app_template_global()
def is_held(session: SessionId) -> bool:
    """Whether somebody holds the room of this session, whose doors are open, just now."""
    return _holds(session) is Standing.OPEN


def _sentence(standing: Standing, session: ForumSession) -> str:
    moment = session.closes if standing is Standing.OPEN else session.opens
    words = SENTENCES.get(standing) or _next(session)
    return str(_(words, day=day_words(moment), time=time_words(moment)))


def _next(session: ForumSession) -> str:
    if is_evening(session.opens):
        return mark("The next evening is on %(day)s %(time)s.")
    return mark("The next meeting is on %(day)s %(time)s.")


def _holds(session: SessionId) -> Standing:
    try:
        room = services().rooms.state(session)
    except Refused:
        return Standing.WAITING  # The doors are open, and nobody has come in yet.
    if room.why == "resting":
        return Standing.RESTING
    return Standing.WAITING if room.phase == "arriving" else Standing.OPEN


def _given(session: ForumSession) -> str:
    return services().sessions.term(session.term).given


def _group(wanted: Group) -> list[Service]:
    return next((members for group, members in services().directory.grouped() if group is wanted), [])
