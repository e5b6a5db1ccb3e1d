"""Cancelling: a card, a sheet, and what comes of it while somebody collects."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from forum.ids import SessionId
from forum.refusals import RefusalCode, Refused
from forum.tickets.codes import parse_cancel_code, printed
from forum.tickets.formats import TokenRequest
from tests.issuer.conftest import Running
from tests.issuer.parts import Parts, requests_for
from tests.tickets.client import ask

NOT_OURS = "M9S346Q3D2DK"
"""A sound cancel code that no sheet here has."""


def cancelled(issuer: Running, code: str) -> int:
    answer = issuer.call("/cancel", {"code": code})
    assert answer.status_code == 200, answer.text
    return int(answer.json["cancelled"])  # type: ignore[index]


def test_a_sheet_has_a_cancel_code_for_each_card_and_one_for_all(issuer: Running) -> None:
    sheet = issuer.sheet(issuer.term(), 20)
    codes = [sheet["sheet"], *(card["cancel"] for card in sheet["cards"])]
    assert len(set(codes)) == 21
    assert [parse_cancel_code(printed(code).lower()) for code in codes] == codes
    assert len({card["code"] for card in sheet["cards"]}) == 20


def test_a_cancelled_card_is_unknown_and_the_others_are_not(issuer: Running) -> None:
    keylist = issuer.term()
    lost, kept = issuer.sheet(keylist, 2)["cards"]
    requests = [one.request for one in ask(keylist)]
    assert cancelled(issuer, printed(lost["cancel"])) == 1
    assert cancelled(issuer, lost["cancel"]) == 0
    for _ in range(2):
        assert issuer.collect(lost["code"], requests).json == {"code": "unknown-invitation"}
        issuer.restart()
    assert issuer.collect(kept["code"], requests).status_code == 200


def test_a_sheet_is_cancelled_whole_and_no_other_sheet_with_it(issuer: Running) -> None:
    keylist, other_term = issuer.term("session-00"), issuer.term("session-01")
    sheet, other, elsewhere = issuer.sheet(keylist, 3), issuer.sheet(keylist, 2), issuer.sheet(other_term, 2)
    assert cancelled(issuer, sheet["cards"][0]["cancel"]) == 1
    assert cancelled(issuer, sheet["sheet"]) == 2
    assert cancelled(issuer, other["sheet"]) == 2
    assert cancelled(issuer, elsewhere["sheet"]) == 2


def test_cancelling_says_nothing_about_whether_a_card_was_used(issuer: Running) -> None:
    keylist = issuer.term()
    sheet = issuer.sheet(keylist, 2)
    requests = [one.request for one in ask(keylist)]
    assert issuer.collect(sheet["cards"][0]["code"], requests).status_code == 200
    assert cancelled(issuer, sheet["sheet"]) == 2
    assert issuer.collect(sheet["cards"][0]["code"], requests).json == {"code": "unknown-invitation"}
    # The ticket stays good, and it stays counted.
    assert issuer.collected("session-00") == 1


@pytest.mark.parametrize("code", ["", "x", "0000-0000-0000", "0" * 20, NOT_OURS, "ŵ" * 12])
def test_what_cancels_nothing_cancels_nothing(issuer: Running, code: str) -> None:
    keylist = issuer.term()
    card = issuer.cards(keylist)[0]
    assert cancelled(issuer, code) == cancelled(issuer, card) == 0
    assert issuer.collect(card, [one.request for one in ask(keylist)]).status_code == 200


@pytest.mark.parametrize("payload", [None, {}, {"code": 1}, {"code": "x" * 201}, {"code": "x", "more": 1}])
def test_cancelling_in_another_form_is_a_bad_request(issuer: Running, payload: Any) -> None:
    assert issuer.call("/cancel", payload).json == {"code": "bad-request"}


def test_no_more_cards_than_the_door_allows_and_a_cancelled_one_makes_room(issuer: Running) -> None:
    keylist = issuer.term()
    first = issuer.sheet(keylist, 3, most=4)
    refused = issuer.call("/cards", {"term": keylist.term, "count": 2, "most": 4})
    assert (refused.status_code, refused.json) == (400, {"code": "too-many-cards"})
    assert cancelled(issuer, first["cards"][0]["cancel"]) == 1
    assert len(issuer.sheet(keylist, 2, most=4)["cards"]) == 2
    issuer.restart()
    assert issuer.call("/cards", {"term": keylist.term, "count": 1, "most": 4}).json == {"code": "too-many-cards"}


@pytest.mark.parametrize("most", [0, -1, 2001, "5", 1.5, True, None])
def test_how_many_there_may_be_is_a_number(issuer: Running, most: Any) -> None:
    keylist = issuer.term()
    answer = issuer.call("/cards", {"term": keylist.term, "count": 1, "most": most})
    assert answer.json == {"code": "bad-request"}


def test_nothing_that_is_printed_is_on_disk_and_nothing_else_either_once_collecting_is_over(issuer: Running) -> None:
    sheet = issuer.sheet(issuer.term(), 5)
    printed_ones = [sheet["sheet"], *(code for card in sheet["cards"] for code in card.values())]
    book = next(iter(issuer.services.issuer._terms)).book
    kept = b"".join(path.read_bytes() for path in issuer.folder.rglob("*") if path.is_file())
    hashes = set(book.invitations)
    assert not any(code.encode() in kept for code in printed_ones)
    assert all(one in kept for one in hashes)
    issuer.close("session-00")
    assert cancelled(issuer, sheet["sheet"]) == 0
    left = b"".join(path.read_bytes() for path in issuer.folder.rglob("*") if path.is_file())
    assert not any(one in left for one in hashes)


def test_a_sheet_cancelled_while_its_cards_are_collecting_is_never_half_used(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    keylist = parts.term()
    sheet = parts.issuer.make_cards(keylist.term, 16, 16)
    orders = [(card.code, requests_for(keylist)) for card in sheet.cards]
    begun = threading.Event()

    def tried(order: tuple[str, list[TokenRequest]]) -> int:
        try:
            signatures = parts.issuer.collect(*order)
        except Refused as refused:
            assert refused.code is RefusalCode.UNKNOWN_INVITATION  # noqa: PT017
            return 0
        begun.set()
        return len(signatures)

    def cancel() -> int:
        begun.wait()
        return parts.issuer.cancel(sheet.code)

    with ThreadPoolExecutor(9) as crowd:
        cancelling = crowd.submit(cancel)
        answers = list(crowd.map(tried, orders))
    got = answers.count(3)
    assert cancelling.result() == 16
    assert set(answers) <= {0, 3}
    assert parts.signer.signed == 3 * got
    assert (parts.rows("requests"), parts.rows("invitations")) == (3 * got, 0)
    assert parts.issuer.close(SessionId("session-00")).collected == got
