"""Looks over the shoulder of every browser context: what is asked for, what goes wrong, and what axe finds."""

import json
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Route, WebError

from tests.running import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = {"width": 320, "height": 640}
FAILED_LOAD = "Failed to load resource"
ICON = "/static/icon.svg"
PLAIN_PAGE = "<!doctype html><html lang=en><title>Weather</title><h1>Dry at first</h1>"


@dataclass
class Watch:
    """Everything that one context asked for and complained about."""

    own: tuple[str, ...]
    away: tuple[str, ...]
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    refusals: deque[str] = field(default_factory=deque)
    """Ends of addresses that are about to be refused: browsers complain about the answer, and that is fine."""

    def over(self, context: BrowserContext) -> "Watch":
        """Begins to watch; pages of the places in `away` are answered here, and nothing leaves this machine."""
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", self._failed)
        for address in self.away:
            context.route(f"{address}**", self._answer)
        return self

    def _answer(self, route: Route) -> None:
        route.fulfill(status=200, content_type="text/html", body=PLAIN_PAGE)

    def _asked(self, request: Request) -> None:
        # Browsers fetch the icon of a tab after each page, when they find the time: late on a busy machine.
        if urlsplit(request.url).path != ICON:
            self.requests.append(request.url)
        if not request.url.startswith((*self.own, *self.away, "blob:")):
            self.faults.append(f"asked for {request.url}")
        if request.url.startswith(self.away) and "referer" in request.headers:
            self.faults.append(f"told {request.url} where it came from")

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        where = str(message.location.get("url", ""))
        if message.text.startswith(FAILED_LOAD) and self.refusals and urlsplit(where).path.endswith(self.refusals[0]):
            self.refusals.popleft()
            return
        self.faults.append(f"{message.type}: {message.text} ({where})")

    def _failed(self, fault: WebError) -> None:
        self.faults.append(f"page error: {fault.error}")

    def mark(self) -> int:
        """A place in the list of requests, to ask later what came after it."""
        return len(self.requests)

    def since(self, mark: int) -> list[str]:
        """What was asked for since then."""
        return self.requests[mark:]


HALF_SCROLLED = """
(at) => [...document.querySelectorAll(at)].some((node) => {
  const log = node.closest("#log")?.getBoundingClientRect();
  const { top, bottom } = node.getBoundingClientRect();
  const bar = document.querySelector(".top")?.getBoundingClientRect().bottom ?? 0;
  return top < bar || (log && (top < log.top || bottom > log.bottom));
})
"""


def look_over(page: Page, where: str) -> list[str]:
    """What axe and the page's width leave to be desired: as it is, dark, and on the narrowest screen."""
    # A page may hold all its words before it has its styles, and sizes mean nothing until then.
    page.wait_for_load_state("load")
    size = page.viewport_size
    found = [f"{where}: {fault}" for fault in axe(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"{where}, dark: {fault}" for fault in axe(page, ["color-contrast"])]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    found += [f"{where}, narrow: {fault}" for fault in axe(page)]
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > NARROW["width"]:
        found.append(f"{where}, narrow: {wide} pixels wide")
    if size:
        page.set_viewport_size(size)
    return found


def axe(page: Page, rules: list[str] | None = None) -> list[str]:
    """What axe finds on the page as it is now: one line for each place."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(source())
    only: dict[str, Any] = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found = page.evaluate(
        "only => axe.run(document, {runOnly: only, resultTypes: ['violations']}).then(r => r.violations)", only
    )
    places = [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]]
    return [
        f"{rule} at {json.dumps(at)}" for rule, at in places if not (rule == "target-size" and half_scrolled(page, at))
    ]


def half_scrolled(page: Page, at: list[str]) -> bool:
    """Whether this is partly out of sight, in the conversation or under the bar, and small until somebody scrolls."""
    return bool(page.evaluate(HALF_SCROLLED, at[-1]))


def source() -> str:
    """The text of axe-core, as npm fetched it."""
    return Path(AXE).read_text(encoding="utf-8")
