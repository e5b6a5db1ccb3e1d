"""What the pages say, in both languages, and what they must not say."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
import textstat

from forum.retention import KEPT
from forum.web.services import services
from tests.pages.small import PATHS, Evening, small_app

LANGUAGES = ("en", "cy")
# A title, an address or an icon is seen over a shoulder and stays in the history.
TELLING = re.compile(r"abus|violen|domestic|survivor|victim|police|cam-drin|trais|heddlu|diodd", re.IGNORECASE)


class Visible(HTMLParser):
    """Collects the words of the main part that are shown before anything is opened."""

    SILENT = ("script", "style", "template", "noscript")

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._path: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = dict(attributes)
        hides = tag in self.SILENT or "hidden" in names or tag == "details" or "unseen" in (names.get("class") or "")
        if tag == "summary" and self._path and self._path[-1][0] == "details":
            # A closed part still shows its heading, unless it lies inside another one.
            self._path[-1] = ("details", False)
        if tag not in ("meta", "link", "img", "br", "hr", "input", "source", "track"):
            self._path.append((tag, hides))

    def handle_endtag(self, tag: str) -> None:
        while self._path and self._path.pop()[0] != tag:
            pass
        if tag == "summary" and self._path and self._path[-1][0] == "details":
            self._path[-1] = ("details", True)

    def handle_data(self, data: str) -> None:
        if any(tag == "main" for tag, _ in self._path) and not any(hides for _, hides in self._path):
            self.words.append(data.strip())

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))


def page(path: str, language: str = "en", **chosen: Any) -> str:
    client = small_app(Evening(), **chosen).test_client()
    return client.get(f"/{language}/{path}").get_data(as_text=True)


def visible(path: str, language: str = "en") -> str:
    reader = Visible()
    reader.feed(page(path, language))
    return reader.text


def prose(path: str) -> str:
    """The paragraphs and list items of a page, as sentences."""
    main = page(path).partition("<main")[2].partition("</main>")[0]
    parts = re.findall(r"<(?:p|li|strong)\b[^>]*>([^<]{20,})", main)
    return " ".join(part.strip() if part.strip().endswith((".", "?")) else part.strip() + "." for part in parts)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers_in_both_languages(path: str, language: str) -> None:
    html = page(path, language)
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert 'href="/leave"' in html
    assert re.search(r"\sstyle=|<script(?![^>]*src=)(?![^>]*application/json)|\son\w+=", html) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_seen_over_a_shoulder_tells_what_this_is(path: str, language: str) -> None:
    title = re.search(r"<title>(.*?)</title>", page(path, language), re.DOTALL)
    assert title
    assert not TELLING.search(title[1])
    assert not TELLING.search(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_shows_first_on_the_landing_page_does_not_tell_either(language: str) -> None:
    assert not TELLING.search(visible("", language))


@pytest.mark.parametrize("path", PATHS)
def test_leaving_comes_right_after_the_skip_link(path: str) -> None:
    links = re.findall(r"<a [^>]*>", page(path))
    assert 'class="skip"' in links[0]
    assert 'id="leave"' in links[1]


def test_the_bare_address_leads_to_the_chosen_language() -> None:
    answer = small_app(default_language="cy").test_client().get("/")
    assert (answer.status_code, answer.location) == (303, "/cy/")


def test_the_other_language_is_the_same_page() -> None:
    assert 'href="/cy/privacy" lang="cy"' in page("privacy")
    assert 'href="/en/session/abcdefghij/" lang="en"' in page("session/abcdefghij/", "cy")


def test_the_reference_group_is_linked_only_where_it_has_an_address() -> None:
    link = 'href="https://group.example/" rel="noreferrer noopener"'
    assert link in page("reference-group", vrg_url="https://group.example/")
    assert 'rel="noreferrer noopener"' not in page("reference-group")


def test_support_shows_numbers_in_groups_with_a_dial_form() -> None:
    html = page("support")
    assert '<a class="number" href="tel:+448088010800">0808 80 10 800</a>' in html
    assert '<a class="number" href="sms:+447860077333">07860 077333</a>' in html
    assert html.index("tel:999") < html.index("tel:+44")
    assert "0300 131 2789" not in html


def test_every_outside_link_tells_nobody_where_it_came_from() -> None:
    for tag in re.findall(r"<a [^>]*href=\"https?://[^>]*>", page("support") + page("reference-group")):
        assert 'rel="noreferrer noopener"' in tag


def test_what_is_kept_is_shown_whole() -> None:
    html = page("privacy")
    assert all(f">{row.where}</td>" in html for row in KEPT)


def test_who_runs_the_site_is_named_only_where_somebody_said_so() -> None:
    assert "run for Heddlu Gwent." in page("accessibility", organisation="Heddlu Gwent")
    assert "This statement is about this site.</p>" in page("accessibility")
    assert "datganiad hwn am y wefan hon.</p>" in page("accessibility", "cy")


def test_pages_never_promise_too_much() -> None:
    for path in PATHS:
        for words in ("you are anonymous", "completely safe", "are you sure", "error 4"):
            assert words not in page(path).lower()


def test_the_first_two_screens_leave_room_for_the_other_two() -> None:
    words = len(re.findall(r"\S*\w\S*", visible("") + " " + visible("session/abcdefghij/")))
    # 250 in all; the code's screen and the room have 102.
    assert words <= 148


@pytest.mark.parametrize("path", [path for path in PATHS if path != "accessibility"])
def test_the_english_is_plain(path: str) -> None:
    assert textstat.flesch_kincaid_grade(prose(path)) <= 8.0


@pytest.mark.parametrize("path", ["", "tonight", "information", "colleague", "session/abcdefghij/"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_press_on_999_calls_before_any_silent_way(path: str, language: str) -> None:
    main = page(path, language).partition("<main")[2]
    assert 'href="tel:999"' in main
    assert main.index('href="tel:999"') <= (main.find("tel:55") if "tel:55" in main else len(main))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coordinator_is_offered_only_with_a_way_to_reach_them(language: str) -> None:
    contact = "Sian Example, 01632 960 001"
    for path in ("tonight", "information", "notice/abcDEF-123"):
        assert contact in page(path, language, coordinator_contact=contact)
    few = small_app(Evening(few=True), coordinator_contact=contact).test_client()
    assert contact in few.get(f"/{language}/session/abcdefghij/").get_data(as_text=True)
    without = small_app(Evening(few=True)).test_client().get("/en/session/abcdefghij/").get_data(as_text=True)
    assert ("ask the person who gave you the card" in without, "with the coordinator alone" in without) == (True, False)
    assert "Ask the person who gave you a card or this address." in page("tonight")


def test_the_landing_page_has_one_card_for_each_card_that_people_hold() -> None:
    evenings = [Evening(), Evening(id="bbbbbbbbbb"), Evening(id="cccccccccc", term="another-01")]
    html = small_app(*evenings).test_client().get("/en/").get_data(as_text=True)
    assert re.findall(r"/en/session/(\w+)/", html) == ["abcdefghij", "cccccccccc"]
    assert all(f'href="/en/{path}"' in html for path in ("tonight", "safety"))


def test_a_session_is_called_open_only_while_somebody_holds_its_room() -> None:
    app = small_app(Evening())
    assert "Open now" in app.test_client().get("/en/").get_data(as_text=True)
    with app.app_context():
        services().rooms = SimpleNamespace(state=lambda _session: SimpleNamespace(phase="arriving", why=""))
    html = app.test_client().get("/en/").get_data(as_text=True)
    assert ("Open now" in html, "The doors are open" in html) == (False, True)


def test_going_on_is_not_called_coming_in_while_the_doors_are_shut() -> None:
    shut = small_app(Evening(state="planned")).test_client().get("/en/session/abcdefghij/").get_data(as_text=True)
    assert ("I understand, go on" in shut, "come in to listen" in shut) == (True, False)
    assert "I understand, come in to listen" in page("session/abcdefghij/")
    assert "Thursday 3 December at 7 in the evening" in shut


def test_an_unknown_page_is_answered_kindly() -> None:
    answer = small_app().test_client().get("/en/nowhere")
    assert answer.status_code == 404
    assert "There is no page at this address." in answer.get_data(as_text=True)


def test_the_privacy_page_says_who_is_responsible_and_where_to_complain() -> None:
    bare = small_app().test_client().get("/en/privacy").get_data(as_text=True)
    assert "own privacy notice names who is responsible" in bare
    named = small_app(controller="The Chief Constable", privacy_contact="the data office").test_client()
    page = named.get("/en/privacy").get_data(as_text=True)
    assert ("The Chief Constable" in page, "the data office" in page) == (True, True)
    for html in (bare, page):
        assert ("0303 123 1113" in html, "https://ico.org.uk" in html, "Version " in html) == (True, True, True)
