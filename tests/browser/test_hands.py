"""The controls of the evening by keyboard: a pointer is noticed, and what no key reaches is not reached."""

import pytest
from playwright.sync_api import Browser

from tests.browser import hands
from tests.browser.conftest import EXIT
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser

PAGE = """
<!doctype html><html lang=en><title>x</title>
<button onclick="document.title = 'pressed'">one</button><button tabindex="-1">two</button>
"""


def test_a_pointer_is_noticed_and_keys_go_only_where_keys_go(
    chromium: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hands, "FAR", 5)
    context = chromium.new_context()
    context.add_init_script(hands.NO_POINTER)
    watch = Watch((EXIT,), (EXIT,)).over(context)
    page = context.new_page()
    page.route(EXIT, lambda route: route.fulfill(content_type="text/html", body=PAGE))
    page.goto(EXIT)
    keys = hands.Keys(page)
    keys.press(page.get_by_text("one"))
    assert page.title() == "pressed"
    with pytest.raises(AssertionError, match="no key led to"):
        keys.press(page.get_by_text("two"))
    assert watch.faults == []
    with page.expect_console_message():
        page.get_by_text("two").click()
    assert "error: a pointer was used: pointerdown ()" in watch.faults
    context.close()
