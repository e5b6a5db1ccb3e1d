"""People who attend and moderate, without a browser: through the wire formats, over real HTTP and real WebSockets."""

import json
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from select import select
from typing import Any
from urllib.parse import urlencode, urlsplit

import websocket

from forum.ids import SessionId
from forum.rooms.frames import DESK_OWN, DESK_SHARED, MEMBER_OWN, MEMBER_SHARED, FrameRecord
from forum.tickets import base64url
from forum.tickets.codes import parse_code
from forum.tickets.formats import SECRET_BYTES
from forum.tickets.keylist import KeyList
from tests.frames import read_down, up
from tests.rooms.reference_reducer import empty, reduce
from tests.running import PATIENCE
from tests.tickets.client import LOCKER, answers, ask, digest_of, form
from tests.visitor import FORM, Page, Visitor

SOCKET = "/socket.io/?EIO=4&transport=websocket"
ATTRIBUTE = re.compile(r'data-([a-z-]+)="([^"]*)"')
SELDOM = 1.0
"""Seconds after which a page ticks even if it never catches up."""
SIZES = {"/room": (MEMBER_SHARED, MEMBER_OWN), "/desk": (DESK_SHARED, DESK_OWN)}


class Cut(Exception):
    """The line has ended."""


@dataclass(frozen=True)
class Pocket:
    """What a person carries: a ticket and the secret that goes with it."""

    token: bytes
    secret: bytes

    @property
    def presented(self) -> dict[str, str]:
        """As a page posts it."""
        return {"ticket": base64url.encode(self.token), "secret": base64url.encode(self.secret)}


class Line:
    """One WebSocket of a page: it ticks once for every frame that it gets, and folds what the frames say."""

    def __init__(self, visitor: Visitor, namespace: str = "/room", payload: Any = None, query: str = "") -> None:
        self._namespace = namespace
        self.socket = open_socket(visitor, query)
        self.page: dict[str, Any] = empty()
        self.refusals: dict[int, str] = {}
        self.told: list[str] = []
        """The kind of every record that was not a beat."""
        self.answered: set[int] = set()
        self.frames = 0
        self._beat: dict[str, Any] = {}
        self._waiting: list[FrameRecord] = []
        self._news = threading.Condition()
        self._ended = False
        self._ticked = 0.0
        self.farewell = False
        """Whether the page was told that it has no place here any more."""
        self.count = 0
        self.socket.send(f"40{namespace},{json.dumps(payload or {})}")
        threading.Thread(target=self._read, daemon=True).start()

    def wait(self, until: Callable[[dict[str, Any]], object], patience: float = PATIENCE) -> "Line":
        """Returns once the page shows it; raises Cut if the line ends first."""
        with self._news:
            done = self._news.wait_for(lambda: self._ended or until(self.page), patience)
        if not done or not until(self.page):
            raise Cut("the line has ended") if self._ended else AssertionError(f"waited in vain: {self.page}")
        return self

    def wait_cut(self, patience: float = PATIENCE) -> None:
        """Returns once the other side has ended the line."""
        with self._news:
            assert self._news.wait_for(lambda: self._ended, patience), "the line is still up"

    @property
    def ended(self) -> bool:
        return self._ended

    def ask(self, kind: str, text: str = "", **fields: Any) -> int:
        """Sends a command with the next tick; returns its number."""
        with self._news:
            self.count = max(self.count, self.page["self"].get("c", 0)) + 1
            self._waiting.append(FrameRecord({"k": kind, "c": self.count, **fields}, text))
            return self.count

    def do(self, kind: str, text: str = "", **fields: Any) -> str | None:
        """Sends a command and waits for what came of it: None when done, else the refusal's code."""
        number = self.ask(kind, text, **fields)
        self.wait(lambda page: number in self.refusals or number in self.answered)
        return self.refusals.get(number)

    def texts(self) -> list[str]:
        """The words that are on the page."""
        return [message["text"] for message in self.page["messages"]]

    def hears(self, text: str) -> dict[str, Any]:
        """The message with exactly these words, once it is there."""
        self.wait(lambda page: text in (message["text"] for message in page["messages"]))
        return next(message for message in self.page["messages"] if message["text"] == text)

    def close(self) -> None:
        """Goes away without a word, as a page does; returns once the line is down."""
        with suppress(OSError, AttributeError):
            self.socket.sock.shutdown(socket.SHUT_RDWR)
        self.wait_cut()

    def _read(self) -> None:
        try:
            while message := self.socket.recv():
                self._take(message if isinstance(message, str) else "")
        except (websocket.WebSocketException, OSError, ValueError):
            pass
        finally:
            self.socket.shutdown()
            with self._news:
                self._ended = True
                self._news.notify_all()

    def _take(self, message: str) -> None:
        self.farewell |= message == f"41{self._namespace},"
        if message.startswith(f"42{self._namespace},"):
            _, frame = json.loads(message.partition(",")[2])
            with self._news:
                self._fold(frame)
                self._news.notify_all()
            if "b" not in self._beat and self._due():
                self._tick()

    def _fold(self, frame: str) -> None:
        for record in (record for part in read_down(frame, *SIZES[self._namespace]) for record in part):
            if record.kind == "beat":
                self._beat = dict(record.fields)
                self.frames += 1
            else:
                self.told.append(record.kind)
            if record.kind == "command:done":
                self.answered.add(record.fields["c"])
            if record.kind == "command:refused":
                self.refusals[record.fields["c"]] = record.fields["code"]
            self.page = reduce(self.page, dict(record.fields), record.text)

    def _due(self) -> bool:
        """Frames that have waited are answered once: a page ticks once a beat, however slow its machine is."""
        behind = select([self.socket.sock], [], [], 0)[0]
        return not behind or time.monotonic() - self._ticked > SELDOM

    def _tick(self) -> None:
        self._ticked = time.monotonic()
        command = self._waiting.pop(0) if self._waiting else None
        self.send(up(self._beat["e"], self._beat["f"], command))

    def send(self, frame: Any, event: str = "frame:send") -> None:
        """One event, whatever is in it."""
        self.raw(f"42{self._namespace}," + json.dumps([event, frame]))

    def raw(self, text: str | bytes, opcode: int = websocket.ABNF.OPCODE_TEXT) -> None:
        """One WebSocket message, whatever is in it; nothing happens once the line has ended."""
        try:
            self.socket.send(text, opcode)
        except (websocket.WebSocketException, OSError):
            return


