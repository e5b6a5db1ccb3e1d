"""Pages that tell when anything runs that came as somebody's words."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Dialog, Frame, Page, Route

from tests.browser.watch import Watch
from tests.running import PATIENCE

CONTROL = "http://control.invalid/"
BATCH = 100

HOOKS = """
(() => {
  const tell = (what, how) => globalThis.told(String(what), String(how));
  for (const name of ["alert", "confirm", "prompt", "print", "open"])
    Object.defineProperty(globalThis, name, { value: (given) => tell(name, given) });
  addEventListener("error", ({ message, target }) => target === globalThis && tell("error", message));
  addEventListener("unhandledrejection", ({ reason }) => tell("rejection", reason));
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => tell("report", effectiveDirective));
})();
"""
# Some wait for a click, or for a pointer that comes near: they get it.
PROVOKED = """
(root) => {
  for (const element of root.querySelectorAll("*"))
    for (const { name } of element.attributes)
      if (name.startsWith("on")) element.dispatchEvent(new Event(name.slice(2), { cancelable: true }));
}
"""
INTO_MARKUP = f"""
(list) => list.forEach((text) => {{
  const frame = document.createElement("iframe");
  document.body.append(frame);
  frame.contentDocument.body.innerHTML = text;
  ({PROVOKED})(frame.contentDocument);
}})
"""
LISTENING = """
() => {
  alert("a");
  dispatchEvent(new ErrorEvent("error", { message: "b" }));
  try { document.createElement("p").innerHTML = "<b>c</b>"; } catch { /* as it should be */ }
}
"""


@dataclass
class Witness:
    """Everything that happened in one context beside what our own scripts do."""

    told: list[tuple[str, str]] = field(default_factory=list)

    def over(self, context: BrowserContext) -> "Witness":
        """Begins to watch, before any page is opened."""
        context.expose_binding("told", lambda _, what, how: self.told.append((what, how)))
        context.add_init_script(HOOKS)
        context.on("page", self._watch)
        return self

    def _watch(self, page: Page) -> None:
        page.on("dialog", self._dialog)
        page.on("popup", lambda other: self.told.append(("popup", other.url)))
        page.on("download", lambda one: self.told.append(("download", one.url)))

    def _dialog(self, dialog: Dialog) -> None:
        self.told.append(("dialog", dialog.message))
        dialog.dismiss()

    def wait_for(self, page: Page, *kinds: str) -> None:
        """Returns once these were told; Playwright hears nothing unless it is asked to wait."""
        until = time.monotonic() + PATIENCE
        while not set(kinds) <= {what for what, _ in self.told}:
            assert time.monotonic() < until, f"waited in vain: {self.told}"
            page.wait_for_timeout(50)

    def stays(self, page: Page) -> None:
        """From now on, another address or another frame in this page is told too."""

        def moved(frame: Frame) -> None:
            self.told.append(("moved", frame.url))

        page.on("framenavigated", moved)
        page.on("frameattached", moved)


@dataclass
class Watched:
    """A context with both who watch it."""

    context: BrowserContext
    watch: Watch
    witness: Witness

    def page(self) -> Page:
        return self.context.new_page()

    @property
    def faults(self) -> list[Any]:
        """All that must not be there."""
        return [*self.watch.faults, *self.witness.told]


def fired_as_markup(browser: Browser, texts: list[str]) -> Iterator[int]:
    """Puts the texts into pages as markup, by `innerHTML` and with no rules; after each batch, how often one ran."""
    with browser.new_context() as context:
        witness = Witness().over(context)
        context.route("**", _only_control)
        page = context.new_page()
        for start in range(0, len(texts), BATCH):
            page.goto(CONTROL)
            page.evaluate(INTO_MARKUP, texts[start : start + BATCH])
            yield fired(witness)


def fired(witness: Witness) -> int:
    """How often something ran that would show itself to a person."""
    return sum(what in ("alert", "confirm", "prompt", "print") for what, _ in witness.told)


def _only_control(route: Route) -> None:
    if route.request.url == CONTROL:
        route.fulfill(content_type="text/html", body="<!doctype html><html lang=en><title>x</title>")
    else:
        route.abort()
