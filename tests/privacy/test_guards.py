"""The controls: with a guard taken away, the same evening leaves behind just what that guard is for."""

from collections.abc import Callable

import pytest

from tests.privacy.evening import NEVER_WRITTEN, SECRETS, Evening
from tests.servers import Servers

pytestmark = [pytest.mark.privacy, pytest.mark.slow, pytest.mark.timeout(240)]


def evening_with(start_servers: Callable[..., Servers], *switches: str) -> Evening:
    return Evening(start_servers(switches=("faults", *switches)), people=6).hold()


KEPT_ALONE = ("codes", "cancel codes", "tickets", "locker tickets", "cookies", "desk cookies")
"""Secrets that are hashed by themselves; a seat's secret is only ever hashed together with its ticket."""

ABOUT_WHO_ASKS = {"addresses", "browsers", "pages before"}


def by_the_logs(found: set[str]) -> None:
    """What only the logs' own guard keeps out of them."""
    assert {"words", *SECRETS} <= found
    by_door = {name for name in found if name.startswith("words by ")}
    assert {"words by failing handler", "words by failing page", "words by failing page's cookie"} <= by_door
    assert {"words by query", "words by missing page", "words by malformed request"} <= by_door
    assert {"words by message", "words by frame", "words by crowd"} <= by_door


def test_without_quiet_logs_words_and_secrets_are_printed(start_servers: Callable[..., Servers]) -> None:
    found = set(evening_with(start_servers, "logs-on").needles_in_the_log())
    by_the_logs(found)
    assert not found & {"addresses"}


def test_without_the_edge_the_logs_alone_keep_everything_out(start_servers: Callable[..., Servers]) -> None:
    assert evening_with(start_servers, "edge-off").needles_in_the_log() == {}


def test_without_both_addresses_and_browsers_are_printed_too(start_servers: Callable[..., Servers]) -> None:
    found = set(evening_with(start_servers, "logs-on", "edge-off").needles_in_the_log())
    by_the_logs(found)
    assert found >= ABOUT_WHO_ASKS


def test_without_hashes_codes_tickets_secrets_and_cookies_are_kept(start_servers: Callable[..., Servers]) -> None:
    evening = evening_with(start_servers, "hashing-off")
    kept = set(SECRETS) - {"passphrases"}
    assert set(evening.needles.found(evening.during, *NEVER_WRITTEN)) == kept
    assert evening.needles_in_the_log() == {}


def test_without_peppers_whoever_finds_a_card_can_look_it_up(start_servers: Callable[..., Servers]) -> None:
    evening = evening_with(start_servers, "peppers-off")
    kept = {f"plain hash of {kind}" for kind in KEPT_ALONE}
    assert set(evening.needles.found(evening.during, *NEVER_WRITTEN)) == kept


def test_without_slow_hashes_passphrases_are_kept(start_servers: Callable[..., Servers]) -> None:
    evening = evening_with(start_servers, "slow-hashing-off")
    assert set(evening.needles.found(evening.during, *NEVER_WRITTEN)) == {"passphrases"}
    assert set(evening.needles.found(evening.after)) == {"passphrases"}


def test_without_forgetting_rows_and_keys_stay(start_servers: Callable[..., Servers]) -> None:
    evening = evening_with(start_servers, "forgetting-off")
    assert {"rows", "key files"} <= set(evening.needles.found(evening.after))


def test_without_secure_delete_rows_stay_in_free_pages(start_servers: Callable[..., Servers]) -> None:
    evening = evening_with(start_servers, "erasing-off")
    assert set(evening.needles.found(evening.after)) == {"rows", "boxes"}


def test_a_program_that_wrote_down_what_is_said_would_be_caught(start_servers: Callable[..., Servers]) -> None:
    evening = evening_with(start_servers, "notebook")
    assert {"words", "words by message"} <= set(evening.needles.found(evening.after))
    assert "words" in evening.needles.found(evening.during)
