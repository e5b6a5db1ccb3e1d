"""How soon another site is painted after somebody leaves the room, on slow 3G, also when our server is down."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from tests.browser.test_leaving_room import come_in
from tests.browser.test_three_minutes import SLOW_3G
from tests.browser.watch import PLAIN_PAGE
from tests.running import free_port
from tests.servers import Servers

pytestmark = [pytest.mark.browser, pytest.mark.prove, pytest.mark.timeout(180)]

AT_MOST = 1000
"""Milliseconds from the click to the other site's first paint."""
LEAVE = """
() => {
  const now = performance.timeOrigin + performance.now();
  document.getElementById("leave").click();
  return now;
}
"""
PAINTED = (
    "() => performance.getEntriesByType('paint').map((paint) => performance.timeOrigin + paint.startTime)[0] ?? null"
)


class Weather(BaseHTTPRequestHandler):
    """A plain page of somebody else's."""

    def do_GET(self) -> None:
        """Answers every address alike."""
        body = PLAIN_PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def weather() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", free_port()), Weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("down", [False, True])
def test_another_site_is_painted_within_a_second(
    chromium: Browser, start_servers: Callable[..., Servers], weather: str, down: bool
) -> None:
    servers = start_servers(exit_url=weather)
    context = chromium.new_context()
    # The page of the room, with its words, its line and its worker: what somebody leaves when they must.
    page = come_in(context, servers).page
    assert len(page.workers) == 1
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", SLOW_3G)
    if down:
        servers.stop("door")
    left = page.evaluate(LEAVE)
    page.wait_for_url(weather)
    while (painted := page.evaluate(PAINTED)) is None:
        page.wait_for_timeout(50)
    print(f"painted after {painted - left:.0f} ms, our server {'down' if down else 'up'}")
    assert painted - left <= AT_MOST
    context.close()
