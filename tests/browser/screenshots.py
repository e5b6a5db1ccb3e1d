"""Takes the pictures that people should look at: `python -m tests.browser.screenshots OUT`."""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.engines import engine_path, running_chromium
from tests.browser.people import Attendee, Moderator
from tests.browser.watch import Watch
from tests.clients import Attendee as Unseen
from tests.clients import Line
from tests.servers import Servers

WIDTHS = {320: 640, 768: 1024, 1280: 800}
PHONE = {"width": 360, "height": 740}
NAME = "Tuesday evening"
TALK = (
    "I have not said this to anybody at work. It helps to see that I am not the only one.",
    "You are not. I listened for two evenings before I wrote a word.",
    "Roedd yn anodd dod heno, ond rwy'n falch fy mod i yma. 💛",
    "Take all the time you need. Nobody here is waiting for anything.",
    "Thank you.",
)
TICKET = {
    "en": ("Collect my ticket", "Six words", "Check what I wrote", "I have written them down", "Finish now"),
    "cy": (
        "Casglu fy nhocyn",
        "24 digid neu chwe gair",
        "Gwirio'r hyn a ysgrifennais",
        "Rwyf wedi eu hysgrifennu",
        "Gorffen nawr",
    ),
}
STEPS = ("ticket", "ticket-words", "ticket-check", "ticket-box", "ticket-done")
CARE = ("information", "safety", "colleague")
PAGES = ("support", "tonight", *CARE, "reference-group", "privacy", "accessibility", "leaving", "nothing-is-here")


class Camera:
    """Takes pictures of one page into a folder."""

    def __init__(self, page: Page, out: Path) -> None:
        self._page, self._out = page, out

    def shoot(self, name: str, whole: bool = True) -> None:
        """A picture of the page as it is, from its top."""
        self._page.evaluate("scrollTo(0, 0)")
        self._page.screenshot(path=self._out / f"{name}.png", full_page=whole, animations="disabled")

    def both(self, name: str, whole: bool = True) -> None:
        """A light one and a dark one."""
        for scheme in ("light", "dark"):
            self._page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.shoot(f"{name}-{scheme}", whole)
        self._page.emulate_media(color_scheme="light")

    def paper(self, name: str) -> None:
        """What a printer makes of the page: a picture of every side."""
        self._page.locator(".paper").wait_for(state="attached")
        printed = self._out / f"{name}.pdf"
        self._page.pdf(path=printed, prefer_css_page_size=True)
        subprocess.run(["pdftoppm", "-png", "-r", "80", printed, self._out / name], check=True)
        printed.unlink()

    def all_widths(self, name: str, whole: bool) -> None:
        """Every width, light and dark."""
        for width, height in WIDTHS.items():
            self._page.set_viewport_size({"width": width, "height": height})
            self.both(f"{name}-{width}", whole)
        self._page.set_viewport_size(PHONE)  # type: ignore[arg-type]


