"""Only our own pages may change anything: every other method than reading needs our exact `Origin`."""

from flask import Flask, current_app, request

from forum.refusals import RefusalCode, Refused

READING = frozenset({"GET", "HEAD", "OPTIONS"})
KEY = "FORUM_OWN_ORIGIN"


def keep_own_origin(app: Flask, origin: str) -> None:
    """Refuses, before any view, what changes something and does not come from `origin`."""
    app.config[KEY] = origin
    app.before_request(require_own_origin)


def require_own_origin() -> None:
    """Raises WRONG_ORIGIN when the request changes something and its Origin is missing or another."""
    if request.method not in READING and request.headers.get("Origin") != current_app.config[KEY]:
        raise Refused(RefusalCode.WRONG_ORIGIN)
