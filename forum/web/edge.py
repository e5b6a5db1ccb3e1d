"""The outermost layer of both programs: what it does not name never reaches the application.

Of a request only what stands in `PLAIN` and in the rules' `passed` is handed on. The address, the browser's name, the
page somebody came from and all forwarded headers are in neither list.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from werkzeug.http import parse_cookie

from forum.refusals import RefusalCode, Refused
from forum.web.headers import Headers, with_security
from forum.web.identity import IDENTITY, Identity
from forum.web.lines import LINE, Lines
from forum.web.logs import Event, tell
from forum.web.transport import SOCKET

Environ = dict[str, Any]
Body = Iterable[bytes]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Body]
Identify = Callable[[Mapping[str, str]], Identity]

LOOPBACK = "forum.loopback"
"""Set by our own server where a request comes from the same machine; the address itself is not kept."""

SOCKET_PATH = "/socket.io/"
SOCKET_QUERY = "EIO=4&transport=websocket"
HEALTH_PATH = "/healthz"

DOOR_HEADERS = frozenset({"HTTP_COOKIE", "HTTP_ORIGIN", "HTTP_RANGE"})
"""`Range` says which part of a film is wanted, and nothing about who wants it; some browsers play none without."""
ISSUER_HEADERS = frozenset({"HTTP_AUTHORIZATION", "HTTP_ORIGIN"})

PLAIN = (
    "REQUEST_METHOD",
    "PATH_INFO",
    "QUERY_STRING",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
    "SERVER_SOFTWARE",
    "wsgi.version",
    "wsgi.input",
    "wsgi.input_terminated",
    "wsgi.multithread",
    "wsgi.multiprocess",
    "wsgi.run_once",
)
GREETING = re.compile(r"[A-Za-z0-9+/]{21}[AQgw]==", re.ASCII)
"""Sixteen bytes in base64: what a browser sends as its key."""
HANDSHAKE = ("HTTP_SEC_WEBSOCKET_KEY", "HTTP_SEC_WEBSOCKET_VERSION")
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP")
SOCKETS_EACH = 8


class Nowhere(io.TextIOBase):
    """Takes what libraries write to `wsgi.errors`, and keeps none of it."""

    def write(self, text: str) -> int:
        return len(text)


@dataclass(frozen=True, slots=True)
class EdgeRules:
    """What one program lets in and adds: its own origin, its headers, and how many sockets (none, at the issuer)."""

    origin: str
    headers: Headers
    passed: frozenset[str] = DOOR_HEADERS
    max_sockets: int = 0


class Edge:
    """A WSGI wrapper that rebuilds every request from a list of what may pass; goes on last of all."""

    def __init__(
        self, inner: Application, rules: EdgeRules, identify: Identify | None = None, lines: Lines | None = None
    ) -> None:
        self._inner = inner
        self._rules = rules
        self._identify = identify
        self._lines = lines or Lines()
        self._open: Counter[Identity] = Counter()
        self._own = _own_address(rules.origin)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Body:
        answer = Answer(start_response, self._rules.headers, environ.get("REQUEST_METHOD") == "HEAD")
        try:
            return self._route(environ, answer)
        except Refused as refusal:
            return answer.refuse(refusal.code, refusal.status)
        except Exception as fault:
            tell(Event.SERVER_FAULT, fault)
            return answer.refuse(RefusalCode.SERVER_FAULT, 500)

    def _route(self, environ: Environ, answer: "Answer") -> Body:
        path = environ.get("PATH_INFO", "")
        if path == HEALTH_PATH:
            return _health(environ, answer)
        if self._rules.max_sockets and path.startswith("/socket.io"):
            return self._socket(environ, answer)
        return self._inner(self._cleaned(environ, self._rules.passed), answer)

    def _cleaned(self, environ: Environ, passed: Iterable[str]) -> Environ:
        clean = {key: environ[key] for key in (*PLAIN, *passed) if key in environ}
        clean |= self._own
        clean["wsgi.errors"] = Nowhere()
        if _upgrading(environ):
            # On an upgrade the server hands over the bare line; no view may read from it.
            clean["wsgi.input"] = io.BytesIO()
        return clean

    def _socket(self, environ: Environ, answer: "Answer") -> Body:
        clean = self._handshake(environ)
        with self._lines.one_more() as line:
            identity = self._who(environ)
            line.belongs_to(identity)
            return self._counted(identity, clean | {IDENTITY: identity, LINE: line}, answer)

    def _counted(self, identity: Identity, clean: Environ, answer: "Answer") -> Body:
        if self._open.total() >= self._rules.max_sockets or self._open[identity] >= SOCKETS_EACH:
            raise Refused(RefusalCode.TOO_MANY)
        self._open[identity] += 1
        try:
            return self._inner(clean, answer)
        finally:
            self._open[identity] -= 1
            self._open += Counter()

    def _handshake(self, environ: Environ) -> Environ:
        if environ.get("PATH_INFO") != SOCKET_PATH or environ.get("REQUEST_METHOD") != "GET":
            raise Refused(RefusalCode.NOT_FOUND)
        if not (_upgrading(environ) and _greets_well(environ)):
            raise Refused(RefusalCode.WEBSOCKET_ONLY)
        if environ.get("HTTP_ORIGIN") != self._rules.origin:
            raise Refused(RefusalCode.WRONG_ORIGIN)
        # No extensions: compressed frames would tell by their size what is in them. No cookie: it would stay readable
        # for as long as the line is up.
        return self._cleaned(environ, HANDSHAKE) | {
            SOCKET: environ.get(SOCKET),
            "QUERY_STRING": SOCKET_QUERY,
            "HTTP_ORIGIN": self._rules.origin,
            "HTTP_UPGRADE": "websocket",
            "HTTP_CONNECTION": "Upgrade",
        }

    def _who(self, environ: Environ) -> Identity:
        identity = self._identify(parse_cookie(environ.get("HTTP_COOKIE", ""))) if self._identify else Identity()
        if not identity.known:
            raise Refused(RefusalCode.NO_SEAT)
        return identity


class Answer:
    """`start_response` with the security headers in force; knows how to refuse."""

    def __init__(self, start_response: StartResponse, headers: Headers, head_only: bool) -> None:
        self._start_response = start_response
        self._headers = headers
        self._head_only = head_only

    def __call__(
        self,
        status: str,
        headers: Headers,
        exc_info: tuple[type[BaseException], BaseException, TracebackType | None] | None = None,
    ) -> Any:
        return self._start_response(status, with_security(headers, self._headers), exc_info)

    def plain(self, status: int, content_type: str, body: bytes) -> Body:
        """A short answer made by the edge itself."""
        line = f"{status} {HTTPStatus(status).phrase}"
        self(line, [("Content-Type", content_type), ("Content-Length", str(len(body)))])
        return [] if self._head_only else [body]

    def refuse(self, code: RefusalCode, status: int) -> Body:
        """A refusal as scripts read it."""
        return self.plain(status, "application/json", b'{"code":"%s"}' % code.value.encode())


def _own_address(origin: str) -> Environ:
    # Whatever Host a client claims, the application sees the configured one.
    parts = urlsplit(origin)
    return {
        "SCRIPT_NAME": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or (443 if parts.scheme == "https" else 80)),
        "HTTP_HOST": parts.netloc,
        "wsgi.url_scheme": parts.scheme,
    }


def _upgrading(environ: Environ) -> bool:
    return str(environ.get("HTTP_UPGRADE", "")).lower() == "websocket" or not environ.get("wsgi.input_terminated", True)


def _greets_well(environ: Environ) -> bool:
    # What the library behind would fall over or pass by: it answers to any key and to any version.
    key, version = (str(environ.get(name, "")) for name in HANDSHAKE)
    return version == "13" and GREETING.fullmatch(key) is not None


def _health(environ: Environ, answer: Answer) -> Body:
    if not environ.get(LOOPBACK) or any(header in environ for header in FORWARDED):
        raise Refused(RefusalCode.NOT_FOUND)
    return answer.plain(200, "text/plain", b"ok\n")
