"""Whom the canaries come from: an address, a browser, a page before, and words that nobody else would use."""

import secrets
from dataclasses import dataclass, field

ADDRESS = "127.9.8.7"
"""An address of this machine that nothing else in the tests comes from."""

FORWARDED = ("203.0.113.77", "198.51.100.23", "192.0.2.41")
"""Addresses that proxies would name."""

AGENT = "Nightjar/7.3 (Featherstone; rv:41)"
REFERRER = "https://intranet.referrer-canary.example/people/page?id=4711"

HEADERS = {
    "User-Agent": AGENT,
    "Referer": REFERRER,
    "X-Forwarded-For": FORWARDED[0],
    "Forwarded": f"for={FORWARDED[1]};proto=https",
    "X-Real-IP": FORWARDED[2],
    "Accept-Language": "kw, canary-tongue;q=0.7",
    "Via": "1.1 canary-proxy",
}


@dataclass
class Words:
    """Draws words and remembers by which door each went in."""

    drawn: dict[str, set[str]] = field(default_factory=dict)

    def new(self, door: str) -> str:
        """A fresh word for this door."""
        word = f"canary-{secrets.token_hex(6)}"
        self.drawn.setdefault(door, set()).add(word)
        return word
