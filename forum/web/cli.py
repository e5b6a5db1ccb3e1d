"""The `forum` command."""

import sys
from collections.abc import Callable
from typing import Any

import click

from forum.proof.command import keylist
from forum.proof.keylists import CannotCompare
from forum.refusals import SENTENCES, RefusalCode, Refused
from forum.settings import BadSettings, Settings, read_settings
from forum.web.folders import FolderFault, prepare_both
from forum.web.people import NameFault
from forum.web.process import end_with_parent, wipe_freed_memory
from forum.web.processes import Programs, Stopped
from forum.web.realtime import NotInForce
from forum.web.server import CannotListen, listen

PLAIN_FAULTS = (BadSettings, CannotCompare, CannotListen, FolderFault, NameFault, NotInForce)
NO_STORE = "The database cannot be used: it is away, locked or damaged."
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Plainly(click.Group):
    """A group of commands whose faults are one sentence each, on stderr, with exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PLAIN_FAULTS as fault:
            click.echo(str(fault), err=True)
            sys.exit(2)
        except Refused as refused:
            # What is said to people in a page is no help to whoever runs the forum.
            store_away = refused.code is RefusalCode.STORE_AWAY
            click.echo(NO_STORE if store_away else SENTENCES[refused.code], err=True)
            sys.exit(2)
        except Stopped as stopped:
            sys.exit(stopped.code)


@click.group(cls=Plainly, context_settings=CONTEXT)
@click.version_option(package_name="quiet-forum")
def forum() -> None:
    """A forum for staff who have lived through domestic abuse, in which nobody has to say who they are.

    \b
    It is two programs that must not know each other's secrets:
      the door    what people see: pages, the live room, the moderators' console
      the issuer  makes tickets, and cannot tell later which card a ticket came from

    \b
    Try it:         forum demo
    Run it:         forum serve          then: forum moderator add NAME
    Run it apart:   forum prepare        then: forum door, and forum issuer elsewhere
    Check it:       forum keylist

    Settings come from the environment (FORUM_DATA, FORUM_DOOR_PORT, ...) or from the TOML file that FORUM_CONFIG
    names; `forum settings` lists them. Nothing about a request is ever logged. Ctrl-C ends every command.
    """


@forum.command()
def demo() -> None:
    """Show everything on this machine: a session open now, a moderator, six cards; forgotten on Ctrl-C."""
    from forum.demo import run_demo

    run_demo()


@forum.command()
def serve() -> None:
    """Run the door and the issuer together, until Ctrl-C.

    The first start makes the data folder and its secrets.
    """
    settings = read_settings()
    check_ports(settings)
    prepare_both(settings.data)
    with Programs() as programs:
        start_both(programs, settings)
        click.echo(f"The forum is at {settings.door_origin}/ and the issuer at {settings.issuer_origin}/.")
        click.echo("Press Ctrl-C to stop.")
        programs.watch()


tied = click.option("--tied", is_flag=True, hidden=True, help="End with the program that started this one.")


@forum.command()
@tied
def door(tied: bool) -> None:
    """Run the door alone; needs service.key from the issuer's first start."""
    from forum.web.programs import run_door

    _run(run_door, tied)


@forum.command()
@tied
def issuer(tied: bool) -> None:
    """Run the issuer alone; needs service.key, see `forum prepare`."""
    from forum.web.programs import run_issuer

    _run(run_issuer, tied)


@forum.command()
def prepare() -> None:
    """Make the data folder and the secrets, and start nothing."""
    settings = read_settings()
    prepare_both(settings.data)
    click.echo(f"Ready: {settings.data}/door and {settings.data}/issuer. Each program needs its own folder only.")


@forum.command("settings")
def list_settings() -> None:
    """List every setting: its name in the environment, its default, what it does."""
    for name, field in Settings.model_fields.items():
        default = "none" if field.default is None else field.default
        click.echo(f"FORUM_{name.upper()}  (default: {default})\n    {field.description}")


forum.add_command(keylist)


@forum.group()
def moderator() -> None:
    """Look after the people who may open sessions."""


@moderator.command("add")
@click.argument("name")
def add_moderator(name: str) -> None:
    """Add the moderator NAME and print a passphrase, once."""
    from forum.web.people import add_with_passphrase

    click.echo(f"Name:       {name}\nPassphrase: {add_with_passphrase(read_settings(), name)}")
    click.echo("The passphrase is not kept anywhere: hand it over in person.")


@moderator.command("remove")
@click.argument("name")
def remove_moderator(name: str) -> None:
    """Remove the moderator NAME and every sign-in of theirs.

    A console of theirs that is open is closed within half a minute.
    """
    from forum.web.people import remove

    remove(read_settings(), name)
    click.echo("Removed; nothing about this moderator is kept any more.")


def check_ports(settings: Settings) -> None:
    """Raises CannotListen while it is still easy to say why."""
    for host, port in ((settings.door_host, settings.door_port), (settings.issuer_host, settings.issuer_port)):
        listen(host, port).close()


def start_both(programs: Programs, settings: Settings) -> None:
    """Starts the issuer, then the door."""
    programs.start(["-m", "forum", "issuer", "--tied"], settings.issuer_host, settings.issuer_port)
    programs.start(["-m", "forum", "door", "--tied"], settings.door_host, settings.door_port)


def _run(program: Callable[..., None], tied: bool) -> None:
    # Before anything is read: the settings are read again by the program that takes this one's place.
    wipe_freed_memory()
    if tied:
        end_with_parent()
    program(read_settings(), quiet=tied)


def main() -> None:
    """The entry point of the `forum` command."""
    forum(prog_name="forum")
