"""The page behind the strip: help first, the next evening in words, and nothing that tells what it is about."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from forum.cards.evenings import Standing, standings
from forum.cards.moments import time_words
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession, State
from forum.web.services import services
from tests.clocks import NOW
from tests.pages.small import small_app
from tests.pages.test_pages import TELLING, Visible

OPENS = datetime(2027, 3, 2, 19, 0, tzinfo=UTC)


def a_session(state: State = State.PLANNED, opens: datetime = OPENS, name: str = "abcdefghij") -> ForumSession:
    return ForumSession(
        id=name,
        name="A name that the page need not say",
        opens=opens,
        closes=opens + timedelta(hours=2),
        collecting_closes=opens + timedelta(hours=2),
        size=12,
        language="both",
        late_door="open",
        floor=None,
        beat=None,
        state=state,
        term="term-00000",
        keylist_digest="",
        key=None,
    )


def page(
    *sessions: ForumSession, now: datetime = NOW, lang: str = "en", given: str = "after-talk", why: str = ""
) -> str:
    app = small_app()

    def state(session: str) -> Any:
        if not why:
            raise Refused(RefusalCode.CLOSED)
        return SimpleNamespace(why=why, phase="arriving" if why == "waits" else "open")

    with app.app_context():
        known = services()
    known.sessions.all = lambda: list(sessions)
    known.sessions.term = lambda term: SimpleNamespace(given=given)
    known.rooms = SimpleNamespace(state=state)
    known.clock = SimpleNamespace(now=lambda: now)
    return app.test_client().get(f"/{lang}/tonight").get_data(as_text=True)


def main_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<main")[2].partition("</main>")[0]).split())


@pytest.mark.parametrize(
    ("opens", "en", "cy"),
    [
        (
            OPENS,
            "The next evening is on Tuesday 2 March at 7 in the evening.",
            "Y noson nesaf: Dydd Mawrth 2 Mawrth am 7 o&#39;r gloch gyda&#39;r nos.",
        ),
        (
            OPENS.replace(hour=10, minute=30),
            "The next meeting is on Tuesday 2 March at half past 10 in the morning.",
            "Y cyfarfod nesaf: Dydd Mawrth 2 Mawrth am hanner awr wedi 10 yn y bore.",
        ),
        (
            # In July the clock on the wall is an hour ahead.
            datetime(2027, 7, 6, 17, 45, tzinfo=UTC),
            "The next evening is on Tuesday 6 July at a quarter to 7 in the evening.",
            "Y noson nesaf: Dydd Mawrth 6 Gorffennaf am chwarter i 7 gyda&#39;r nos.",
        ),
    ],
)
def test_the_next_evening_is_said_in_words(opens: datetime, en: str, cy: str):
    assert en in main_of(page(a_session(opens=opens)))
    assert cy in main_of(page(a_session(opens=opens), lang="cy"))


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "at 12 at night"),
        (0, 5, "at 12.05 at night"),
        (5, 15, "at a quarter past 5 in the morning"),
        (11, 45, "at a quarter to 12 in the morning"),
        (12, 0, "at midday"),
        (12, 30, "at half past 12 in the afternoon"),
        (13, 0, "at 1 in the afternoon"),
        (16, 59, "at 4.59 in the afternoon"),
        (20, 45, "at a quarter to 9 in the evening"),
        (23, 45, "at a quarter to 12 at night"),
    ],
)
def test_every_time_has_words(hour: int, minute: int, words: str):
    with small_app().test_request_context("/en/tonight"):
        assert time_words(OPENS.replace(hour=hour, minute=minute)) == words


def test_how_the_evenings_stand():
    hour = timedelta(hours=1)
    soon, later = a_session(name="soon"), a_session(opens=OPENS + timedelta(days=7), name="later")
    off = a_session(State.CLOSED, name="off")
    over = replace(a_session(State.CLOSED, name="over"), held=True)
    past = a_session(State.CLOSED, OPENS - 9 * hour, "past")
    running = a_session(State.DOORS_OPEN, OPENS - hour, "running")
    late = replace(running, state=State.PLANNED, id="late")

    def stand(
        *sessions: ForumSession, now: datetime = OPENS - hour / 2, how: Standing = Standing.OPEN
    ) -> list[tuple[str, str]]:
        return [(str(standing), one.id) for standing, one in standings(sessions, now, lambda _session: how)]

    assert stand() == []
    assert stand(soon, later) == [(Standing.NEXT, "soon")]
    assert stand(past, off, over) == [(Standing.CANCELLED, "off"), (Standing.OVER, "over")]
    assert stand(running, later) == [(Standing.OPEN, "running"), (Standing.NEXT, "later")]
    assert stand(running, how=Standing.WAITING) == [(Standing.WAITING, "running")]
    assert stand(late) == [(Standing.LATE, "late")]
    # One that nobody has closed yet is still on; one that nobody opened is past.
    assert stand(running, now=OPENS + 5 * hour) == [(Standing.OPEN, "running")]
    assert stand(late, now=OPENS + 5 * hour) == []


@pytest.mark.parametrize(
    ("session", "now", "why", "words", "way_in"),
    [
        (a_session(State.CLOSED), NOW, "", "What was planned for Tuesday 2 March does not take place.", False),
        (a_session(State.CLOSED), OPENS, "", "What was planned for Tuesday 2 March does not take place.", False),
        (replace(a_session(State.CLOSED), held=True), NOW, "", "The room has closed for this time.", False),
        (a_session(State.DOORS_OPEN), OPENS, "held", "It closes at 9 in the evening.", True),
        (a_session(State.DOORS_OPEN), OPENS, "", "The room begins when the moderator is there.", True),
        (a_session(State.DOORS_OPEN), OPENS, "waits", "The room begins when the moderator is there.", True),
        (a_session(State.DOORS_OPEN), OPENS, "stop", "The room is open now.", True),
        (a_session(State.DOORS_OPEN), OPENS, "resting", "The room is open and rests just now", True),
        (a_session(), OPENS, "", "We wanted to begin at 7 in the evening, and we are late.", True),
        (a_session(), NOW, "", "The next evening is on", True),
    ],
)
def test_what_is_off_or_late_or_resting_is_said_kindly(
    session: ForumSession, now: datetime, why: str, words: str, way_in: bool
):
    html = page(session, now=now, why=why)
    assert words in main_of(html)
    assert ('href="/en/session/abcdefghij/"' in html) == way_in
    assert ("Nothing is planned just now." in html) != way_in
    for lang in ("en", "cy"):
        assert "%(" not in page(session, now=now, why=why, lang=lang)


def test_help_comes_before_anything_else():
    html = page(a_session())
    assert html.index("tel:999") < html.index("text the word REGISTER") < html.index("The next evening")
    assert html.index('href="tel:+448088010800"') < html.index("How to get a card")
    assert 'href="sms:+447860077333"' in html
    # What waits for the coordinator's check is not shown.
    assert "0808 164 0123" not in html


def test_each_number_has_its_own_line_and_says_how_it_is_used():
    lines = page(a_session()).partition('class="plain open-now"')[2].partition("</ul>")[0].split("<br>")
    said = [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines]
    assert "Call 0808 80 10 800" in said
    assert any(line.startswith("Text 07860 077333") for line in said)


def test_how_to_get_a_card_follows_the_term():
    assert "You draw one without looking" in page(a_session(), given="from-box")
    assert "The coordinator talks with you first" in page(a_session(), given="after-talk")
    nothing = page()
    assert "Ask the person who gave you a card or this address." in nothing
    assert ("You draw one" in nothing, "talks with you first" in nothing) == (False, False)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_glance_tells_nothing(lang: str):
    html = page(a_session(), lang=lang)
    reader = Visible()
    reader.feed(html)
    title = html.partition("<title>")[2].partition("</title>")[0]
    header = html.partition("<header")[2].partition("</header>")[0]
    assert len(reader.text) > 300
    for seen in (title, header, reader.text):
        assert not TELLING.search(seen)
    # The control: what is folded away would tell.
    assert TELLING.search(main_of(html))


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_there_is_something_to_do_without_a_card(lang: str):
    html = page(lang=lang)
    for path in ("support", "safety", "colleague"):
        assert f'href="/{lang}/{path}"' in html
    assert "<ol>" in html.partition("<main")[2]
