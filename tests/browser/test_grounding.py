"""A quiet minute: drawn or counted, silent, without a request, and never where nobody sees it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.people import Attendee
from tests.browser.watch import Watch, look_over
from tests.clients import desk_line
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(180)]

STEP = 1000
BREATHS = {"3-4": (3, 4), "5-7": (5, 7)}


@pytest.fixture
def somebody(chromium: Browser, opened: Servers) -> Iterator[Attendee]:
    """Somebody in an open room who welcomes movement; the page's clock moves when the test says so."""
    desk = opened.sign_in()
    session, (code,) = desk.open_session(cards=1)
    board = desk_line(desk.visitor, session)
    assert board.do("room:open") is None
    context = chromium.new_context(locale="en-GB", reduced_motion="no-preference")
    one = Attendee(context.new_page(), Watch((opened.door, opened.issuer), ()).over(context), opened.door)
    one.page.clock.install()
    one.sit_down(session, code)
    yield one
    one.asked_for_nothing()
    assert one.watch.faults == []
    context.close()
    board.close()


def breathing(somebody: Attendee) -> Locator:
    somebody.unfold("A quiet minute")
    return somebody.page.locator("#breathing")


def told(part: Locator) -> str:
    words: str = part.locator(".breath p").inner_text().strip()
    return words


@pytest.mark.parametrize("pace", BREATHS)
def test_it_counts_in_the_pace_that_somebody_chose(somebody: Attendee, pace: str) -> None:
    part = breathing(somebody)
    part.get_by_label("Counts in, and out").select_option(pace)
    somebody.page.clock.pause_at(somebody.page.evaluate("Date.now()") + STEP)
    somebody.press("Begin", part)
    into, out = BREATHS[pace]
    for words, counts in (("Breathe in", into), ("Breathe out", out), ("Breathe in", 1)):
        for count in range(1, counts + 1):
            assert told(part) == f"{words} {count}"
            somebody.page.clock.run_for(STEP)
    somebody.press("Stop", part)
    assert told(part) == ""


def test_it_is_drawn_and_without_movement_it_is_words(somebody: Attendee) -> None:
    part = breathing(somebody)
    drawn = part.locator("svg")
    expect(drawn).to_be_visible()
    assert drawn.get_attribute("aria-hidden") == "true"
    duration = "getComputedStyle(document.querySelector('.breath circle')).transitionDuration"
    somebody.press("Begin", part)
    assert somebody.page.evaluate(duration) == "4s"
    somebody.page.emulate_media(reduced_motion="reduce")
    expect(drawn).to_be_hidden()
    expect(part.get_by_text("Breathe in")).to_be_visible()
    # Counting is for the eye: nothing of it is read out over and over.
    assert part.locator("[aria-live], [role=status], [role=log]").count() == 0
    assert part.evaluate("part => part.closest('[aria-live], [role=status], [role=alert], [role=log]')") is None


def test_it_stops_where_nobody_sees_it(somebody: Attendee) -> None:
    part = breathing(somebody)
    for away in ("fold", "cover"):
        somebody.press("Begin", part)
        if away == "fold":
            somebody.page.get_by_text("A quiet minute", exact=True).click()
            somebody.unfold("A quiet minute")
        else:
            somebody.cover()
            somebody.page.clock.fast_forward(2 * STEP)
            somebody.uncover()
        expect(part.get_by_role("button", name="Begin")).to_be_visible()
        assert told(part) == ""


def test_both_languages_with_everything_unfolded(somebody: Attendee) -> None:
    part = somebody.unfold("A quiet minute")
    for folded in part.locator("details > summary").all():
        folded.click()
    expect(part.get_by_text("Five things that you can see")).to_be_visible()
    expect(part.get_by_text("Put both feet on the floor.")).to_be_visible()
    # What the bar at the top half covers is too small a target only for as long as it stands there.
    somebody.page.evaluate("scrollTo(0, 0)")
    assert look_over(somebody.page, "a quiet minute") == []
    somebody.press("Cymraeg")
    expect(part.get_by_text("Pum peth y gallwch eu gweld")).to_be_visible()
    expect(part.get_by_text("Five things that you can see")).to_be_hidden()
