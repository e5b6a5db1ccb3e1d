"""The locker over HTTP: a box goes in, and all boxes come out, the same bytes for everybody."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from forum.ids import TermId
from forum.locker.wire import read_deposit
from forum.refusals import RefusalCode, Refused
from forum.web.services import services

EDITION = "X-Edition"
FAILED = frozenset({RefusalCode.INVALID, RefusalCode.BOX_TAKEN})

blueprint = Blueprint("locker", __name__)


@blueprint.post("/locker/<term>")
def put_in(term: str) -> ResponseReturnValue:
    """A box for a locker ticket; the identical pair again is answered the same."""
    if request.mimetype != "application/json":
        raise Refused(RefusalCode.MALFORMED)
    ticket, box = read_deposit(request.get_data(cache=False))
    _slowed(TermId(term), ticket, box)
    return jsonify(kept=True)


@blueprint.get("/locker/<term>")
def take_all(term: str) -> ResponseReturnValue:
    """Every box of the newest edition; nobody can say which one somebody wanted."""
    edition = services().locker.edition(TermId(term))
    answer = Response(edition.boxes, mimetype="application/octet-stream")
    answer.headers[EDITION] = str(edition.number)
    return answer


def _slowed(term: TermId, ticket: bytes, box: bytes) -> None:
    """When too many tickets fail at once, those that fail are asked to wait, and only those."""
    try:
        services().locker.deposit(term, ticket, box)
    except Refused as refusal:
        if refusal.code in FAILED and not services().locker_failures.take():
            raise Refused(RefusalCode.TOO_MANY) from None
        raise
