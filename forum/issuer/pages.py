"""The issuer over HTTP: one answer for people's pages, three for the door."""

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
    """Fresh codes, shown this once."""
    term, count = wire.read_cards(_payload())
    return jsonify(codes=off_loop(services().issuer.make_cards, term, count))


@service_calls.post("/sessions/<session>/close")
def close(session: str) -> ResponseReturnValue:
    """The end of collecting for a session."""
    return jsonify(collected=off_loop(services().issuer.close, wire.read_session(session)))


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
