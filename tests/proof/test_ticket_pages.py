"""The ticket pages: every promise on them is in the table of claims, and nothing there says too much."""

import re
from html import unescape

import pytest

from forum.proof.claims import CLAIMS, LIMITS_SHOWN, PROMISES, WARNINGS
from forum.tickets.words import words_of
from forum.web.page_words import in_language
from tests.pages.small import Evening, small_app

LATER = Evening(id="zzzzzzzzzz", term="zzzDEF-123", keylist_digest="a1" * 32)
SAID = re.compile(r'data-(claim|warning)="([a-z-]+)"[^>]*>([^<]*)<')
OWN_WORDS = re.compile(r"<(?:li|p)[^>]*>(.*?)</(?:li|p)>", re.DOTALL)


def page(path: str, language: str = "en", **chosen: str) -> str:
    client = small_app(Evening(), LATER, **chosen).test_client()
    answer = client.get(f"/{language}/{path}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def said(html: str) -> dict[str, set[str]]:
    """Which claims and warnings a page shows, and in which words."""
    found: dict[str, set[str]] = {}
    for _kind, name, words in SAID.findall(html):
        found.setdefault(name, set()).add(unescape(words))
    return found


def part(html: str, first: str, last: str) -> str:
    """The page from one heading up to another."""
    return html.partition(f">{first}</h2>")[2].partition(f">{last}</h2>")[0]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_claim_on_the_ticket_page_is_in_the_table_word_for_word(language: str) -> None:
    table = {one.id: one.sentence for one in (*PROMISES, *LIMITS_SHOWN, *WARNINGS)}
    shown = said(page("ticket", language))
    assert shown == {name: {in_language(language, table[name])} for name in shown}
    assert {warned.id for warned in WARNINGS} <= shown.keys()
    assert {claim.id for claim in LIMITS_SHOWN} <= shown.keys()


def test_the_experts_page_holds_the_whole_table_in_both_languages() -> None:
    html = page("ticket/proof")
    for claim in CLAIMS.values():
        assert said(html)[claim.id] == {in_language(code, claim.sentence) for code in ("en", "cy")}
        assert all(part in unescape(html) for part in (*claim.tests, f"--sabotage {claim.sabotage}", claim.standard))


def test_whatever_the_ticket_page_promises_stands_in_the_table() -> None:
    promises = page("ticket").partition("</ol>")[2].partition("For experts:")[0]
    free = [words for words in OWN_WORDS.findall(promises) if "data-claim" not in words and "data-warning" not in words]
    assert [unescape(words) for words in free if not words.startswith("<a ")] == [
        "Your page can lock your tickets in a box. The box lies with all the others in our locker. "
        "You carry six words, and nothing else.",
    ]


def test_what_must_be_said_is_said() -> None:
    text = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page("ticket"))))
    for sentence in (
        "The ticket you carry in cannot be matched to the card you were given by anything our servers keep, and not",
        "A ticket can only hide you among the tickets collected for this session. One person may hold several.",
        "If everyone who collected comes, anyone who knows who collected knows who came.",
        "It does not hide your device or your connection. Use your own phone, a private window or Tor Browser, not",
        "It cannot protect you from a server that has been changed to cheat. Here is how that would be noticed:",
        "Anyone who has your words can use your ticket.",
        "If you lose them, take another card; nobody will ask why.",
        "Because we cannot tell who is who, we cannot keep one person out of the next session.",
        "Somebody here may know you, may hold more than one card, may photograph the screen.",
        "What you write can identify you.",
    ):
        assert sentence in text


@pytest.mark.parametrize("term", [Evening(), LATER], ids=["first", "later"])
def test_notice_and_experts_page_show_the_words_of_the_list(term: Evening) -> None:
    words = words_of(term.keylist_digest)
    notice = page(f"notice/{term.term}")
    assert re.findall(r'<li><span class="code">([a-z-]+)</span></li>', notice) == words * 2
    assert term.keylist_digest in notice
    expert = page("ticket/proof")
    assert " ".join(words) in expert
    assert f">{term.keylist_digest}<" in expert


def test_a_notice_is_neutral_and_in_both_languages() -> None:
    html = page(f"notice/{LATER.term}", "cy", outside_contact="Sian Example, 01632 960 001")
    for words in (
        "Twelve words to compare",
        "Deuddeg gair i&#39;w cymharu",
        "Dydd Iau 3 Rhagfyr",
        "Thursday 3 December",
    ):
        assert words in html
    assert html.count("Sian Example, 01632 960 001") == 2
    main = html.partition("<main")[2].partition("</main>")[0]
    assert not re.search(r"abuse|violence|domestic|survivor|victim|police|cam-drin|trais|heddlu", main, re.IGNORECASE)


def test_there_is_no_notice_for_a_list_that_is_not_in_use() -> None:
    assert small_app(Evening()).test_client().get("/en/notice/zzzDEF-123").status_code == 404


def test_without_a_session_the_experts_page_says_so() -> None:
    answer = small_app().test_client().get("/en/ticket/proof")
    assert "There is none just now" in answer.get_data(as_text=True)


def test_the_picture_is_described_and_has_no_words_of_its_own() -> None:
    svg = page("ticket").partition("<svg")[2].partition("</svg>")[0]
    assert 'role="img" aria-labelledby="picture-title picture-words"' in svg
    assert re.findall(r"<text[^>]*>([^<]*)</text>", svg) == ["1", "2", "3", "4"]
    assert not re.search(r"\sstyle=|#[0-9a-f]{3,6}\b", svg)
