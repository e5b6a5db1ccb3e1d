"""Strings that were made to break pages come out as words: nothing runs, and nothing even tries to."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import Attendee
from tests.xss.conftest import Room
from tests.xss.crowd import SEATS, Act, fits
from tests.xss.strings import BENIGN, QUIET, cleaned, noted, some, strings
from tests.xss.witness import LISTENING, fired, fired_as_markup

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]

WAVE = 3 * SEATS
ENOUGH = 100
"""How often something runs at the least where the same strings are markup."""
LINKS = 20
"""So many of those with a link in them are meant to be sent: then the page shows what it found in them."""
TEXTS = "(place) => [...document.querySelectorAll(place)].map((one) => one.textContent)"
MANY = "([place, count]) => document.querySelectorAll(place).length === count"
OF_PEOPLE = (
    "#log [data-words], #log [data-own], .thread [data-words], [data-contact-words], [data-detail-words], "
    "[data-instead-words]"
)
NOT_TEXT = f"""
() => document.querySelectorAll(":is({OF_PEOPLE}) *, iframe, object, embed").length
  + [...document.querySelectorAll("*")].filter((one) => /(^| )on/.test(one.getAttributeNames().join(" "))).length
"""


@dataclass(frozen=True)
class Way:
    """One way in which words come to a page."""

    name: str
    act: Callable[[str], Act]
    shown: Callable[[str], str | None]
    """What is shown of a text, or None where it is refused."""
    place: str
    desk_only: bool = False
    wave: int = WAVE
    """So many at once: fewer than a page shows, and no more than there can be."""

    def pages(self, room: Room) -> list[Page]:
        """Where they are shown."""
        return [room.moderator.page] if self.desk_only else [room.somebody.page, room.moderator.page]


SAID = Way("said", lambda text: ("message:say", text, {"lang": "en"}), cleaned, "#log [data-words]")
NOTED = Way(
    "as a note",
    lambda text: ("message:say", "Words under a note.", {"lang": "en", "note": "other", "own": text}),
    noted,
    "#log .veil [data-own]",
)
QUIETLY = Way(
    "quietly",
    lambda text: ("aside:say", text, {"lang": "en"}),
    lambda text: cleaned(text, QUIET),
    "#talks [data-thread] [data-words]",
    desk_only=True,
)
GIVEN = Way(
    "as a contact",
    lambda text: ("contact:give", text, {"lang": "en"}),
    lambda text: cleaned(text, QUIET),
    "#talks [data-part=contact]:not([hidden]) [data-contact-words]",
    desk_only=True,
    wave=SEATS,
)


def waves(texts: Sequence[str], way: Way) -> Iterator[Sequence[str]]:
    return (texts[start : start + way.wave] for start in range(0, len(texts), way.wave))


def say(room: Room, texts: Sequence[str], way: Way = SAID) -> Counter[str]:
    """Says them all at once, looks at what is shown, takes it back; how many were said, or refused and why."""
    fitting = [text for text in texts if fits(way.act(text))]
    codes = room.crowd.do([way.act(text) for text in fitting])
    expected = [way.shown(text) for text in fitting]
    assert [code is None for code in codes] == [text is not None for text in expected]
    shows(room, [text for text in expected if text is not None], way)
    room.crowd.withdraw()
    shows(room, [], way)
    return Counter(code or "said" for code in codes) + Counter({"no-frame-holds-it": len(texts) - len(fitting)})


def shows(room: Room, texts: list[str], way: Way = SAID) -> None:
    """The pages show exactly these words, and nothing in them is more than words."""
    wanted = [f"“{text}”" if text and way is NOTED else text for text in texts]
    for page in way.pages(room):
        page.wait_for_function(MANY, arg=[way.place, len(texts)])
        assert Counter(page.evaluate(TEXTS, way.place)) == Counter(wanted)
        assert page.evaluate(NOT_TEXT) == 0


def write(page: Page, texts: Sequence[str]) -> None:
    """Types each as a draft and as the words of its note, and sends none."""
    words, own = page.get_by_label("Your words"), page.locator("#say [data-own]")
    page.locator("#say [data-note-field] > summary").click()
    for text in texts:
        words.fill(text)
        own.fill(" ".join(text.split()))
    words.fill("")
    own.fill("")
    assert page.evaluate(NOT_TEXT) == 0


def almost_send(somebody: Attendee, texts: Sequence[str]) -> None:
    """Means to send those with a link, reads what the page found in them, and does not."""
    words, found = somebody.page.get_by_label("Your words"), somebody.page.locator("#say [data-details]")
    for text in [text for text in texts if "https://" in text][:LINKS]:
        words.fill(text)
        words.press("Control+Enter")
        expect(found).to_be_visible()
        assert somebody.page.evaluate(NOT_TEXT) == 0
        words.fill("")


def everything_is_told(room: Room) -> None:
    """The control: each page tells what runs in it, what goes wrong in it, and what its rules stop."""
    for one, page in zip(room.contexts, (room.somebody.page, room.moderator.page), strict=True):
        page.evaluate(LISTENING)
        one.witness.wait_for(page, "alert", "error", "report")
        assert fired(one.witness) == 1


def nothing_runs(room: Room, texts: Sequence[str]) -> None:
    for way in (SAID, NOTED, QUIETLY, GIVEN):
        told: Counter[str] = Counter()
        for wave in waves(texts, way):
            told += say(room, wave, way)
            assert room.faults == []
        assert set(told) <= {"said", "message-too-long", "empty-message", "no-frame-holds-it"}
        assert sum(told.values()) == len(texts)
        print(f"{len(texts)} strings {way.name}: {dict(told)}")
    write(room.somebody.page, texts)
    write(room.moderator.page, texts)
    almost_send(room.somebody, texts)
    room.somebody.asked_for_nothing()
    assert room.faults == []


def run_as_markup(chromium: Browser, texts: Sequence[str]) -> int:
    """How often something ran where the same strings were markup; no further than needed."""
    with closing(fired_as_markup(chromium, list(texts))) as counts:
        return next((count for count in counts if count >= ENOUGH), 0)


def harmless_words_are_whole(room: Room) -> None:
    """Letter for letter on both pages, whether said without a browser or typed."""
    assert all(cleaned(text) == text for text in BENIGN)
    assert say(room, BENIGN) == say(room, BENIGN, QUIETLY) == {"said": len(BENIGN)}
    assert all(say(room, wave, GIVEN) == {"said": len(wave)} for wave in waves(BENIGN, GIVEN))
    room.crowd.close()
    for text in BENIGN:
        room.somebody.write(text)
    shows(room, list(BENIGN))
    room.somebody.take_everything_back()
    shows(room, [])


def in_closing_words(room: Room, texts: Sequence[str]) -> None:
    """As many of them as closing words can hold, on both pages; nothing can be said like this twice."""
    words = ""
    for text in sorted(texts, key=len):
        longer = f"{words}\n{text}".strip()
        if fits(("room:end", longer, {"lang": "en"})) and (cleaned(longer) or "").count(text) > words.count(text):
            words = longer
    wanted = cleaned(words)
    assert wanted
    assert "alert" in wanted
    print(f"{len(words)} letters of them as closing words")
    field = room.moderator.page.locator("#closing-words")
    room.moderator.unfold("End the session")
    field.fill(words)
    room.moderator.press("Say them and start closing")
    shows(room, [wanted])
    assert room.faults == []


@pytest.mark.slow
def test_three_hundred_of_them_stay_words_and_harmless_ones_are_whole(room: Room, chromium: Browser) -> None:
    texts = some(strings())
    nothing_runs(room, texts)
    harmless_words_are_whole(room)
    in_closing_words(room, texts)
    assert room.faults == []
    everything_is_told(room)
    # Three hundred alone fire only 75 to 100 times, as fast as the machine is.
    assert run_as_markup(chromium, strings()) >= ENOUGH


@pytest.mark.prove
def test_all_of_them_stay_words(room: Room, chromium: Browser) -> None:
    texts = strings()
    nothing_runs(room, texts)
    in_closing_words(room, texts)
    everything_is_told(room)
    assert run_as_markup(chromium, texts) >= ENOUGH
