"""A room's page without a room behind it: the test says what each frame tells, and reads what the page sends."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, Route, expect

WORKER = """
const line = new BroadcastChannel("stand-in");
line.onmessage = ({ data }) => data.tell && postMessage(data.tell);
onmessage = ({ data }) => line.postMessage({ heard: data });
postMessage({ is: "ready" });
"""
LISTEN = """
() => {
  window.standIn = { line: new BroadcastChannel("stand-in"), heard: [] };
  standIn.line.onmessage = ({ data }) => data.heard && standIn.heard.push(data.heard);
}
"""
BURST, LAST = 24, 23
SPEAKING = {"k": "self:changed", "mode": "speaking", "handle": 0, "paused": False, "muted": False, "removed": False}
OPEN = {"k": "phase:changed", "phase": "open", "why": ""}

Record = dict[str, Any]


def said(number: str, text: str, **more: Any) -> Record:
    """Somebody else's message, of the voice `h` (1 unless told)."""
    return {"k": "message:said", "id": number, "h": 1, "lang": "en", "a": 0, "text": text, **more}


class StandIn:
    """The room that a page believes to be in."""

    def __init__(self, context: BrowserContext, door: str) -> None:
        self._door = door
        self._epoch, self._count = "one", 0
        context.route("**/js/rooms/worker.js", self._worker)
        context.route("**/room", self._seated)
        context.add_init_script(f"({LISTEN})()")
        self.page: Page = context.new_page()

    def _worker(self, route: Route) -> None:
        route.fulfill(content_type="text/javascript", body=WORKER)

    def _seated(self, route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('data-seated="no"', 'data-seated="yes"'))

    def enter(self, session: str, *records: Record, **own: Any) -> "StandIn":
        """Opens the page and tells it these records before anything else; `own` changes one's own seat."""
        self.knock(session)
        self.burst(*records, own=[SPEAKING | own])
        expect(self.page.locator("#room-title")).to_be_visible()
        return self

    def knock(self, session: str) -> None:
        """Opens the page, and answers nothing."""
        self.page.goto(f"{self._door}/en/session/{session}/room")
        self.heard("connect")

    def burst(self, *records: Record, own: list[Record] | None = None) -> None:
        """What a page is told when it (re)joins."""
        self._frame([OPEN, *records], own or [], b=0)
        self._frame([], [], b=LAST)

    def tells(self, *records: Record, own: list[Record] | None = None) -> None:
        """One frame."""
        self._frame(list(records), own or [])

    def loses_the_line(self) -> None:
        """The connection is gone."""
        self._post({"is": "line", "up": False, "elsewhere": False})

    def taken_over(self) -> None:
        """Another page of the same seat has come in."""
        self._post({"is": "line", "up": False, "elsewhere": True})

    def starts_afresh(self) -> None:
        """The room has forgotten what was said."""
        self._epoch = "another"
        self.burst(own=[SPEAKING])

    def _frame(self, shared: list[Record], own: list[Record], **beat: Any) -> None:
        self._count += 1
        head = {"k": "beat", "e": self._epoch, "f": self._count, "s": 5, **beat}
        self._post({"is": "frame", "frame": {"beat": head, "shared": shared, "own": own}})

    def _post(self, news: dict[str, Any]) -> None:
        self.page.evaluate("news => standIn.line.postMessage({ tell: news })", news)

    def heard(self, what: str = "command") -> list[dict[str, Any]]:
        """The orders that the page has given of one kind; waits for the first."""
        self.page.wait_for_function("what => standIn.heard.some((order) => order.do === what)", arg=what)
        orders: list[dict[str, Any]] = self.page.evaluate("() => standIn.heard")
        return [order for order in orders if order["do"] == what]

    def next_command(self, number: int) -> dict[str, Any]:
        """The command with this number, from one; waits for it."""
        enough = "count => standIn.heard.filter((order) => order.do === 'command').length >= count"
        self.page.wait_for_function(enough, arg=number)
        return self.heard()[number - 1]

    def answers(self, order: dict[str, Any], code: str | None = None, **more: Any) -> None:
        """Says whether a command was done."""
        self._post({"is": "answer", "ref": order["ref"], "done": code is None, "code": code, **more})

    @property
    def spoken(self) -> list[str]:
        """What a screen reader was told and is still there to be read, as it would be read."""
        lines = "[...document.querySelectorAll('#spoken > *')].map((line) => line.innerText.trim())"
        return self.page.evaluate(lines)  # type: ignore[no-any-return]
