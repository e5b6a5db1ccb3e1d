"""`forum keylist`: what stands behind twelve words, and whether it is what somebody expected."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

from forum.proof import keylists
from forum.proof.keylists import Differs
from forum.settings import read_settings
from forum.tickets.keylist import KeyList

NOT_GENUINE = "A count is NOT signed by the issuer of this list. Do not rely on it, and tell somebody else."


@click.command("keylist")
@click.option("--url", help="Read the list at this address.")
@click.option("--file", "path", type=click.Path(path_type=Path), help="Read the list in this file.")
@click.option("--term", help="Ask the issuer of this installation for the list of this term.")
@click.option("--hash", "digest", help="Check that the list has this SHA-256.")
@click.option("--words", help="Check that the list has these twelve words.")
@click.option("--counts", is_flag=True, help="Ask the issuer how many tickets were collected; check its signatures.")
def keylist(
    url: str | None, path: Path | None, term: str | None, digest: str | None, words: str | None, counts: bool
) -> None:
    """Print and check the lists of keys that tickets are signed with.

    Without --url, --file or --term: every list in the door's database. Ends with 0 if all that was asked for holds, 1
    if something differs, 2 if there is nothing to compare.
    """
    wanted = (
        keylists.expected_digest(digest) if digest else None,
        keylists.expected_words(words) if words else None,
    )
    lists = _lists(url, path, term)
    for line in (line for listed in lists for line in keylists.description(listed)):
        click.echo(line)
    try:
        if counts:
            _show_counts(lists, url)
        if any(wanted):
            click.echo(keylists.compare(lists, *wanted))
    except Differs as difference:
        click.echo(str(difference), err=True)
        sys.exit(1)


def _lists(url: str | None, path: Path | None, term: str | None) -> list[KeyList]:
    if sum(given is not None for given in (url, path, term)) > 1:
        raise keylists.CannotCompare("Name one of --url, --file and --term, not several.")
    if url is not None:
        return [keylists.from_address(url)]
    if path is not None:
        return [keylists.from_file(path)]
    if term is not None:
        return [keylists.of_term(read_settings(), term)]
    lists = keylists.of_the_door(read_settings())
    if not lists:
        raise keylists.CannotCompare("The door knows no key list just now: no session is planned.")
    return lists


def _show_counts(lists: list[KeyList], url: str | None) -> None:
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url)) if url else read_settings().issuer_origin
    found = [count for listed in lists for count in keylists.counts(listed, origin)]
    for count in found:
        click.echo(keylists.count_line(count))
    if not all(count.genuine for count in found):
        raise Differs(NOT_GENUINE)
    if not found:
        click.echo("  collected  collecting has not closed for any session yet")
