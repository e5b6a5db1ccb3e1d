"""One evening behind the observer: twenty in a real room, four of them on real pages, and what the observer saw."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Page

from forum.rooms.domain.schedule import schedule_of
from tests.clients import Attendee
from tests.running import PATIENCE, ROOT, free_port, wait_until
from tests.servers import Servers
from tests.wire.company import KINDS, MESSAGES, Plan
from tests.wire.seen import Traffic, read

MEMBERS, PAGES = 20, 4
BEAT = 0.1
GO, NOWHERE = "address => globalThis.goTo(address)", "about:blank"
LEFT, GONE, CAME = "all that left and came back", "pages left", "pages came back"
ACT = (Path(__file__).parent / "act_on_a_page.js").read_text("utf-8")


@dataclass
class Run:
    """How long, how padded, and with how many real pages."""

    messages: int
    others: int
    pages: int = PAGES
    padded: bool = True
    seed: int = 1
    tried: dict[str, int] = field(default_factory=dict)

    @property
    def wanted(self) -> dict[str, int]:
        """How often each thing is done at the least: answers and words with a note are messages too."""
        plain = self.messages - (len(MESSAGES) - 1) * self.others
        return {kind: max(0, plain) if kind == "say" else self.others for kind in KINDS}

    def count(self, what: str) -> None:
        """Notes that it was done once more."""
        self.tried[what] = self.tried.get(what, 0) + 1


class Program:
    """A program that talks in lines of JSON."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", *arguments]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ, text=True
        )
        self.news: list[Any] = []
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.news.append(json.loads(line))

    def tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self, patience: float = PATIENCE) -> Any:
        """The next line that it says."""
        wait_until(lambda: bool(self.news) or self.process.poll() is not None, patience)
        assert self.news, "the program has ended"
        return self.news.pop(0)

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def live(run: Run, start_servers: Callable[..., Servers], chromium: Browser, folder: Path) -> Traffic:
    """Lives through an evening; answers what the observer has seen."""
    servers = start_servers(beat=BEAT, switches=() if run.padded else ("padding-off",))
    notes = folder / f"seen-{free_port()}.txt"
    observer = Program("tests.wire.observer", str(notes), str(servers.door_port), str(MEMBERS + 1))
    company = Program("tests.wire.company")
    try:
        session, since = _spend(run, servers, observer.hear(), company, chromium)
    finally:
        for program in (company, observer):
            program.end()
    traffic = read(notes, schedule_of(session, BEAT), MEMBERS, since)
    traffic.left = run.tried[LEFT]
    return traffic


def _spend(run: Run, servers: Servers, ports: list[int], company: Program, chromium: Browser) -> tuple[str, float]:
    desk = servers.sign_in()
    session = desk.plan(size=MEMBERS + 4)
    codes = desk.cards(session, MEMBERS)
    desk.open_doors(session)
    cookies = [cookie_of(servers, session, code) for code in codes]
    plan = Plan(
        servers.door, session, BEAT, run.seed, ports[:MEMBERS], ["=".join(pair) for pair in cookies],
        "; ".join("=".join(pair) for pair in desk.visitor.cookies.items()), ports[MEMBERS], run.pages,
        run.wanted, run.padded,
    )  # fmt: skip
    pages = [page_of(chromium, servers, session, cookies[n], ports[n]) for n in range(run.pages)]
    company.tell(json.dumps(asdict(plan)))
    assert company.hear() == {"ready": True}
    since = time.monotonic()
    company.tell("begin")
    _let_pages_act(run, company, pages)
    for page in pages:
        page.context.close()
    return session, since


def cookie_of(servers: Servers, session: str, code: str) -> tuple[str, str]:
    """Redeems a card at the door; the cookie of the seat."""
    somebody = Attendee(servers.door, servers.issuer)
    somebody.collect(session, code)
    answer = somebody.redeem(session)
    assert answer.status == 200, answer.gist
    ((name, value),) = somebody.visitor.cookies.items()
    return name, value


def page_of(chromium: Browser, servers: Servers, session: str, cookie: tuple[str, str], port: int) -> Page:
    """A real page in that seat, whose network is the observer's."""
    context = chromium.new_context(proxy={"server": f"socks5://127.0.0.1:{port}"}, reduced_motion="reduce")
    kept = {"name": cookie[0], "value": cookie[1], "url": servers.door.replace("http", "https", 1)}
    context.add_cookies([{**kept, "secure": True, "httpOnly": True, "sameSite": "Strict"}])  # type: ignore[typeddict-item]
    context.add_init_script(ACT)
    page = context.new_page()
    page.goto(f"{servers.door}/en/session/{session}/room")
    page.locator('#room[data-state="room"]').wait_for()
    return page


def _let_pages_act(run: Run, company: Program, pages: list[Page]) -> None:
    rooms = [page.url for page in pages]
    while "done" not in (news := company.hear(patience=30 * PATIENCE)):
        page = pages[news["page"]]
        if "order" not in news:
            page.evaluate(GO, rooms[news["page"]] if "comes" in news else NOWHERE)
            run.count(CAME if "comes" in news else GONE)
            continue
        done = _done_by(page, news["order"])
        run.count(done)
        company.tell(done)
    assert news["ended"] == [], "the lines of these were cut"
    run.tried |= {LEFT: news["left"]} | {f"answered {code}": count for code, count in news["answers"].items()}


def _done_by(page: Page, order: list[str]) -> str:
    try:
        done: str = page.evaluate("order => globalThis.actAsAMember(order)", order)
    except Error:
        # It is still coming back.
        return "nothing"
    return done
