"""Joins the issuer's parts: its own folder, its own database, its own secrets. Nothing of the door's is opened."""

import re
from dataclasses import dataclass

from forum.clock import Chance, Clock, SystemChance, SystemClock
from forum.issuer.failures import Failures
from forum.issuer.keys import KeyFiles, PepperFiles
from forum.issuer.service import Issuer, Names
from forum.issuer.store_sql import SqlIssuerStore
from forum.settings import BadSettings, Settings
from forum.storage.engine import Database, sqlite_url, upgrade
from forum.tickets.formats import name_of
from forum.web.housekeeping import Housekeeping
from forum.web.offload import off_loop

CLOSE_EVERY = 5.0
"""Seconds; keys are destroyed on time also when nobody asks anything."""

_SECRET = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class IssuerServices:
    """What the issuer's views need."""

    settings: Settings
    issuer: Issuer
    failures: Failures
    housekeeping: Housekeeping
    service_secret: str


def assemble_issuer(settings: Settings, clock: Clock | None = None, chance: Chance | None = None) -> IssuerServices:
    """The issuer over its files and its SQLite; whatever is past its time is destroyed before this returns."""
    clock, chance = clock or SystemClock(), chance or SystemChance()
    folder = settings.data / "issuer"
    # No off_loop here: the views put whole calls into the thread pool, and a database inside one is already there.
    database = Database(sqlite_url(folder / "issuer.sqlite3"))
    upgrade(database, "issuer")
    issuer = Issuer(
        SqlIssuerStore(database),
        KeyFiles(folder / "keys", chance),
        PepperFiles(folder / "peppers", chance),
        Names(name_of(settings.issuer_origin), name_of(settings.door_origin)),
        clock,
        chance,
    )
    issuer.start()
    housekeeping = Housekeeping(lambda: off_loop(issuer.close_due), every=CLOSE_EVERY)
    return IssuerServices(settings, issuer, Failures(clock), housekeeping, _service_secret(settings))


def _service_secret(settings: Settings) -> str:
    try:
        secret = (settings.data / "issuer" / "service.key").read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        secret = ""
    if not _SECRET.fullmatch(secret):
        raise BadSettings("The issuer's file service.key is missing or damaged.")
    return secret
