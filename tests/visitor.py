"""A browser's manners without a browser: cookies, the exact Origin, forms with their hidden fields."""

import html
import http.client
import json
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.running import PATIENCE

HIDDEN = re.compile(r"<input[^>]*type=\"hidden\"[^>]*>")
ATTRIBUTE = re.compile(r"(name|value)=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>")
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Page:
    """One answer: status, headers in order, body, and the path that it came from in the end."""

    path: str
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def gist(self) -> str:
        """Status, path and the words of the main part: what a failing test wants to show."""
        main = self.text.partition("<main")[2].partition("</main>")[0] or self.text
        return f"{self.status} {self.path}: {' '.join(TAG.sub(' ', main).split())[:600]}"

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def hidden(self) -> dict[str, str]:
        """The hidden fields of the page's forms."""
        fields = (dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(self.text))
        return {found["name"]: html.unescape(found.get("value", "")) for found in fields if "name" in found}


@dataclass
class Visitor:
    """Somebody with a cookie jar at one origin."""

    origin: str
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    source: str | None = None
    """The address of this machine that the requests come from."""

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Page:
        """One request, no redirect followed."""
        source = (self.source, 0) if self.source else None
        line = http.client.HTTPConnection(urlsplit(self.origin).netloc, timeout=PATIENCE, source_address=source)
        given = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookies:
            given["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method not in ("GET", "HEAD"):
            given.setdefault("Origin", self.origin)
        try:
            line.request(method, path, body, given)
            answer = line.getresponse()
            page = Page(path, answer.status, answer.getheaders(), answer.read())
        finally:
            line.close()
        self._remember(page)
        return page

    def get(self, path: str, **headers: str) -> Page:
        """A page, redirects within the origin followed."""
        return self._follow(self.ask("GET", path, **headers))

    def post(self, path: str, fields: dict[str, Any] | None = None, **headers: str) -> Page:
        """A form sent, redirects within the origin followed."""
        body = urlencode(fields or {}, doseq=True).encode()
        return self._follow(self.ask("POST", path, body, Content_Type=FORM, **headers))

    def post_json(self, path: str, payload: Any, **headers: str) -> Page:
        """A value sent the way scripts send it."""
        return self.ask("POST", path, json.dumps(payload).encode(), Content_Type="application/json", **headers)

    def submit(self, page: str, action: str | None = None, **fields: Any) -> Page:
        """Opens the page with a form and sends that form, its hidden fields included, to `action`."""
        return self.post(action or page, {**self.get(page).hidden(), **fields})

    def _follow(self, page: Page) -> Page:
        for _ in range(5):
            target = page.header("Location")
            if page.status not in (301, 302, 303, 307, 308) or not target or target.startswith("http"):
                return page
            page = self.ask("GET", target)
        raise AssertionError("redirected in circles")

    def _remember(self, page: Page) -> None:
        for name, value in page.headers:
            if name.lower() == "set-cookie":
                for morsel in SimpleCookie(value).values():
                    gone = morsel["max-age"] == "0" or "1970" in morsel["expires"]
                    if gone or not morsel.value:
                        self.cookies.pop(morsel.key, None)
                    else:
                        self.cookies[morsel.key] = morsel.value
