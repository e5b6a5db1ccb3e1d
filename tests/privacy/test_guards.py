"""The controls: with a guard taken away, the same evening leaves behind just what that guard is for."""

from collections.abc import Callable

import pytest

from tests.privacy.evening import Evening
from tests.servers import Servers

pytestmark = [pytest.mark.privacy, pytest.mark.timeout(240)]


def evening_with(start_servers: Callable[..., Servers], *switches: str) -> Evening:
    return Evening(start_servers(switches=("faults", *switches)), people=6).hold()


def test_without_quiet_logs_addresses_browsers_requests_and_words_are_printed(
    start_servers: Callable[..., Servers],
) -> None:
    evening = evening_with(start_servers, "logs-on")
    found = set(evening.needles.found(evening.log))
    assert {"addresses", "browsers", "pages before", "words"} <= found
    by_door = {name for name in found if name.startswith("words by ")}
    assert {"words by failing handler", "words by failing page", "words by failing page's cookie"} <= by_door
    assert {"words by query", "words by missing page", "words by malformed request"} <= by_door
    assert {"words by message", "words by frame", "words by crowd"} <= by_door


def test_without_forgetting_rows_and_keys_stay(start_servers: Callable[..., Servers]) -> None:
    evening = evening_with(start_servers, "forgetting-off")
    assert {"rows", "key files"} <= set(evening.needles.found(evening.after))


def test_without_secure_delete_rows_stay_in_free_pages(start_servers: Callable[..., Servers]) -> None:
    evening = evening_with(start_servers, "erasing-off")
    assert set(evening.needles.found(evening.after)) == {"rows"}


def test_a_program_that_wrote_down_what_is_said_would_be_caught(start_servers: Callable[..., Servers]) -> None:
    evening = evening_with(start_servers, "notebook")
    assert {"words", "words by message"} <= set(evening.needles.found(evening.after))
    assert "words" in evening.needles.found(evening.during)
