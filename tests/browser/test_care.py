"""The pages of care in a browser: nothing leaves the private check or stays of it, and the leaflet fits its paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenContext
from tests.browser.test_zoom import LARGE, NOTHING, SHORT, wanting
from tests.servers import Servers

pytestmark = pytest.mark.browser

CARE = ("information", "information/leaflet", "safety", "colleague")
STORED = """
async () => [
  document.cookie,
  localStorage.length + sessionStorage.length,
  (await indexedDB.databases()).length,
  (await caches.keys()).length,
  document.querySelectorAll("form, input, select, textarea, [name]:not(meta)").length,
]
"""
TWICE = 2


def open_everything(page: Page) -> int:
    """Opens every answer, one by one; returns how many there were."""
    answers = page.locator("main section details > summary")
    page.get_by_text("More questions", exact=True).click()
    for number in range(answers.count()):
        answers.nth(number).click()
        expect(answers.nth(number).locator("xpath=..")).to_have_attribute("open", "")
    return answers.count()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_nothing_leaves_the_private_check_and_nothing_stays(
    open_context: OpenContext, opened: Servers, scripts: bool
) -> None:
    context, watch = open_context()
    if not scripts:
        assert context.browser
        context = context.browser.new_context(java_script_enabled=False)
        watch.over(context)
    page = context.new_page()
    page.goto(f"{opened.door}/en/safety")
    page.wait_for_load_state("load")
    expect(page.get_by_role("heading", level=2).locator("visible=true")).to_have_count(TWICE)
    expect(page.get_by_text("Leave now with the red link")).to_be_hidden()
    mark = watch.mark()
    address = page.url
    assert open_everything(page) >= 2 * TWICE
    expect(page.get_by_text("Leave now with the red link")).to_be_visible()
    expect(page.get_by_text("press 55").first).to_be_visible()
    assert (watch.since(mark), page.url) == ([], address)
    if scripts:
        assert page.evaluate(STORED) == ["", 0, 0, 0, 0]
        # The look itself works: something that is sent is seen.
        page.evaluate("fetch('/healthz')")
        assert watch.since(mark) == [f"{opened.door}/healthz"]
    assert context.cookies() == []
    page.reload()
    expect(page.get_by_text("Leave now with the red link")).to_be_hidden()
    if not scripts:
        context.close()


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_pages_of_care_four_times_as_large(open_context: OpenContext, opened: Servers, lang: str) -> None:
    context, _ = open_context()
    page = context.new_page()
    for path in CARE:
        page.goto(f"{opened.door}/{lang}/{path}")
        for size in (LARGE, SHORT):
            assert (path, wanting(page, size)) == (path, NOTHING)


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_the_leaflet_fits_two_sides(open_context: OpenContext, opened: Servers, lang: str) -> None:
    context, _ = open_context()
    page = context.new_page()
    page.goto(f"{opened.door}/{lang}/information/leaflet")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == TWICE
