"""The way in and the way out: the page before the room, the room's document, the seat, and leaving."""

from functools import partial

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from forum.attendance.wire import read_presentation
from forum.cards.over import evening_over
from forum.ids import SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession, State
from forum.web.cookies import give_cookie, take_back_cookie
from forum.web.forms import FORM_COOKIE
from forum.web.identity import DESK_COOKIE, SEAT_COOKIE
from forum.web.languages import PREFIX
from forum.web.offload import without_waiting
from forum.web.sentences import sentences
from forum.web.services import services

blueprint = Blueprint("attendance", __name__)


@blueprint.get(f"{PREFIX}/session/<session_id>/")
def before(session_id: str) -> ResponseReturnValue:
    """What to know before coming in, and one button."""
    session = services().sessions.get(SessionId(session_id))
    if session.state is State.CLOSED:
        return evening_over(session)
    return render_template("attendance/six_things.html", session=session, term=services().sessions.term(session.term))


@blueprint.get(f"{PREFIX}/session/<session_id>/room")
def room(session_id: str) -> ResponseReturnValue:
    """One document for the code and the room: from here on the page asks for nothing more."""
    session, place = services().sessions.get(SessionId(session_id)), _place()
    if session.state is State.CLOSED:
        return evening_over(session)
    return render_template("rooms/room.html", session=session, **_room_words(session, place))


@blueprint.post("/session/<session_id>/seat")
def seat(session_id: str) -> ResponseReturnValue:
    """A ticket in, a seat out; the same ticket with the same secret leads back to it."""
    if request.mimetype != "application/json":
        raise Refused(RefusalCode.MALFORMED)
    token, secret = read_presentation(request.get_data(cache=False))
    _seat, cookie = services().door.redeem(SessionId(session_id), token, secret)
    return give_cookie(jsonify(seated=True), SEAT_COOKIE, cookie)


@blueprint.route("/leave", methods=["GET", "POST"])
def leave() -> ResponseReturnValue:
    """Out, at once, whatever else works or does not: the seat waits, the browser keeps nothing of ours."""
    # The store may be slow or away; nobody waits for it here.
    without_waiting(partial(services().door.leave, request.cookies.get(SEAT_COOKIE, "")))
    without_waiting(partial(services().moderators.sign_out, request.cookies.get(DESK_COOKIE, "")))
    away = make_response(redirect(str(services().settings.exit_url), 303))
    for name in (SEAT_COOKIE, DESK_COOKIE, FORM_COOKIE):
        take_back_cookie(away, name)
    away.headers["Clear-Site-Data"] = _all_that_is_ours()
    return away


def _place() -> tuple[SessionId, SeatId] | None:
    cookie = request.cookies.get(SEAT_COOKIE)
    return services().door.seat_of(cookie) if cookie else None


def _room_words(session: ForumSession, place: tuple[SessionId, SeatId] | None) -> dict[str, object]:
    assembled = services()
    return {
        "seated": place is not None and place[0] == session.id,
        "settings": assembled.settings,
        "keylist_url": f"{assembled.settings.issuer_origin}/keys/{session.term}",
        "handles": assembled.handles,
        "sentences": sentences(),
        "details": assembled.details,
        "services": assembled.directory,
        **_way_in(session),
        **_next(session),
    }


def _next(session: ForumSession) -> dict[str, object]:
    """What stands under "What now?": the next evening of this card, and the next one of all."""
    known = services().sessions
    ahead = [one for one in known.of_term(session.term) if one.opens > session.opens]
    of_card = [one for one in ahead if one.state is not State.CLOSED]
    others = [one for one in known.upcoming() if one.term != session.term]
    return {"next_of_card": next(iter(of_card), None), "next_of_all": next(iter(others), None)}


def _way_in(session: ForumSession) -> dict[str, object]:
    """What the screen for the code needs to know: whether the doors are open, and whose tickets are still collected."""
    now = services().clock.now()
    evenings = [one for one in services().sessions.of_term(session.term) if one.state is not State.CLOSED]
    return {
        "evenings": evenings,
        "doors": "yes" if session.state is State.DOORS_OPEN else "no",
        "collecting": session.collecting_open(now),
        "later": any(one.collecting_open(now) for one in evenings if one.id != session.id),
        "few": session.few is True,
        "locker": "yes" if services().locker.is_shown(session.term) else "no",
    }


def _all_that_is_ours() -> str:
    # Never "*": it would empty the cache too, which holds the answer back for seconds.
    return '"storage", "cookies"' if services().settings.whole_domain_is_ours else '"storage"'
