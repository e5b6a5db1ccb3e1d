"""The moderators' pages: signing in, sessions, cards, doors and closing."""

from functools import partial

from flask import Blueprint, g, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from forum.cards.paper import Print, cards_page
from forum.ids import ModeratorId, SessionId
from forum.moderation.forms import BareForm, CardsForm, CloseForm, SignInForm, faults_of
from forum.moderation.planning import SessionForm
from forum.moderation.wire import coarse
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession, State, Term, most_cards
from forum.web.cookies import give_cookie, take_back_cookie
from forum.web.forms import FORM_COOKIE
from forum.web.identity import DESK_COOKIE
from forum.web.languages import PREFIX, sentence
from forum.web.offload import without_waiting
from forum.web.sentences import sentences
from forum.web.services import services

blueprint = Blueprint("moderation", __name__, url_prefix=f"{PREFIX}/moderation")

SIGN_IN = "moderation.sign_in"
USUAL_CARDS = 6
SOON = 2.0


@blueprint.before_request
def require_sign_in() -> ResponseReturnValue | None:
    """Whoever is not signed in is led to the page where that is done."""
    g.moderator = _moderator()
    if g.moderator is None and request.endpoint != SIGN_IN:
        return redirect(url_for(SIGN_IN), 303)
    return None


@blueprint.before_request
def require_form_token() -> None:
    """Nothing is changed without the token of the form that was shown; raises FORM_TOO_OLD."""
    if request.method == "POST":
        try:
            validate_csrf(request.form.get("csrf_token"))
        except ValidationError:
            raise Refused(RefusalCode.FORM_TOO_OLD) from None


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """Name and passphrase; every reason why they do not work has the same answer."""
    if g.moderator is not None:
        return redirect(url_for(".sessions"), 303)
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, faults_of(form))
    try:
        cookie = services().moderators.sign_in(form.name.data, form.passphrase.data)
    except Refused as refusal:
        return _sign_in_page(form, [("name", sentence(refusal.code))], refusal.status)
    # The token of the form before is not carried over.
    session.clear()
    return give_cookie(make_response(redirect(url_for(".sessions"), 303)), DESK_COOKIE, cookie)


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """Ends the sign-in, here and at every desk."""
    services().moderators.sign_out(request.cookies.get(DESK_COOKIE, ""))
    session.clear()
    away = make_response(redirect(url_for(SIGN_IN), 303))
    return take_back_cookie(take_back_cookie(away, DESK_COOKIE), FORM_COOKIE)


@blueprint.get("/")
def sessions() -> ResponseReturnValue:
    """Every session, those to come first."""
    known = services().sessions.all()
    ahead = [one for one in known if one.state is not State.CLOSED]
    ended = [one for one in reversed(known) if one.state is State.CLOSED]
    return render_template("moderation/sessions.html", ahead=ahead, ended=ended, form=BareForm())


@blueprint.route("/sessions/new", methods=["GET", "POST"])
def new_session() -> ResponseReturnValue:
    """Plans the sessions of a term, and leads to the first."""
    form = SessionForm(services().clock.now())
    if not form.validate_on_submit():
        return render_template("moderation/new_session.html", form=form, faults=faults_of(form))
    try:
        made = services().sessions.plan_term(form.plan())
    except Refused as refusal:
        faults = [("name", sentence(refusal.code))]
        return render_template("moderation/new_session.html", form=form, faults=faults), refusal.status
    _show_boxes(made[0])
    return _to(made[0].id)


def _show_boxes(session: ForumSession) -> None:
    # A full locker from the start; and whoever comes in with words finds their box. For a slow issuer nobody waits.
    without_waiting(partial(services().locker.show_all, session.term), within=SOON)


@blueprint.get("/sessions/<session_id>")
def one_session(session_id: str) -> ResponseReturnValue:
    """One session and what can be done with it now."""
    return _session_page(services().sessions.get(SessionId(session_id)))


