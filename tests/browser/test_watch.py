"""The controls of the story: whoever watches the pages notices what must not be there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import EXIT, VRG
from tests.browser.watch import Watch, axe, look_over

pytestmark = pytest.mark.browser

IN_A_WORKER = """
address => {
  const code = `fetch("${address}")`;
  new Worker(URL.createObjectURL(new Blob([code], {type: "text/javascript"})));
}
"""
BAD_PAGE = """
<!doctype html><html lang="en"><title>x</title><main><h1>x</h1>
<p style="color: #aaa; background: #fff">pale</p><img src="data:,"><div style="width: 600px">wide</div></main></html>
"""


@pytest.fixture
def watched(chromium: Browser) -> Iterator[tuple[Page, Watch]]:
    context = chromium.new_context()
    watch = Watch((EXIT,), (EXIT, VRG)).over(context)
    page = context.new_page()
    page.goto(EXIT)
    yield page, watch
    context.close()


def test_requests_of_a_page_and_of_its_worker_are_seen(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    mark = watch.mark()
    page.evaluate("address => fetch(address).then(() => 0)", f"{EXIT}page")
    with page.context.expect_event("request", lambda request: request.url.endswith("worker")):
        page.evaluate(IN_A_WORKER, f"{EXIT}worker")
    assert {f"{EXIT}page", f"{EXIT}worker"} <= set(watch.since(mark))


def test_requests_to_other_places_errors_and_referrers_are_faults(watched: tuple[Page, Watch]) -> None:
    page, watch = watched
    page.evaluate("console.error('something broke')")
    with page.context.expect_event("weberror"):
        page.evaluate("setTimeout(() => { throw new Error('thrown'); })")
    page.evaluate("fetch('https://elsewhere.invalid/').catch(() => 0)")
    page.goto(VRG, referer=EXIT)
    told = "\n".join(watch.faults)
    for part in ("something broke", "thrown", "asked for https://elsewhere.invalid/", f"told {VRG}"):
        assert part in told


def test_axe_and_the_narrow_screen_find_what_is_wrong(watched: tuple[Page, Watch], tmp_path: Path) -> None:
    page, _ = watched
    page.set_content(BAD_PAGE)
    assert {line.partition(" ")[0] for line in axe(page)} == {"color-contrast", "image-alt"}
    page.set_viewport_size({"width": 800, "height": 600})
    assert any("pixels wide" in line for line in look_over(page, "bad"))
    expect(page.get_by_text("pale")).to_be_visible()
