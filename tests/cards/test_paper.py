"""The sheets as a printer makes them: read back from the pictures that come out."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page

from forum.cards.domain import LARGE, PAPER, USUAL, Shape
from forum.tickets.codes import printed
from tests.browser.conftest import missing
from tests.cards.parts import DOTS, Wanted, page_of, printed_pages, show
from tests.pages.test_pages import TELLING

pytestmark = [pytest.mark.browser, pytest.mark.slow]

POINT = 96 / 72
ADDRESS = "http://localhost:8000/{}/session/abcdefghij/room#{}"
MORE_TELLING = re.compile(r"forum|fforwm|goroes|IDVA|ISVA|Gwent|crime|trosedd", re.IGNORECASE)


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A browser's page; what is shown in it is set by each test."""
    if not shutil.which("pdftoppm"):
        missing("pdftoppm is not there; Debian's package poppler-utils has it")
    fresh = chromium.new_page()
    yield fresh
    fresh.close()


def seen(picture: Path) -> Image.Image:
    """A side in grey."""
    with Image.open(picture) as opened:
        return opened.convert("L")


def squares(picture: Path) -> list[tuple[float, float, str]]:
    """Where on a side, in millimetres, which code was read."""
    found = zxingcpp.read_barcodes(seen(picture))
    corners = [(one.position.top_left, one.text) for one in found]
    return sorted((corner.x * 25.4 / DOTS, corner.y * 25.4 / DOTS, text) for corner, text in corners)


