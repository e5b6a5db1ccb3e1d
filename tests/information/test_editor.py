"""The force's parts, worded in the console of the real programs: looked at, saved, escaped, never mixed in silence."""

import html
import re
from typing import Any

import pytest

from forum.information.domain import MOST_IN_PART, MOST_IN_SHORT
from tests.information.reading import sections_of
from tests.servers import Desk, Servers
from tests.visitor import Page, Visitor

PLACE = "/en/moderation/information"
HOSTILE = '<script>alert(1)</script> <b>bold</b> {{ 7*7 }} [x](javascript:1) **not** & "quoted"'
VERSION = re.compile(r"Version (\d+) of [^<]*, mark ([0-9a-f]{8})")


@pytest.fixture(scope="module")
def desk(shared_servers: Servers) -> Desk:
    return shared_servers.sign_in("robin")


def look(desk: Desk, key: str, en: str, cy: str) -> Page:
    """Sends the form of a part; the answer is how it will look, or what to put right."""
    return desk.visitor.submit(f"{PLACE}/{key}", act="look", en=en, cy=cy)


def save(desk: Desk, key: str, en: str, cy: str) -> Page:
    """Looks first, as the page asks, and saves what that page holds."""
    looked = look(desk, key, en, cy)
    assert "This is how it will look" in looked.text, looked.gist
    return desk.visitor.post(f"{PLACE}/{key}", {**looked.hidden(), "act": "save"})


def read(servers: Servers, lang: str = "en", path: str = "information") -> Page:
    return Visitor(servers.door).get(f"/{lang}/{path}")


def version(page: Page) -> tuple[int, str]:
    found = VERSION.search(page.text)
    assert found, page.gist
    return int(found[1]), found[2]


def test_only_moderators_get_there(shared_servers: Servers, desk: Desk) -> None:
    _session, codes = desk.open_session(cards=1)
    assert codes
    for cookies in ({}, {"__Host-seat": "forged"}, {"__Host-desk": "forged"}):
        stranger = Visitor(shared_servers.door, dict(cookies))
        for path in (PLACE, f"{PLACE}/limits"):
            assert stranger.get(path).path == "/en/moderation/sign-in"
        answer = stranger.ask("POST", f"{PLACE}/limits", b"act=save&en=canary&cy=", Content_Type=FORM)
        assert answer.status in (303, 400, 403)
    assert "canary" not in read(shared_servers).text


FORM = "application/x-www-form-urlencoded"


def test_a_form_without_its_token_changes_nothing(shared_servers: Servers, desk: Desk) -> None:
    before = version(read(shared_servers))
    answer = desk.visitor.post(f"{PLACE}/limits", {"act": "save", "en": "canary", "cy": ""})
    assert answer.status == 400
    answer = desk.visitor.post(
        f"{PLACE}/limits",
        {**desk.visitor.get(f"{PLACE}/limits").hidden(), "en": "x"},
        Origin="http://elsewhere.example",
    )
    assert answer.status == 403
    assert version(read(shared_servers)) == before


def test_looking_saves_nothing_and_saving_shows_everywhere(shared_servers: Servers, desk: Desk) -> None:
    before = version(read(shared_servers))
    looked = look(desk, "support", "Call Robin.\r\n\r\nAny day.", "Ffoniwch Robin.")
    assert "Nothing is saved yet." in looked.text
    assert version(read(shared_servers)) == before

    assert save(desk, "support", "Call Robin.\r\n\r\nAny day.", "Ffoniwch Robin.").path == PLACE
    page = read(shared_servers)
    assert "<p>Call Robin.</p>\n<p>Any day.</p>" in page.text
    assert "<p>Call Robin.</p>" in read(shared_servers, path="information/leaflet").text
    assert "<p>Ffoniwch Robin.</p>" in read(shared_servers, "cy").text
    assert version(page)[0] == before[0] + 1
    assert {version(read(shared_servers, path=path)) for path in ("", "information", "information/leaflet")} == {
        version(page)
    }


def test_changing_ones_mind_keeps_the_words(desk: Desk) -> None:
    looked = look(desk, "steps", "First this.", "Yn gyntaf hyn.")
    again = desk.visitor.post(f"{PLACE}/steps", {**looked.hidden(), "act": "change"})
    assert ">First this.</textarea>" in again.text.replace("\r\n", "")
    assert "See how it will look" in again.text


def test_the_short_line_is_the_one_on_the_screen(shared_servers: Servers, desk: Desk) -> None:
    session = desk.plan()
    save(desk, "limits-short", "We may have to report. | We will say so first.", "Efallai y rhown wybod. | Dywedwn.")
    for lang, lead, rest in (
        ("en", "We may have to report.", "We will say so first."),
        ("cy", "Efallai y rhown wybod.", "Dywedwn."),
    ):
        for path in (f"session/{session}/", "information", "information/leaflet"):
            assert f"<strong>{lead}</strong> {rest}" in read(shared_servers, lang, path).text


