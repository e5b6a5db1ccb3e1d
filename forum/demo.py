"""A demonstration on this machine: both programs, a session open now, a moderator and six cards; then all is gone."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click

from forum.assemble import Services, assemble
from forum.ids import SessionId
from forum.settings import Settings, origin_here, read_settings
from forum.tickets.codes import printed
from forum.web.cli import check_ports
from forum.web.folders import prepare_both
from forum.web.people import new_passphrase
from forum.web.processes import Programs

MODERATOR = "coordinator"
CARDS = 6
SIZE = 12
LASTS = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the demonstration prints."""

    session: SessionId
    passphrase: str
    codes: list[str]


def run_demo() -> None:
    """Shows the forum until Ctrl-C; nothing of it is kept."""
    check_ports(read_settings())
    with throw_away_folder() as folder:
        settings = demo_settings(folder)
        prepare_both(settings.data)
        with Programs(as_environment(settings)) as programs:
            click.echo("Starting the issuer ...")
            programs.start(["-m", "forum", "issuer", "--tied"], settings.issuer_host, settings.issuer_port)
            click.echo("Making a coordinator, a session and six cards ...")
            shown = furnish(assemble(settings))
            click.echo("Starting the forum ...")
            programs.start(["-m", "forum", "door", "--tied"], settings.door_host, settings.door_port)
            click.echo(words(settings, shown))
            programs.watch()


@contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(prefix="forum-demo-") as folder:
            yield Path(folder)
    finally:
        click.echo("\nStopped. What the demonstration kept is removed.")


def demo_settings(folder: Path) -> Settings:
    """The settings of this installation, on loopback and with a folder of its own."""
    chosen = read_settings()
    return read_settings(
        data=folder / "data",
        door_origin=origin_here("localhost", chosen.door_port),
        issuer_origin=origin_here("127.0.0.1", chosen.issuer_port),
        door_host="127.0.0.1",
        issuer_host="127.0.0.1",
    )


def as_environment(settings: Settings) -> dict[str, str]:
    """What the two programs need in their environment to run with these settings."""
    names = ("data", "door_origin", "issuer_origin", "door_host", "issuer_host")
    return {f"FORUM_{name.upper()}": str(getattr(settings, name)) for name in names}


def furnish(services: Services) -> Shown:
    """A moderator, a session with its doors open, and six cards, all through the services that the pages use."""
    passphrase = new_passphrase(services.chance)
    services.moderators.add(MODERATOR, passphrase)
    now = services.clock.now().replace(second=0, microsecond=0)
    session = services.sessions.plan("This evening", now, now + LASTS, SIZE, "both")
    cards = services.sessions.make_cards(session.id, CARDS).cards
    services.sessions.open_doors(session.id)
    return Shown(session.id, passphrase, [printed(card.code) for card in cards])


def words(settings: Settings, shown: Shown) -> str:
    """What to do now, in plain words."""
    door = settings.door_origin
    lines = [
        "",
        f"The forum      {door}/en/        {door}/cy/",
        f"The session    {door}/en/session/{shown.session}/",
        f"The issuer     {settings.issuer_origin}/",
        "",
        f"A moderator signs in at {door}/en/moderation/sign-in",
        f"    name         {MODERATOR}",
        f"    passphrase   {shown.passphrase}",
        "",
        f"{CARDS} cards; each lets one person in, best in a private window of its own:",
        *(f"    {code}" for code in shown.codes),
        "",
        "Press Ctrl-C to stop. Everything is then forgotten.",
    ]
    return "\n".join(lines)
