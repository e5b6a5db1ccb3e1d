"""A real browser, as the tests of pages have it."""

from tests.browser.conftest import chromium, engines

__all__ = ["chromium", "engines"]
