"""A forum for people who share an experience, in which nobody has to say who they are."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from forum.assemble import Services
    from forum.settings import Settings


def create_app(settings: "Settings", services: "Services | None" = None) -> "Flask":
    """The door's WSGI application, everything wrapped in the edge."""
    # Imported here, so that a part of the package can be used without all the others.
    from flask import Flask

    from forum.assemble import assemble
    from forum.rooms.sockets import HANDLERS
    from forum.web.door import add_pages, close_the_edge, configure, take_back_strays
    from forum.web.errors import refuse_kindly
    from forum.web.incoming import round_of
    from forum.web.languages import set_up_languages
    from forum.web.origin import keep_own_origin
    from forum.web.realtime import make_socketio
    from forum.web.services import put_services

    app = Flask(__name__)
    services = services or assemble(settings)
    put_services(app, services)
    configure(app, settings)
    set_up_languages(app, settings.default_language)
    keep_own_origin(app, settings.door_origin)
    refuse_kindly(app)
    add_pages(app)
    take_back_strays(app)
    make_socketio(app, settings.door_origin, HANDLERS, look_every=round_of(settings.beat))
    # Last of all: put on earlier, it would not be in the way of sockets.
    close_the_edge(app, settings, services)
    return app
