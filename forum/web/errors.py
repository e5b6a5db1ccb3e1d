"""Turns whatever a view raises into a kind answer that tells nothing about the cause."""

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from forum.refusals import RefusalCode, Refused
from forum.web.languages import sentence
from forum.web.logs import Event, tell

SCRIPTED = ("/session/", "/locker/")
"""Paths that scripts call: they get a code, and the page that called has the words."""

CODES = {
    400: RefusalCode.BAD_REQUEST,
    404: RefusalCode.NOT_FOUND,
    405: RefusalCode.NOT_FOUND,
    413: RefusalCode.TOO_LARGE,
    429: RefusalCode.TOO_MANY,
}


def refuse_kindly(app: Flask) -> None:
    """Answers refusals and faults of the door with a page, or with a code where a script asked."""
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(HTTPException, _wrong_request)
    app.register_error_handler(Exception, _fault)


def refuse_with_codes(app: Flask) -> None:
    """Answers every refusal and fault with a code only; for the issuer, which has no pages."""
    app.register_error_handler(Refused, _refused_code)
    app.register_error_handler(HTTPException, _wrong_request_code)
    app.register_error_handler(Exception, _fault_code)


def coded(code: RefusalCode, status: int) -> ResponseReturnValue:
    """A refusal for a script."""
    return jsonify(code=code.value), status


def _refused(refusal: Refused) -> ResponseReturnValue:
    return _answer(refusal.code, refusal.status)


def _refused_code(refusal: Refused) -> ResponseReturnValue:
    return coded(refusal.code, refusal.status)


def _wrong_request(fault: HTTPException) -> ResponseReturnValue:
    if isinstance(fault, RequestRedirect) or fault.code is None:
        return fault
    return _answer(*_code_of(fault))


def _wrong_request_code(fault: HTTPException) -> ResponseReturnValue:
    return coded(*_code_of(fault))


def _code_of(fault: HTTPException) -> tuple[RefusalCode, int]:
    status = fault.code or 500
    return CODES.get(status, RefusalCode.BAD_REQUEST if status < 500 else RefusalCode.SERVER_FAULT), status


def _fault(fault: Exception) -> ResponseReturnValue:
    tell(Event.PAGE_FAULT, fault)
    return _answer(RefusalCode.SERVER_FAULT, 500)


def _fault_code(fault: Exception) -> ResponseReturnValue:
    tell(Event.PAGE_FAULT, fault)
    return coded(RefusalCode.SERVER_FAULT, 500)


def _answer(code: RefusalCode, status: int) -> ResponseReturnValue:
    if request.path.startswith(SCRIPTED):
        return coded(code, status)
    try:
        return render_template("web/error.html", code=code.value, sentence=sentence(code)), status
    except Exception as fault:
        tell(Event.PAGE_FAULT, fault)
        return Response(sentence(code), status, content_type="text/plain; charset=utf-8")
