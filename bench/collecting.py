"""Six tickets and the locker's, collected in Chromium: our module beside @cloudflare/blindrsa-ts, in the same rounds.

`python -m bench.collecting`; needs Chromium and `npm ci`. What the issuer takes is left out of both.
"""

import argparse
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from playwright.sync_api import sync_playwright

from bench.rounds import in_turn, medians, ratio, report
from forum.clock import SystemChance
from forum.issuer import signing
from forum.tickets import base64url
from forum.tickets.blindrsa import PublicKey, spki_of
from tests.browser.engines import engine_path, running_chromium

ROOT = Path(__file__).parent.parent
FOLDERS = {
    "ours": ROOT / "forum" / "static" / "js",
    "theirs": ROOT / "node_modules" / "@cloudflare" / "blindrsa-ts" / "lib" / "src",
    "": ROOT / "bench",
}
TICKETS = 7
KINDS = {".js": "text/javascript", ".html": "text/html; charset=utf-8"}


class Issuer:
    """Signs for as many keys as a card of six sessions has."""

    def __init__(self) -> None:
        made = [rsa.generate_private_key(65537, 2048).private_numbers() for _ in range(TICKETS)]
        self._keys = [signing.read(signing.written(numbers)) for numbers in made]

    def keys(self) -> list[dict[str, str]]:
        """The public halves, as both modules read them."""
        moduli = [int(key.n) for key in self._keys]
        return [
            {"spki": base64url.encode(spki_of(PublicKey(n))), "n": base64url.encode(n.to_bytes(256, "big"))}
            for n in moduli
        ]

    def sign(self, blinded: list[str]) -> list[str]:
        """One answer for each key."""
        asked = zip(self._keys, map(base64url.decode, blinded), strict=True)
        return [base64url.encode(signing.blind_sign(key, value, SystemChance())) for key, value in asked]


def handler(issuer: Issuer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/keys":
                return self._say(json.dumps(issuer.keys()).encode(), "application/json")
            folder, _, name = self.path.removeprefix("/").rpartition("/")
            first, _, rest = folder.partition("/")
            path = FOLDERS.get(first, FOLDERS[""]) / rest / name
            if path.suffix not in KINDS or not path.is_file():
                return self.send_error(404)
            return self._say(path.read_bytes(), KINDS[path.suffix])

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._say(json.dumps(issuer.sign(asked)).encode(), "application/json")

        def _say(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def served() -> Iterator[str]:
    """The page, both modules and an issuer, on one origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(Issuer()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def measured(origin: str, path: str, rounds: int, more: list[str]) -> dict[str, list[float]]:
    """Milliseconds of each round, after one that does not count."""
    with sync_playwright() as playwright, running_chromium(playwright, path, *more) as browser:
        page = browser.new_page()
        page.goto(f"{origin}/collecting.html")
        page.wait_for_function("window.collecting")
        measures = {who: (lambda who=who: page.evaluate(f"collecting.{who}()")) for who in ("ours", "theirs")}
        for warm in measures.values():
            warm()
        return in_turn(measures, rounds)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.collecting", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--jitless", action="store_true", help="without a compiler, as careful browsers have it")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    path = engine_path("FORUM_CHROMIUM")
    if not path or not FOLDERS["theirs"].is_dir():
        parser.exit(2, "This needs Chromium, on the PATH or in FORUM_CHROMIUM, and `npm ci`.\n")
    with served() as origin:
        found = measured(origin, path, given.rounds, ["--js-flags=--jitless"] if given.jitless else [])
    result = {
        "milliseconds": {name: round(value, 1) for name, value in medians(found).items()},
        "ours, of theirs": round(ratio(found, "ours", "theirs"), 3),
        "tickets": TICKETS,
        "rounds": given.rounds,
        "jitless": given.jitless,
    }
    report(result, given.json)


if __name__ == "__main__":
    main()