class Album:
    """The people and pages of one evening, to be photographed."""

    def __init__(self, browser: Browser, servers: Servers, out: Path) -> None:
        self._browser, self._servers, self._out = browser, servers, out
        moderator, self.desk = self._person()
        self.moderator = Moderator(moderator, Watch((), ()), servers.door)
        page, self.camera = self._person()
        self.attendee = Attendee(page, Watch((), ()), servers.door)

    def _person(self) -> tuple[Page, Camera]:
        context = self._browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")  # type: ignore[arg-type]
        page = context.new_page()
        return page, Camera(page, self._out)

    def make(self) -> None:
        """Takes all pictures."""
        codes, session = self._moderators_pages()
        self._plain_pages(session)
        self._ahead()
        self._way_in(session, codes[0])
        lines = self._conversation(session, codes)
        self._room()
        self.moderator.page.set_viewport_size({"width": 1280, "height": 800})
        self.desk.both("desk-1280", whole=False)
        self.moderator.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        self.desk.shoot("desk-360")
        for line in lines:
            line.close()
        self.moderator.close()
        expect(self.attendee.page.get_by_role("heading", name="This session has ended")).to_be_visible()
        self.camera.shoot("end-360")

    def _moderators_pages(self) -> tuple[list[str], str]:
        moderator = self.moderator
        moderator.go("/en/moderation/sign-in")
        self.desk.shoot("sign-in-360")
        moderator.sign_in("robin", self._servers.add_moderator("robin"), look=False)
        moderator.follow("Plan a session")
        self.desk.shoot("planning-360")
        moderator.page.get_by_label("A neutral name").fill(NAME)
        moderator.press("Plan this session")
        self.desk.shoot("session-360")
        session = moderator.page.url.rstrip("/").rpartition("/")[2]
        moderator.page.get_by_label("How many cards").fill("6")
        moderator.press("Make cards")
        codes = moderator.page.locator(".cards strong").all_inner_texts()
        self.desk.shoot("cards-360")
        self.desk.paper("cards-paper")
        moderator.follow("Back to the session")
        self._large_print_and_cancelling()
        moderator.go(f"/en/moderation/sessions/{session}")
        moderator.press("Open the doors")
        moderator.go("/en/moderation/")
        self.desk.shoot("sessions-360")
        moderator.go(f"/en/moderation/sessions/{session}/room")
        moderator.open_the_room()
        return codes, session

    def _large_print_and_cancelling(self) -> None:
        moderator = self.moderator
        moderator.page.get_by_label("How many cards").fill("2")
        moderator.page.get_by_label("And spare cards").fill("1")
        moderator.page.get_by_label("Large print").check()
        moderator.press("Make cards")
        self.desk.paper("cards-paper-large")
        stub = moderator.page.locator(".cards .code").nth(1).inner_text()
        moderator.follow("Back to the session")
        moderator.follow("Cancel a card that was lost")
        self.desk.both("cancelling-360")
        moderator.page.get_by_label("The code on the stub").fill(stub)
        moderator.press("Cancel it")
        self.desk.shoot("cancelled-360")

    def _plain_pages(self, session: str) -> None:
        self.attendee.go("/en/")
        self.camera.all_widths("landing", whole=True)
        for page in PAGES:
            self.attendee.go(f"/en/{page}")
            self.camera.both(f"{page}-360")
        for page in ("", "support", f"session/{session}/"):
            self.attendee.go(f"/cy/{page}")
            self.camera.shoot(f"cy-{page.partition('/')[0] or 'landing'}-360")
        self.attendee.go(f"/en/session/{session}/")
        self.camera.both("six-things-360")

    def _ahead(self) -> None:
        desk = self._servers.sign_in("sam")
        session = desk.plan("Wednesday evening")
        for lang, code in zip(TICKET, desk.cards(session, len(TICKET)), strict=True):
            self.attendee.go(f"/{lang}/session/{session}/room")
            self.attendee.page.locator("#code").fill(code)
            self.camera.both(f"{lang}-collect-360")
            for name, button in zip(STEPS, TICKET[lang], strict=True):
                self.attendee.press(button)
                expect(self.attendee.page.locator("#carry :focus:not(button)")).to_be_visible()
                self.camera.both(f"{lang}-{name}-360")
            self.attendee.page.set_viewport_size({"width": 1280, "height": 800})
            self.camera.both(f"{lang}-ticket-done-1280", whole=False)
            self.attendee.page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    def _way_in(self, session: str, code: str) -> None:
        self.attendee.go(f"/en/session/{session}/room")
        expect(self.attendee.page.get_by_label("The code on your card")).to_be_visible()
        self.camera.both("code-360")
        self.attendee.type_code(code[:-1])
        expect(self.attendee.page.get_by_text("There is a mistake in this code")).to_be_visible()
        self.camera.shoot("code-slip-360")
        self.attendee.type_code(code)
        self.attendee.is_seated()
        self.camera.shoot("room-listening-360")

    def _conversation(self, session: str, codes: list[str]) -> list[Line]:
        self.moderator.write("Good evening. You are welcome here, whether you speak or listen.")
        others = [Unseen(self._servers.door, self._servers.issuer) for _ in range(2)]
        lines = [one.come_in(session, code) for one, code in zip(others, codes[1:], strict=False)]
        self.attendee.begin_to_speak()
        for number, text in enumerate(TALK):
            if number == 1:
                self.attendee.write(text)
            else:
                others[number % 2].speaks(lines[number % 2], text)
            self.attendee.sees(text)
        return lines

    def _room(self) -> None:
        page = self.attendee.page
        page.get_by_label("Your words").fill("I would like to say")
        self.camera.all_widths("room", whole=False)
        self.camera.both("room-360")
        self.attendee.unfold("My seat")
        self.attendee.unfold("Who to talk to. In danger: 999")
        self.camera.shoot("room-help-open-360")
        self.attendee.pause()
        self.camera.both("pause-360")
        self.attendee.come_back()


def main(argv: list[str]) -> int:
    path = engine_path("FORUM_CHROMIUM")
    if len(argv) != 1 or not path:
        print("usage: python -m tests.browser.screenshots OUT (with Chromium on the PATH or in FORUM_CHROMIUM)")
        return 2
    out = Path(argv[0])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        servers = Servers(Path(folder), vrg_url="https://vrg.example/")
        try:
            with running_chromium(playwright, path) as browser:
                Album(browser, servers.start(), out).make()
        finally:
            servers.stop()
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
