"""The two programs, each from its settings to its end."""

from forum import create_app
from forum.assemble import assemble
from forum.clock import Chance, Clock
from forum.issuer import create_issuer_app
from forum.issuer.assemble import assemble_issuer
from forum.settings import Settings
from forum.web.folders import DOOR, ISSUER, prepare_part
from forum.web.headers import security_headers
from forum.web.housekeeping import EVERY_SECONDS, Housekeeping
from forum.web.logs import set_up_logs
from forum.web.process import harden
from forum.web.realtime import cut_all
from forum.web.server import listen, serve


def run_door(settings: Settings, clock: Clock | None = None, chance: Chance | None = None, quiet: bool = False) -> None:
    """The forum itself, until it is asked to end."""
    harden()
    set_up_logs(quiet)
    # The port first: whoever cannot have it must not touch anybody's data.
    listener = listen(settings.door_host, settings.door_port)
    prepare_part(settings.data, DOOR)
    services = assemble(settings, clock, chance)
    app = create_app(settings, services)
    housekeeping = Housekeeping(services.sessions.tidy, services.locker.tidy, services.moderators.tidy)
    housekeeping.start()
    # Apart: nothing that is to be forgotten waits until the issuer has answered.
    every = min(EVERY_SECONDS, settings.locker_every, settings.locker_every_ahead)
    asking = Housekeeping(services.sessions.count_due, services.locker.publish, every=every)
    asking.start()

    def stop() -> None:
        housekeeping.stop()
        asking.stop()
        cut_all(app.extensions["socketio"])

    serve(app, listener, sockets=settings.max_sockets, security=security_headers(settings.door_origin), stop=stop)


def run_issuer(
    settings: Settings, clock: Clock | None = None, chance: Chance | None = None, quiet: bool = False
) -> None:
    """The issuer, until it is asked to end."""
    harden()
    set_up_logs(quiet)
    listener = listen(settings.issuer_host, settings.issuer_port)
    prepare_part(settings.data, ISSUER)
    services = assemble_issuer(settings, clock, chance)
    app = create_issuer_app(settings, services)
    serve(app, listener, security=security_headers(settings.issuer_origin), stop=services.housekeeping.stop)
