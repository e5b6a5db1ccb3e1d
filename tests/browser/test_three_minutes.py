"""From the link to listening: how many screens, how many words to read, and how long on a slow phone."""

import time
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, expect

from tests.clients import Attendee
from tests.servers import Desk, Servers

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(300)]

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
}
SCREENS, SECONDS, A_MINUTE = 4, 180, 200
WORDS = {("en", "some"): 250, ("cy", "some"): 310, ("en", "few"): 280, ("cy", "few"): 340}
"""Welsh says the same with a fifth more; and where few have collected, there is a choice to be read beside the rest."""
COLLECTED = {"some": 5, "few": 0}
SLOWED = 6
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""Milliseconds, and bytes a second."""

# Words that can be seen without opening anything, on the page's own part and around it.
COUNT = """
() => {
  const counts = { main: 0, around: 0 };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const folded = (node) => {
    const part = node.closest("details:not([open])");
    return part && !node.closest("summary");
  };
  const clipped = (node) => {
    for (let one = node; one; one = one.parentElement) {
      const box = one.getBoundingClientRect();
      const style = getComputedStyle(one);
      if (box.right <= 0 || box.bottom <= 0 || (style.overflow === "hidden" && box.width <= 2)) return true;
    }
    return false;
  };
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true })) continue;
    if (folded(node) || clipped(node)) continue;
    const words = walker.currentNode.textContent.trim().split(/\\s+/).filter((word) => /[\\p{L}\\p{N}]/u.test(word));
    counts[node.closest("main") ? "main" : "around"] += words.length;
  }
  return counts;
}
"""
LISTENING = {"en": "You are listening. Nobody sees that.", "cy": "Rydych yn gwrando. Nid oes neb yn gweld hynny."}


class Way:
    """One person's way in, with what there was to read."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page, self.lang = page, lang
        self.words: list[dict[str, int]] = []
        self.began = time.perf_counter()
        self.seconds = 0.0

    def go(self, door: str, session: str, code: str) -> "Way":
        """From the link to listening."""
        self.page.goto(f"{door}/{self.lang}/")
        self._read()
        self.page.locator(f'main a[href$="/session/{session}/"]').first.click()
        self.page.wait_for_url(f"**/session/{session}/")
        self._read()
        self.page.locator(f'main a[href$="/session/{session}/room"]').first.click()
        field = self.page.locator("#code")
        expect(field).to_be_visible()
        self._read()
        field.fill(code)
        self.page.locator("#code-form [type=submit]").click()
        expect(self.page.get_by_text(LISTENING[self.lang]).locator("visible=true").first).to_be_visible()
        self.seconds = time.perf_counter() - self.began
        self._read()
        return self

    def _read(self) -> None:
        self.words.append(self.page.evaluate(COUNT))

    @property
    def to_read(self) -> int:
        """Words on all screens, without what is around every page."""
        return sum(count["main"] for count in self.words)

    def told(self) -> str:
        """All numbers, for whoever reads the results."""
        screens = ", ".join(f"{count['main']} (+{count['around']} around)" for count in self.words)
        reading = 60 * self.to_read / A_MINUTE
        return (
            f"{self.lang}: words {screens}; {self.to_read} in all; {self.seconds:.1f} s and {reading:.0f} s of reading"
        )


def an_evening(servers: Servers, desk: Desk, collected: int) -> tuple[str, str]:
    """A session with open doors for which so many have collected, and a card."""
    session = desk.plan()
    codes = desk.cards(session, collected + 1)
    for code in codes[1:]:
        Attendee(servers.door, servers.issuer).collect(session, code)
    desk.open_doors(session)
    return session, codes[0]


def slowed(context: BrowserContext, page: Page) -> CDPSession:
    """A slow phone on a slow network."""
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_3G)
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    return tools


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_at_most_four_screens_and_so_many_words(chromium: Browser, opened: Servers, lang: str) -> None:
    desk = opened.sign_in()
    for name, collected in COLLECTED.items():
        session, code = an_evening(opened, desk, collected)
        context = chromium.new_context(**PHONE)
        way = Way(context.new_page(), lang).go(opened.door, session, code)
        context.close()
        print(name, way.told())
        assert len(way.words) <= SCREENS
        assert way.to_read <= WORDS[lang, name]
        desk.close(session)


@pytest.mark.prove
@pytest.mark.parametrize("lang", ["en", "cy"])
def test_it_takes_less_than_three_minutes_on_a_slow_phone(chromium: Browser, opened: Servers, lang: str) -> None:
    session, code = an_evening(opened, opened.sign_in(), COLLECTED["some"])
    context = chromium.new_context(**PHONE)
    page = context.new_page()
    slowed(context, page)
    way = Way(page, lang).go(opened.door, session, code)
    context.close()
    print(way.told())
    assert way.seconds + 60 * way.to_read / A_MINUTE < SECONDS
