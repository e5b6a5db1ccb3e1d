"""Anybody with a browser: what they see, and what they do with it."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import Hands, Pointer
from tests.browser.watch import Watch, look_over


class Person:
    """Somebody with a browser, who uses a pointer unless `hands` says otherwise."""

    def __init__(self, page: Page, watch: Watch, door: str, hands: Hands | None = None) -> None:
        self.page, self.watch, self.door = page, watch, door
        self.hands = hands or Pointer()
        self.desired: list[str] = []
        """What axe would like to be better."""

    def press(self, name: str, within: Locator | None = None) -> None:
        """Presses a button that can be seen."""
        self.hands.press((within or self.page).get_by_role("button", name=name, exact=True).locator("visible=true"))

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        """Writes into a field."""
        self.hands.fill((within or self.page).get_by_label(label), text)

    def choose(self, label: str, within: Locator | None = None) -> None:
        """Chooses one of several."""
        self.hands.choose((within or self.page).get_by_role("radio", name=label, exact=True))

    def follow(self, name: str) -> None:
        """Follows a link."""
        self.hands.press(self.page.get_by_role("link", name=name).first)

    def go(self, path: str) -> None:
        """Types an address."""
        self.page.goto(self.door + path)

    def look_around(self, where: str) -> None:
        """Lets axe look at the page as it is now."""
        self.desired += look_over(self.page, where)

    def unfold(self, summary: str, within: Locator | None = None) -> Locator:
        """Opens a part of the page that is closed; returns it."""
        return self.open((within or self.page).locator(f'details:has(> summary:has-text("{summary}"))'))

    def open(self, part: Locator) -> Locator:
        """Opens a part that was found; returns it."""
        if part.get_attribute("open") is None:
            self.hands.press(part.locator("> summary"))
            expect(part).to_have_attribute("open", "")
        return part

    def reads(self, *words: str) -> None:
        """Waits until these words can be seen somewhere."""
        for one in words:
            expect(self.page.get_by_text(one).locator("visible=true").first).to_be_visible()

    def reads_no_more(self, *words: str) -> None:
        """Waits until none of these words can be seen."""
        for one in words:
            expect(self.page.get_by_text(one).locator("visible=true")).to_have_count(0)

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.page.locator("#log")

    def message(self, text: str) -> Locator:
        """The message with exactly these words."""
        return self.log.locator("li").filter(has=self.page.locator("[data-words]").get_by_text(text, exact=True))

    def sees(self, *texts: str) -> None:
        """Waits until these words are on the page."""
        for text in texts:
            expect(self.message(text)).to_be_visible()

    def sees_reply(self, text: str, kind: str) -> None:
        """Waits until a message has these kind words, once."""
        expect(self.message(text).locator(".replies li").filter(has_text=kind)).to_have_count(1)

    def sees_no_more(self, *texts: str) -> None:
        """Waits until these words are gone from the page."""
        for text in texts:
            expect(self.page.get_by_text(text, exact=True)).to_have_count(0)

    def write(self, text: str) -> None:
        """Writes and sends."""
        self.fill("Your words", text)
        self.press("Say it")
        expect(self.page.get_by_label("Your words")).to_have_value("")