def test_the_room_says_it_before_the_first_word_and_the_first_quiet_word(shared_servers: Servers, desk: Desk) -> None:
    session = desk.plan()
    save(desk, "limits", "We must report it.", "Rhaid rhoi gwybod.")
    save(desk, "limits-short", "We may report. | We say so.", "Efallai y rhown wybod. | Dywedwn.")
    text = read(shared_servers, path=f"session/{session}/room").text
    quiet, last_things = (text.partition(f'id="{mark}"')[2] for mark in ("aside", "last-things"))
    for whole, short in (
        ("We must report it.", "We may report. We say so."),
        ("Rhaid rhoi gwybod.", "Efallai y rhown wybod. Dywedwn."),
    ):
        assert f"<p>{whole}</p>" in last_things.partition("</ol>")[0]
        assert f">{short}</p>" in quiet.partition('data-letter="quiet"')[0]


def test_markup_is_shown_and_does_nothing(shared_servers: Servers, desk: Desk) -> None:
    session = desk.plan()
    for key in ("limits", "limits-short"):
        looked = look(desk, key, HOSTILE, HOSTILE)
        assert "<script>alert" not in looked.text
        assert html.unescape(looked.hidden()["en"]) == HOSTILE
        save(desk, key, HOSTILE, HOSTILE)
    for lang in ("en", "cy"):
        for path in ("information", "information/leaflet", f"session/{session}/", f"session/{session}/room"):
            text = read(shared_servers, lang, path).text
            assert "<script>alert" not in text
            assert "<b>bold" not in text
            assert 'href="javascript' not in text
            assert HOSTILE in html.unescape(text)
            assert "49" not in sections_of(text).get("limits", "")


@pytest.mark.parametrize(
    ("key", "most"), [("limits-short", MOST_IN_SHORT), ("limits", MOST_IN_PART), ("steps", MOST_IN_PART)]
)
def test_what_is_too_long_comes_back_with_words(shared_servers: Servers, desk: Desk, key: str, most: int) -> None:
    before = version(read(shared_servers))
    for act in ("look", "save"):
        page = desk.visitor.submit(f"{PLACE}/{key}", act=act, en="a" * (most + 1), cy="")
        assert f"Please use at most {most} characters." in page.text
        assert "Please look at this again" in page.text
        assert "a" * (most + 1) in page.text
    assert version(read(shared_servers)) == before
    assert "This is how it will look" in look(desk, key, "a" * most, "").text


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\u200b", "\ue000", "\x07"])
def test_signs_that_hide_others_are_refused(shared_servers: Servers, desk: Desk, sign: str) -> None:
    before = version(read(shared_servers))
    page = desk.visitor.submit(f"{PLACE}/limits", act="save", en=f"a{sign}b", cy="")
    assert "There is a character in it that cannot be shown." in page.text
    assert version(read(shared_servers)) == before


@pytest.mark.parametrize(
    ("words", "lang", "note", "other"),
    [
        ({"en": "Only English.", "cy": ""}, "cy", "Ddim yn Gymraeg eto", "en"),
        ({"en": "", "cy": "Dim ond Cymraeg."}, "en", "Not in English yet", "cy"),
    ],
)
def test_a_missing_language_is_said_and_never_passed_over(
    shared_servers: Servers, desk: Desk, words: dict[str, str], lang: str, note: str, other: str
) -> None:
    warning = {"cy": "Not in Welsh yet", "en": "Not in English yet"}[lang]
    assert f"{warning}: people who read this language" in look(desk, "steps", **words).text
    save(desk, "steps", **words)
    for path in ("information", "information/leaflet"):
        text = read(shared_servers, lang, path).text
        assert f'<span class="tag">{note}</span>' in text
        assert f'<p lang="{other}">{words[other]}</p>' in text
        assert note not in read(shared_servers, other, path).text
    assert warning in desk.visitor.get(PLACE).text


def test_with_no_words_at_all_our_draft_is_back(shared_servers: Servers, desk: Desk) -> None:
    save(desk, "steps", "Something.", "Rhywbeth.")
    save(desk, "steps", " ", "\r\n")
    assert "the coordinator calls 999" in read(shared_servers).text
    assert "cydlynydd yn ffonio 999" in read(shared_servers, "cy").text


def test_a_draft_that_is_right_is_confirmed_as_it_stands(shared_servers: Servers, desk: Desk) -> None:
    save(desk, "steps", "", "")
    assert "Our draft, not confirmed yet" in desk.visitor.get(PLACE).text
    shown = desk.visitor.get(f"{PLACE}/steps")
    assert "Confirm our draft" in shown.text
    draft = {
        name: html.unescape(re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', shown.text)[0])
        for name in ("en", "cy")
    }
    desk.visitor.post(f"{PLACE}/steps", {**shown.hidden(), **draft, "act": "save"})
    assert "Confirm our draft" not in desk.visitor.get(f"{PLACE}/steps").text
    assert "the coordinator calls 999" in read(shared_servers).text


def test_a_part_that_does_not_exist_is_a_kind_page(desk: Desk) -> None:
    for key in ("nothing", "what", "limits-"):
        assert desk.visitor.get(f"{PLACE}/{key}").status == 404


def test_the_words_and_the_number_outlive_the_program(start_servers: Any) -> None:
    servers = start_servers()
    desk = servers.sign_in("sam")
    save(desk, "support", "After a start.", "Ar ôl dechrau.")
    before = version(read(servers))
    servers.stop("door")
    servers.launch("door")
    page = read(servers)
    assert ("After a start." in page.text, version(page)) == (True, before)


def test_the_console_lists_the_films_that_are_missing(desk: Desk) -> None:
    page = desk.visitor.get(PLACE)
    for name in ("welcome.mp4", "six-things.en.vtt", "safety.cy.vtt"):
        assert name in page.text
