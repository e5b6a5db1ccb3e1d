"""Strings that were made to break pages come out as words: nothing runs, and nothing even tries to."""

from collections import Counter
from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page

from tests.xss.conftest import Room
from tests.xss.crowd import SEATS
from tests.xss.strings import BENIGN, cleaned, some, strings
from tests.xss.witness import LISTENING, fired, fired_as_markup

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]

WAVE = 3 * SEATS
"""What is said before all of it is looked at: fewer than a page shows at once."""
ENOUGH = 100
"""How often something runs at the least where the same strings are markup."""
WORDS = "() => [...document.querySelectorAll('#log [data-words]')].map((one) => one.textContent)"
MANY_WORDS = "(count) => document.querySelectorAll('#log [data-words]').length === count"
NOT_TEXT = """
() => document.querySelectorAll("#log [data-words] *, iframe, object, embed").length
  + [...document.querySelectorAll("*")].filter((one) => /(^| )on/.test(one.getAttributeNames().join(" "))).length
"""


def waves(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    return (texts[start : start + WAVE] for start in range(0, len(texts), WAVE))


def say(room: Room, texts: Sequence[str]) -> Counter[str]:
    """Says them all at once, looks at what both pages show, takes it back; how many were said, or refused and why."""
    codes = room.crowd.do([("message:say", text, {"lang": "en"}) for text in texts])
    expected = [cleaned(text) for text in texts]
    assert [code is None for code in codes] == [text is not None for text in expected]
    shows(room, [text for text in expected if text is not None])
    room.crowd.withdraw()
    shows(room, [])
    return Counter(code or "said" for code in codes)


def shows(room: Room, texts: list[str]) -> None:
    """Both pages show exactly these words, and nothing in them is more than words."""
    for page in (room.somebody.page, room.moderator.page):
        page.wait_for_function(MANY_WORDS, arg=len(texts))
        assert Counter(page.evaluate(WORDS)) == Counter(texts)
        assert page.evaluate(NOT_TEXT) == 0


def write(page: Page, texts: Sequence[str]) -> None:
    """Types each as a draft, and sends none."""
    words = page.get_by_label("Your words")
    for text in texts:
        words.fill(text)
    words.fill("")
    assert page.evaluate(NOT_TEXT) == 0


def everything_is_told(room: Room) -> None:
    """The control: each page tells what runs in it, what goes wrong in it, and what its rules stop."""
    for one, page in zip(room.contexts, (room.somebody.page, room.moderator.page), strict=True):
        page.evaluate(LISTENING)
        one.witness.wait_for(page, "alert", "error", "report")
        assert fired(one.witness) == 1


def nothing_runs(room: Room, texts: Sequence[str]) -> None:
    told: Counter[str] = Counter()
    for wave in waves(texts):
        told += say(room, wave)
        assert room.faults == []
    assert set(told) <= {"said", "message-too-long", "empty-message"}
    assert sum(told.values()) == len(texts)
    print(f"{len(texts)} strings: {dict(told)}")
    write(room.somebody.page, texts)
    write(room.moderator.page, texts)
    room.somebody.asked_for_nothing()
    assert room.faults == []


def run_as_markup(chromium: Browser, texts: Sequence[str]) -> int:
    """How often something ran where the same strings were markup; no further than needed."""
    return next((count for count in fired_as_markup(chromium, list(texts)) if count >= ENOUGH), 0)


def harmless_words_are_whole(room: Room) -> None:
    """Letter for letter on both pages, whether said without a browser or typed."""
    assert all(cleaned(text) == text for text in BENIGN)
    assert say(room, BENIGN) == {"said": len(BENIGN)}
    room.crowd.close()
    for text in BENIGN:
        room.somebody.write(text)
    shows(room, list(BENIGN))
    room.somebody.take_everything_back()
    shows(room, [])


@pytest.mark.slow
def test_three_hundred_of_them_stay_words_and_harmless_ones_are_whole(room: Room, chromium: Browser) -> None:
    texts = some(strings())
    nothing_runs(room, texts)
    harmless_words_are_whole(room)
    assert room.faults == []
    everything_is_told(room)
    assert run_as_markup(chromium, texts) >= ENOUGH


@pytest.mark.prove
def test_all_of_them_stay_words(room: Room, chromium: Browser) -> None:
    texts = strings()
    nothing_runs(room, texts)
    everything_is_told(room)
    assert run_as_markup(chromium, texts) >= ENOUGH