@blueprint.post("/sessions/<session_id>/cards")
def cards(session_id: str) -> ResponseReturnValue:
    """Fresh cards, shown this once."""
    known, form = services().sessions.get(SessionId(session_id)), CardsForm()
    if not form.validate():
        return _session_page(known, faults_of(form))
    try:
        sheet = services().sessions.make_cards(known.id, form.total)
    except Refused as refusal:
        return _session_page(known, [("count", sentence(refusal.code))]), refusal.status
    term = services().sessions.term(known.term)
    return cards_page(known, term, sheet, Print(form.spare.data or 0, form.large.data))


@blueprint.get("/sessions/<session_id>/<any(cards, open, close):act>")
def back_to_session(session_id: str, act: str) -> ResponseReturnValue:
    """Where a page that answered a form is opened again, as by its link to the other language."""
    return _to(session_id)


@blueprint.post("/sessions/<session_id>/open")
def open_doors(session_id: str) -> ResponseReturnValue:
    """From now on tickets open seats; where they cannot yet, the page says why."""
    known = services().sessions.get(SessionId(session_id))
    try:
        services().sessions.open_doors(known.id)
        _show_boxes(known)
    except Refused as refusal:
        return _session_page(known, [("doors-title", sentence(refusal.code))]), refusal.status
    return _to(session_id)


@blueprint.post("/sessions/<session_id>/close")
def close(session_id: str) -> ResponseReturnValue:
    """Ends the session and forgets it; asks first where something waits at the desk that would be erased."""
    known, form = services().sessions.get(SessionId(session_id)), CloseForm()
    if not form.validate():
        return _session_page(known, faults_of(form))
    try:
        if not form.anyway.data:
            services().rooms.require_nobody_waits(known.id)
    except Refused as refusal:
        return _session_page(known, [("anyway", sentence(refusal.code))]), refusal.status
    services().sessions.close_kindly(known.id)
    return _to(session_id)


@blueprint.get("/sessions/<session_id>/room")
def console(session_id: str) -> ResponseReturnValue:
    """The desk of a session whose doors are open."""
    known = services().sessions.get(SessionId(session_id))
    known.require_open()
    return render_template("moderation/console.html", session=known, **_console_words())


def _moderator() -> ModeratorId | None:
    cookie = request.cookies.get(DESK_COOKIE)
    return services().moderators.signed_in(cookie) if cookie else None


def _sign_in_page(form: SignInForm, faults: list[tuple[str, str]], status: int = 200) -> ResponseReturnValue:
    return render_template("moderation/sign_in.html", form=form, faults=faults), status


def _session_page(known: ForumSession, faults: list[tuple[str, str]] | None = None) -> str:
    sessions = services().sessions.of_term(known.term)
    most, now = most_cards(sessions), services().clock.now()
    return render_template(
        "moderation/session.html",
        session=known,
        term=_term(known),
        others=[one for one in sessions if one.id != known.id],
        collecting=known.collecting_open(now),
        early=now < known.doors_from,
        most=most,
        address=_address(known),
        cards=CardsForm(formdata=None, count=min(USUAL_CARDS, most), spare=0),
        plain=BareForm(),
        closing=CloseForm(formdata=None),
        collected=None if known.collected is None else coarse(known.collected),
        faults=faults or [],
    )


def _term(known: ForumSession) -> Term | None:
    try:
        return services().sessions.term(known.term)
    except Refused as refusal:
        if refusal.code is not RefusalCode.NOT_FOUND:
            raise
        return None  # Its last session has closed.


def _address(known: ForumSession) -> str:
    language = "cy" if known.language == "cy" else "en"
    return f"{services().settings.door_origin}/{language}/session/{known.id}/"


def _console_words() -> dict[str, object]:
    assembled = services()
    return {
        "settings": assembled.settings,
        "services": assembled.directory,
        "handles": assembled.handles,
        "sentences": sentences(),
    }


def _to(session_id: str) -> ResponseReturnValue:
    return redirect(url_for(".one_session", session_id=session_id), 303)
