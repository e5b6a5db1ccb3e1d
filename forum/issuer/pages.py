"""The issuer over HTTP: what people's pages may read, the tickets they collect, and what the door may ask."""

import hmac
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from forum.ids import TermId
from forum.issuer import wire
from forum.issuer.assemble import IssuerServices
from forum.refusals import RefusalCode, Refused
from forum.tickets import base64url
from forum.web.offload import off_loop

P = ParamSpec("P")
T = TypeVar("T")

FORM = "application/x-www-form-urlencoded"
PREFIX = "Bearer "

blueprint = Blueprint("issuer", __name__)
service_calls = Blueprint("service", __name__, url_prefix="/service")


def services() -> IssuerServices:
    """The services of the app that answers right now."""
    return cast(IssuerServices, current_app.extensions["forum.services"])


@blueprint.after_request
def let_the_door_read(answer: Response) -> Response:
    """The door's pages, and no others, may read what stands here; there are no credentials to allow."""
    answer.headers["Access-Control-Allow-Origin"] = services().settings.door_origin
    return answer


@blueprint.get("/keys/<term>")
def keylist(term: str) -> ResponseReturnValue:
    """The key list of a term, byte for byte the same for everybody."""
    raw = off_loop(services().issuer.keylist, TermId(term))
    return Response(raw, mimetype="application/json")


@blueprint.get("/collected/<term>")
def collected(term: str) -> ResponseReturnValue:
    """How many tickets were collected for the sessions whose collecting is closed: rounded, signed, for everybody."""
    return jsonify(wire.written_counts(off_loop(services().issuer.counts, TermId(term))))


@blueprint.get("/lockers/<term>")
def locker(term: str) -> ResponseReturnValue:
    """The number and the hash of the locker that the door should be serving."""
    edition = off_loop(services().issuer.edition, TermId(term))
    return jsonify(edition=edition.number, digest=edition.digest)


@blueprint.post("/tickets")
def tickets() -> ResponseReturnValue:
    """Blind signatures for a card's requests."""
    if request.headers.get("Origin") != services().settings.door_origin:
        raise Refused(RefusalCode.WRONG_ORIGIN)
    if request.mimetype != FORM:
        raise Refused(RefusalCode.BAD_REQUEST)
    code, requests = wire.read_collecting(request.form.getlist("code"), request.form.getlist("request"))
    signatures = _slowed(off_loop, services().issuer.collect, code, requests)
    return jsonify(responses=[base64url.encode(signature) for signature in signatures])


@service_calls.before_request
def require_service_secret() -> None:
    """Nobody but the door is told that there are service calls."""
    given = request.headers.get("Authorization", "")
    expected = PREFIX + services().service_secret
    if not hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode("ascii")):
        raise Refused(RefusalCode.NOT_FOUND)


@service_calls.post("/terms")
def make_term() -> ResponseReturnValue:
    """Keys for the sessions of a new term."""
    made = off_loop(services().issuer.make_term, wire.read_sessions(_payload()))
    return jsonify(term=made.term, keylist=base64url.encode(made.to_bytes()), digest=made.digest())


@service_calls.post("/cards")
def make_cards() -> ResponseReturnValue:
    """A sheet of fresh cards, shown this once."""
    return jsonify(wire.written_sheet(off_loop(services().issuer.make_cards, *wire.read_cards(_payload()))))


@service_calls.post("/cancel")
def cancel() -> ResponseReturnValue:
    """Cards that are worthless from now on."""
    return jsonify(cancelled=off_loop(services().issuer.cancel, wire.read_cancel(_payload())))


@service_calls.post("/sessions/<session>/close")
def close(session: str) -> ResponseReturnValue:
    """The end of collecting for a session."""
    return jsonify(wire.written_count(off_loop(services().issuer.close, wire.read_session(session))))


@service_calls.route("/sessions/<session>/collected", methods=["GET", "POST"])
def count(session: str) -> ResponseReturnValue:
    """How many tickets were collected, once that is over."""
    return jsonify(wire.written_count(off_loop(services().issuer.collected, wire.read_session(session))))


@service_calls.post("/sessions/<session>/few")
def few(session: str) -> ResponseReturnValue:
    """Whether few tickets have been collected so far."""
    return jsonify(few=off_loop(services().issuer.few, wire.read_session(session)))


@service_calls.post("/lockers")
def announce() -> ResponseReturnValue:
    """A new edition of a term's locker."""
    off_loop(services().issuer.announce, *wire.read_edition(_payload()))
    return jsonify(taken=True)


@service_calls.post("/terms/<term>/end")
def end_term(term: str) -> ResponseReturnValue:
    """The end of a term: the door has closed its last session."""
    off_loop(services().issuer.end_term, TermId(term))
    return jsonify(ended=True)


def _slowed(run: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `run` answers; when too many cards fail at once, those that fail are asked to wait, and only those."""
    try:
        return run(*args, **kwargs)
    except Refused as refusal:
        if refusal.code is RefusalCode.UNKNOWN_INVITATION and not services().failures.take():
            raise Refused(RefusalCode.TOO_MANY) from None
        raise


def _payload() -> object:
    return request.get_json(silent=True)