def is_dark(picture: Image.Image, x: float, y: float) -> bool:
    """Whether something dark is within half a millimetre of this place."""
    dots = DOTS / 25.4
    box = [round((at + by) * dots) for by in (-0.5, 0.5) for at in (x, y)]
    return picture.crop(tuple(box)).getextrema()[0] < 128  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wanted", "sides", "language"),
    [
        (Wanted(), 5, "en"),
        (Wanted(count=6, spare=0, language="cy", page="cy"), 3, "cy"),
        (Wanted(count=3, spare=1, large=True), 5, "en"),
    ],
    ids=["usual", "welsh in front", "large"],
)
def test_every_square_read_from_the_paper_leads_to_its_card(
    page: Page, tmp_path: Path, wanted: Wanted, sides: int, language: str
):
    made = printed_pages(page, page_of(wanted), tmp_path)
    assert len(made) == sides
    for picture in made:
        assert seen(picture).size == pytest.approx([length * DOTS / 25.4 for length in PAPER], abs=2)
    read = [[text for _, _, text in squares(picture)] for picture in made]
    codes = {ADDRESS.format(language, printed(card.code)) for card in wanted.sheet.cards}
    assert sorted(text for side in read for text in side) == sorted(codes)
    # The first page is the coordinator's, and on backs nothing shines through.
    assert [bool(side) for side in read] == [False, *[True, False] * (sides // 2)]


@pytest.mark.parametrize(("wanted", "shape"), [(Wanted(), USUAL), (Wanted(count=2, spare=0, large=True), LARGE)])
def test_cut_marks_stand_on_both_sides_and_nothing_else_in_the_margin(
    page: Page, tmp_path: Path, wanted: Wanted, shape: Shape
):
    made = printed_pages(page, page_of(wanted), tmp_path)
    for side in made[1:]:
        picture = seen(side)
        for x1, y1, x2, y2 in shape.marks():
            assert is_dark(picture, (x1 + x2) / 2, (y1 + y2) / 2)
        # The control: halfway between two marks there is none.
        assert not is_dark(picture, shape.left + shape.width / 2, shape.top - 5)
        assert not is_dark(picture, shape.left - 5, shape.top + shape.height / 4)


def test_the_back_of_each_card_is_behind_its_front(page: Page, tmp_path: Path):
    show(page, page_of(Wanted(count=4, spare=0)))
    page.emulate_media(media="print")
    places = page.evaluate(
        """() => ["front", "back"].map(side => [...document.querySelectorAll(`.${side} .piece`)].filter(
            piece => piece.textContent.trim()).map(piece => {
                const box = piece.getBoundingClientRect();
                const sheet = piece.closest(".leaf").getBoundingClientRect();
                const beside = side === "front" ? box.left - sheet.left : sheet.right - box.right;
                const code = piece.querySelector(".middle .figures").textContent;
                return [code, Math.round(beside), Math.round(box.top - sheet.top)];
        }))"""
    )
    front, back = places
    assert (len(front), sorted(front)) == (4, sorted(back))
    assert len({tuple(place[1:]) for place in front}) == 4
    assert front != back


def test_the_squares_lie_inside_their_cards(page: Page, tmp_path: Path):
    made = printed_pages(page, page_of(Wanted(count=6, spare=0)), tmp_path)
    places = [(x, y) for x, y, _ in squares(made[1])]
    cells = {(int((x - USUAL.left) // USUAL.width), int((y - USUAL.top) // USUAL.height)) for x, y in places}
    assert cells == {(column, row) for column in range(2) for row in range(3)}


@pytest.mark.parametrize(("wanted", "least"), [(Wanted(), 7.5), (Wanted(count=2, spare=0, large=True), 18)])
def test_the_smallest_letters_on_a_card(page: Page, wanted: Wanted, least: float):
    show(page, page_of(wanted))
    page.emulate_media(media="print")
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".piece *")].filter(
            one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()) &&
                one.getClientRects().length).map(one => parseFloat(getComputedStyle(one).fontSize))"""
    )
    assert len(sizes) > 10
    assert min(sizes) / POINT >= least - 0.01


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(count=2, spare=0, large=True)], ids=["usual", "large"])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_nothing_is_cut_off_by_a_long_wording_or_a_long_address(page: Page, wanted: Wanted, language: str):
    words = "A word or two more, as many as may be. " * 3
    far = ("https://a-rather-long-name.of-a-host.example.org", "https://another.example.org")
    show(page, page_of(replace(wanted, language=language, words=(words[:120],) * 2, origins=far)))
    page.emulate_media(media="print")
    spilt = page.evaluate(
        """() => [...document.querySelectorAll(".piece, .piece > *, .ends > *, .cover")].filter(
            one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1).map(
            one => [one.className, one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight])"""
    )
    assert spilt == []


@pytest.mark.parametrize("given", ["after-talk", "from-box"])
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_nothing_on_the_paper_tells_what_it_is_for(page: Page, lang: str, given: str):
    show(page, page_of(Wanted(given=given, page=lang)))
    page.emulate_media(media="print")
    words = page.inner_text("body")
    assert ("Type this code at" in words, "Teipiwch y cod hwn" in words) == (True, True)
    assert not TELLING.search(words)
    assert not MORE_TELLING.search(words)
    # The control: the same page as a screen has it names the place that it belongs to.
    page.emulate_media(media="screen")
    assert "The Quiet Room" in page.inner_text("body") or "Ystafell" in page.inner_text("body")
    assert "The Quiet Room" not in words
    assert all(TELLING.search(word) for word in ("abuse", "Police", "heddlu"))


def test_spare_cards_are_marked_in_the_margin_alone(page: Page):
    show(page, page_of(Wanted()))
    page.emulate_media(media="print")
    assert page.locator(".front .beside", has_text="Spare").count() == 2
    assert page.locator(".piece", has_text=re.compile("spare", re.IGNORECASE)).count() == 0
    assert page.locator(".back .beside", has_text="Spare").count() == 0


def test_the_first_page_says_how_the_cards_are_given(page: Page):
    show(page, page_of(Wanted(given="from-box")))
    page.emulate_media(media="print")
    cover = page.inner_text(".cover")
    assert printed(Wanted().sheet.code) in cover
    assert "From a box." in cover
    assert "Keep no stub yourself." in cover
    assert not re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}\b", cover)
    show(page, page_of(Wanted(given="after-talk")))
    assert "After a talk." in page.inner_text(".cover")


def test_on_the_screen_there_is_a_list_to_copy_and_no_paper(page: Page):
    wanted = Wanted()
    page.emulate_media(media="screen")
    show(page, page_of(wanted))
    assert not page.locator(".paper").is_visible()
    assert sorted(page.locator(".cards strong").all_inner_texts()) == sorted(
        printed(card.code) for card in wanted.sheet.cards
    )
    assert all(printed(card.cancel) in page.inner_text(".cards") for card in wanted.sheet.cards)
    assert page.locator(".cards .tag").count() == wanted.spare
