"""What stands at the address of an evening that is over: that it is, the next one, and who is there meanwhile."""

from flask import render_template
from flask.typing import ResponseReturnValue

from forum.cards.evenings import Standing, off
from forum.cards.tonight import help_now
from forum.sessions.domain import ForumSession, State
from forum.web.services import services

GONE = 410


def evening_over(session: ForumSession) -> ResponseReturnValue:
    """The page for whoever comes back to an address that they have on paper; it asks for no ticket."""
    sessions = services().sessions
    page = render_template(
        "attendance/over.html",
        session=session,
        cancelled=off(session) is Standing.CANCELLED,
        of_card=[one for one in sessions.of_term(session.term) if one.state is not State.CLOSED],
        elsewhere=next(iter(sessions.upcoming()), None),
        **help_now(),
    )
    return page, GONE
