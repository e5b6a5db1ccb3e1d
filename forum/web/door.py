"""The steps in which the door's application is put together."""

from contextlib import suppress
from typing import TYPE_CHECKING

import gevent
from flask import Flask, Response, request

from forum.refusals import Refused
from forum.settings import Settings
from forum.web.cookies import take_back_cookie
from forum.web.edge import DOOR_HEADERS, Edge, EdgeRules
from forum.web.folders import form_key
from forum.web.forms import keep_forms
from forum.web.headers import door_policy, security_headers
from forum.web.identity import SEAT_COOKIE
from forum.web.server import MAX_BODY
from forum.web.services import services

STRAY_WITHIN = 0.2

if TYPE_CHECKING:
    from forum.assemble import Services


def configure(app: Flask, settings: Settings) -> None:
    """What Flask itself has to know."""
    app.config.update(MAX_CONTENT_LENGTH=MAX_BODY, MAX_FORM_MEMORY_SIZE=MAX_BODY, MAX_FORM_PARTS=64)
    keep_forms(app, form_key(settings.data))


def add_pages(app: Flask) -> None:
    """The pages of every feature."""
    from forum.attendance import pages as attendance
    from forum.cards import pages as cards
    from forum.cards import tonight
    from forum.information import desk as information_desk
    from forum.information import pages as information
    from forum.locker import pages as locker
    from forum.moderation import pages as moderation
    from forum.moderation import places
    from forum.proof import pages as proof
    from forum.signposting import pages as signposting
    from forum.web import public_pages

    for_everybody = (public_pages, information, attendance, locker, tonight, signposting, proof)
    for feature in (*for_everybody, moderation, cards, information_desk, places):
        app.register_blueprint(feature.blueprint)


def take_back_strays(app: Flask) -> None:
    """Has every answer take back a seat's cookie that leads to no live seat."""
    app.after_request(_take_back_stray)


def _take_back_stray(answer: Response) -> Response:
    cookie = request.cookies.get(SEAT_COOKIE)
    if cookie is None or request.endpoint == "static" or SEAT_COOKIE in answer.headers.get("Set-Cookie", ""):
        return answer
    return take_back_cookie(answer, SEAT_COOKIE) if _is_stray(cookie) else answer


def _is_stray(cookie: str) -> bool:
    # A store that is slow or away holds no page back, least of all the one with the help lines.
    with suppress(Refused), gevent.Timeout(STRAY_WITHIN, False):
        return services().door.seat_of(cookie) is None
    return False


def close_the_edge(app: Flask, settings: Settings, assembled: "Services") -> None:
    """Wraps everything, sockets too, in the edge."""
    rules = EdgeRules(
        settings.door_origin,
        security_headers(settings.door_origin, door_policy(settings.door_origin, settings.issuer_origin)),
        DOOR_HEADERS,
        settings.max_sockets,
    )
    app.wsgi_app = Edge(app.wsgi_app, rules, assembled.identify, assembled.lines)  # type: ignore[method-assign]