def open_socket(visitor: Visitor, query: str = "") -> websocket.WebSocket:
    """A WebSocket with this visitor's cookies, headers and address; raises WebSocketBadStatusException."""
    port = urlsplit(visitor.origin).port or 80
    source = (visitor.source, 0) if visitor.source else None
    # The library would look at every byte of every frame in Python, which takes longer than all else that a test does.
    line = websocket.WebSocket(skip_utf8_validation=True)
    line.connect(
        visitor.origin.replace("http", "ws", 1) + SOCKET + query,
        origin=visitor.headers.get("Origin", visitor.origin),
        cookie="; ".join(f"{name}={value}" for name, value in visitor.cookies.items()) or None,
        header={name: value for name, value in visitor.headers.items() if name != "Origin"},
        socket=socket.create_connection(("127.0.0.1", port), PATIENCE, source),
    )
    line.settimeout(None)
    return line


@dataclass
class Attendee:
    """Somebody who comes with a card; what they carry and who they are at the door stay here."""

    door: str
    issuer: str
    headers: dict[str, str] = field(default_factory=dict)
    source: str | None = None
    pocket: Pocket | None = None
    session: str = ""
    term: str = ""
    bought: bytes = b""
    """The locker ticket that came with the others."""
    visitor: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.visitor = Visitor(self.door, headers=self.headers, source=self.source)

    def place(self, session: str) -> dict[str, str]:
        """What the room's document says about where to ask."""
        page = self.visitor.get(f"/en/session/{session}/room")
        assert page.status == 200, page.text
        return dict(ATTRIBUTE.findall(page.text))

    def term_of(self, session: str) -> str:
        """The term of a session, as its locker's address names it."""
        return self.place(session)["locker-url"].rpartition("/")[2]

    def keylist(self, session: str) -> KeyList:
        """The key list that the room's document vouches for."""
        place = self.place(session)
        answer = Visitor(self.issuer, headers=self.headers, source=self.source).get(urlsplit(place["keylist-url"]).path)
        assert digest_of(answer.body) == place["keylist-digest"]
        return KeyList.from_bytes(answer.body)

    def post_code(self, code: str, requests: list[bytes]) -> Page:
        """The issuer's answer to a code and requests."""
        fields = urlencode(form(code, requests), doseq=True).encode()
        asking = Visitor(self.issuer, headers={**self.headers, "Origin": self.door}, source=self.source)
        return asking.ask("POST", "/tickets", fields, Content_Type=FORM)

    def collect(self, session: str, code: str) -> Pocket:
        """Turns a card into a ticket."""
        keylist = self.keylist(session)
        pending = ask(keylist)
        answer = self.post_code(parse_code(code), [one.request for one in pending])
        assert answer.status == 200, answer.text
        tokens = {one.entry.session: one.token(raw) for one, raw in zip(pending, answers(answer.body), strict=True)}
        self.pocket = Pocket(tokens[SessionId(session)].to_bytes(), secrets.token_bytes(SECRET_BYTES))
        self.term, self.bought = keylist.term, tokens[LOCKER].to_bytes()
        return self.pocket

    def put_away(self, box: bytes) -> Page:
        """Puts a box into the term's locker, without a cookie."""
        fields = {"ticket": base64url.encode(self.bought), "box": base64url.encode(box)}
        return Visitor(self.door, headers=self.headers, source=self.source).post_json(f"/locker/{self.term}", fields)

    def redeem(self, session: str, pocket: Pocket | None = None) -> Page:
        """Shows the ticket at the door; on success the cookie jar holds the seat."""
        carried = pocket or self.pocket
        assert carried
        self.session = session
        return self.visitor.post_json(f"/session/{session}/seat", carried.presented)

    def come_in(self, session: str, code: str) -> "Line":
        """From the card to the room, listening."""
        self.collect(session, code)
        answer = self.redeem(session)
        assert answer.status == 200, answer.text
        return self.sit()

    def sit(self) -> "Line":
        """A line into the room, once the room has told everything."""
        return Line(self.visitor, payload={"session": self.session}).wait(lambda page: page["self"])

    def speaks(self, line: "Line", text: str) -> dict[str, Any]:
        """Says something in an open room and waits until it is there."""
        assert line.do("mode:choose", mode="speaking") is None
        assert line.do("message:say", text, lang="en") is None
        return line.hears(text)


def desk_line(visitor: Visitor, session: str) -> "Line":
    """A moderator's line to the desk of a session."""
    return Line(visitor, "/desk", {"session": session}).wait(lambda page: "c" in page["self"])
