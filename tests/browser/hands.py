"""How somebody reaches what is on a page: with a pointer, or with keys alone."""

from datetime import time as Clock
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

FAR = 300
"""How often somebody presses Tab at most before they give up."""
PARTS_OF_A_TIME = "hours", "minutes", "half of the day"

NO_POINTER = """
for (const kind of ["pointerdown", "mousedown", "touchstart", "wheel"])
  addEventListener(kind, ({ type }) => console.error(`a pointer was used: ${type}`), { capture: true, passive: true });
"""
HERE = "(one) => one === document.activeElement"
WAY = """
(one) => {
  const here = document.activeElement;
  if ((%s)(one)) return "there";
  if (!here || here === document.body) return "out";
  return one.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING ? "back" : "on";
}
"""
IN_ITS_GROUP = "(one) => document.activeElement.name === one.name && document.activeElement.form === one.form"
MESSAGE_OF = "(one) => one.closest('#log > ol > li')?.dataset.id ?? ''"
IN_LOG = "(one) => one.contains(document.activeElement)"
WHERE = "(one) => [...one.children].findIndex((message) => message === document.activeElement)"
PLACE = "(one, id) => [...one.children].findIndex((message) => message.dataset.id === id)"
PLACES = f"(one, id) => [({WHERE})(one), ({PLACE})(one, id)]"


class Hands(Protocol):
    """What somebody does with what they have found on a page."""

    def press(self, what: Locator) -> None:
        """Presses a button, a link or the heading of a part that unfolds."""

    def fill(self, field: Locator, text: str) -> None:
        """Writes into a field, in place of what was there."""

    def choose(self, one: Locator) -> None:
        """Chooses one of several."""

    def set_time(self, field: Locator, time: str) -> None:
        """Sets a time of the day."""


class Pointer:
    """Somebody with a mouse."""

    def press(self, what: Locator) -> None:
        """Clicks it."""
        what.click()

    def fill(self, field: Locator, text: str) -> None:
        """Fills it."""
        field.fill(text)

    def choose(self, one: Locator) -> None:
        """Clicks it."""
        one.check()

    def set_time(self, field: Locator, time: str) -> None:
        """Fills it."""
        field.fill(time)


class Keys:
    """Somebody with a keyboard, and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, what: Locator) -> None:
        """Goes there, and presses Enter."""
        self.reach(what)
        self.page.keyboard.press("Enter")

    def fill(self, field: Locator, text: str) -> None:
        """Goes there, and types."""
        self.reach(field)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(text)

    def choose(self, one: Locator) -> None:
        """Goes to the group with Tab, and through it with the arrows."""
        self._go(one, IN_ITS_GROUP)
        for _ in range(FAR):
            if one.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow led to {one}")

    def set_time(self, field: Locator, time: str) -> None:
        """Goes there, and types hours and minutes as a clock of 24 hours has them, else as one of 12."""
        self.reach(field)
        for typed in ("%H%M", "%I%M%p"):
            for _ in PARTS_OF_A_TIME:
                self.page.keyboard.press("ArrowLeft")
            self.page.keyboard.type(Clock.fromisoformat(time).strftime(typed))
            if field.input_value() == time:
                return
        raise AssertionError(f"no way to type {time}")

    def reach(self, what: Locator) -> None:
        """Moves the focus there; what is in a message, by way of that message."""
        expect(what).to_be_visible()
        if message := what.evaluate(MESSAGE_OF):
            self.reach_message(message)
        self._go(what, HERE)

    def reach_message(self, message: str) -> None:
        """Moves the focus to a message with the arrows, unless it is in that message already."""
        if self._in(message):
            return
        log = self.page.locator("#log")
        self._go(log, IN_LOG)
        messages = log.locator("> ol")
        for _ in range(FAR):
            if self._in(message):
                return
            here, there = messages.evaluate(PLACES, message)
            # From within a message one goes back to it first.
            out = here < 0 and not log.evaluate(HERE)
            self.page.keyboard.press("Escape" if out else "ArrowUp" if here > there else "ArrowDown")
            if out and messages.evaluate(WHERE) < 0:
                self.page.keyboard.press("Shift+Tab")
        raise AssertionError(f"no arrow led to the message {message}")

    def _in(self, message: str) -> bool:
        return bool(self.page.evaluate(f"({MESSAGE_OF})(document.activeElement)") == message)

    def _go(self, what: Locator, there: str) -> None:
        back = True
        for _ in range(FAR):
            way = what.evaluate(WAY % there)
            if way == "there":
                return
            # From the browser's own buttons one comes back the way one went.
            back = way == "back" or (way == "out" and not back)
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"no key led to {what}")
