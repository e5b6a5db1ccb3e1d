"""The issuer: a program of its own, which signs what it cannot read for whoever holds a card."""

from flask import Flask
from flask.typing import ResponseReturnValue

from forum.issuer import pages
from forum.issuer.assemble import IssuerServices, assemble_issuer
from forum.issuer.wire import MOST_BODY_BYTES
from forum.refusals import RefusalCode
from forum.settings import Settings
from forum.web.edge import ISSUER_HEADERS, Edge, EdgeRules
from forum.web.errors import coded, refuse_with_codes
from forum.web.headers import security_headers
from forum.web.services import put_services


def create_issuer_app(settings: Settings, services: IssuerServices | None = None) -> Flask:
    """The issuer's WSGI application; it has destroyed what is past its time before it answers anything."""
    app = Flask(__name__, static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=MOST_BODY_BYTES, MAX_FORM_MEMORY_SIZE=MOST_BODY_BYTES, MAX_FORM_PARTS=16)
    services = services or assemble_issuer(settings)
    put_services(app, services)
    refuse_with_codes(app)
    # Another status where a path is known would tell that there are service calls.
    app.register_error_handler(405, _not_found)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(pages.service_calls)
    services.housekeeping.start()
    rules = EdgeRules(settings.issuer_origin, security_headers(settings.issuer_origin), ISSUER_HEADERS)
    app.wsgi_app = Edge(app.wsgi_app, rules)  # type: ignore[method-assign]
    return app


def _not_found(_fault: Exception) -> ResponseReturnValue:
    return coded(RefusalCode.NOT_FOUND, 404)
