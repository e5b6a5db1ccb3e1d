"""Joins the issuer's parts: its own folder, its own database, its own secrets. Nothing of the door's is opened."""

from dataclasses import dataclass

from forum.clock import Chance, Clock, SystemChance, SystemClock
from forum.issuer.keys import KeyFiles, PepperFiles, StatementKeyFiles
from forum.issuer.making import Names
from forum.issuer.ports import Secrets
from forum.issuer.service import Issuer
from forum.issuer.store_sql import SqlIssuerStore
from forum.settings import Settings
from forum.storage.engine import Database, sqlite_url, upgrade
from forum.tickets.formats import name_of
from forum.web.allowance import Allowance, failures
from forum.web.folders import ISSUER, service_key
from forum.web.housekeeping import Housekeeping
from forum.web.offload import off_loop

CLOSE_EVERY = 1.0
"""Seconds; keys are destroyed on time also when nobody asks anything."""


@dataclass(frozen=True, slots=True)
class IssuerServices:
    """What the issuer's views need."""

    settings: Settings
    issuer: Issuer
    failures: Allowance
    housekeeping: Housekeeping
    service_secret: str


def assemble_issuer(settings: Settings, clock: Clock | None = None, chance: Chance | None = None) -> IssuerServices:
    """The issuer over its files and its SQLite; whatever is past its time is destroyed before this returns."""
    clock, chance = clock or SystemClock(), chance or SystemChance()
    secret = service_key(settings.data, ISSUER)
    folder = settings.data / ISSUER
    # No off_loop here: the views put whole calls into the thread pool, and a database inside one is already there.
    database = Database(sqlite_url(folder / "issuer.sqlite3"))
    upgrade(database, "issuer")
    issuer = Issuer(
        SqlIssuerStore(database),
        Secrets(
            KeyFiles(folder / "keys", chance),
            StatementKeyFiles(folder / "statements", chance),
            PepperFiles(folder / "peppers", chance),
        ),
        Names(name_of(settings.issuer_origin), name_of(settings.door_origin)),
        clock,
        chance,
    )
    issuer.start()
    housekeeping = Housekeeping(lambda: off_loop(issuer.close_due), every=CLOSE_EVERY)
    return IssuerServices(settings, issuer, failures(clock), housekeeping, secret)
