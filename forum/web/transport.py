"""The WebSocket under a connection: cut by size before a byte too many is read, and never torn.

It is what Engine.IO makes its WebSockets with. Two things pass Engine.IO by, once a line is let in: the one event of a
page's every beat, read here and handed to its handler, and frames for the page; see `shortcuts`.
"""

import base64
import hashlib
import re
import time
from collections import deque
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from functools import partial
from typing import Any

import gevent

from forum.web.allowance import Allowance
from forum.web.framing import CLOSE, PING, PONG, TEXT, BadFrame, Reader, framed
from forum.web.incoming import ROUND, Incoming
from forum.web.lines import line_in
from forum.web.logs import Event, tell
from forum.web.outgoing import Outgoing

MAX_MESSAGE = 16 * 1024
CONNECT_WITHIN = 10.0
GONE_WITHIN = 1.0
"""How long a goodbye may take to arrive before the line is cut."""
MOST_PER_SECOND, MOST_AT_ONCE = 128.0, 512.0
"""How many messages one line may send: far more than any page does, however short the beat."""

TRANSPORT = "forum.transport"
SOCKET = "forum.socket"
"""The place in a request's environment where our own server puts the line itself, for as long as it is a request."""
HELLO = "40"
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""Of RFC 6455."""

# Engine.IO's pong; Socket.IO's connect, and an event with a name like ours ("connect" as an event would be one more
# way in). Our pages send nothing else: no binary attachments, no acknowledgements, no upgrade dance. Goodbyes ("1",
# "41") are not on the list, for they end the line.
SPOKEN = re.compile(r'3$|40|42/[a-z]+,\["[a-z]+:[a-z]+"')

Environ = MutableMapping[str, Any]
Takes = Callable[[str], bool]
"""Whether a message was taken care of; otherwise Engine.IO has to read it."""


class Transport:
    """Engine.IO's view of one WebSocket."""

    def __init__(
        self, handler: Callable[..., Any], server: Any, *, limit: int, connect_within: float, look_every: float = ROUND
    ) -> None:
        self._handler = handler
        self._look_every = look_every
        self._connect_within = connect_within
        self._flood = Allowance(time.monotonic, per_second=MOST_PER_SECOND, at_once=MOST_AT_ONCE)
        self._reader = Reader(limit)
        self._heard: deque[tuple[int, bytes]] = deque()
        self._line: Any = None
        self._incoming: Incoming | None = None
        self._outgoing: Outgoing | None = None
        self._takes: Takes | None = None
        self._admitted = False
        self._deaf = self._leaving = False

    def __call__(self, environ: Environ, start_response: Any) -> Any:
        environ[TRANSPORT] = self
        timer = gevent.spawn_later(self._connect_within, self._give_up)
        try:
            self._shake_hands(environ)
            line_in(environ).carried_by(self)
            return self._handler(self)
        except Exception as fault:
            # Engine.IO leaves its books open when a packet cannot be read.
            tell(Event.SOCKET_FAULT, fault)
            _write_off(self._handler)
            return []
        finally:
            timer.kill(block=False)
            self.cut()
            if self._incoming is not None:
                self._incoming.end()

    def _shake_hands(self, environ: Environ) -> None:
        # Taken out: it knows the other end's address, and the environment stays.
        self._line = environ.pop(SOCKET)
        # The request before had a time limit; a person who listens may be silent for hours.
        self._line.settimeout(None)
        self._line.sendall(greeting(environ["HTTP_SEC_WEBSOCKET_KEY"]))
        self._incoming, self._outgoing = Incoming(self._line, self._look_every), Outgoing(self._line)

    def _give_up(self) -> None:
        if not self._admitted:
            self.cut()

    def admit(self, takes: Takes | None = None) -> None:
        """Lets the line stay; there is one hello to a line, and it was said. `takes` hears what comes from now on."""
        self._admitted = True
        self._takes = takes

    def dismiss(self) -> None:
        """Hears nothing more from the line, and cuts it as soon as a goodbye has had time to arrive."""
        self._deaf = self._leaving = True
        gevent.spawn_later(GONE_WITHIN, self.cut)

    def revoke(self) -> None:
        """Ends a line whose right is lost; one that was told goodbye is left the moment that this takes."""
        if not self._leaving:
            self.cut()

    def send(self, message: str | bytes) -> None:
        """Sends one packet, waiting while much is kept; raises OSError once the line is gone."""
        self._way_out.write_in_turn(framed(message.encode() if isinstance(message, str) else message))

    def post(self, *message: bytes) -> bool:
        """Sends a packet, given in parts, past Engine.IO's queue; False without shortcuts, or where others wait in it.

        A page that takes nothing any more is cut.
        """
        if self._takes is None or self.queued:
            return False
        try:
            self._way_out.write(framed(*message))
        except OSError:
            self.cut()
        return True

    def wait(self) -> str | None:
        """The next packet for Engine.IO; None once the line is gone or says what our pages never say."""
        while (message := self._next()) is not None:
            if self._takes is None or not self._takes(message):
                return message
        return None

    def _next(self) -> str | None:
        try:
            while (heard := self._received()) is not None:
                kind, payload = heard
                if kind == TEXT:
                    message = payload.decode()
                    return message if self._hears(message) else None
                if not self._answers(kind, payload):
                    return None
        except (OSError, BadFrame, UnicodeDecodeError):
            return None
        return None

    def _received(self) -> tuple[int, bytes] | None:
        while not self._heard:
            data = self._incoming.read() if self._incoming else b""
            if not data:
                return None
            self._heard.extend(self._reader.feed(data))
        return self._heard.popleft() if self._flood.take() else None

    def _answers(self, kind: int, payload: bytes) -> bool:
        """Whether a frame that is no message may pass; a goodbye and a ping are answered."""
        if kind in (CLOSE, PING):
            self._way_out.write(framed(payload, kind=CLOSE if kind == CLOSE else PONG))
        return kind in (PING, PONG) and not self._deaf

    def _hears(self, message: str) -> bool:
        again = self._admitted and message.startswith(HELLO)
        return not self._deaf and not again and SPOKEN.match(message) is not None

    @property
    def queued(self) -> int:
        """How many packets wait for Engine.IO's writer."""
        engine = getattr(self._handler, "__self__", None)
        return 0 if engine is None else int(engine.queue.qsize())

    def close(self) -> None:
        """Says goodbye, then ends the line."""
        with suppress(OSError):
            self._way_out.write(framed((1000).to_bytes(2, "big"), kind=CLOSE))
        self.cut()

    def cut(self) -> None:
        """Ends the line at once, so that the page comes back by itself; what is still on its way in is not heard."""
        self._deaf = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(2)
        if self._outgoing is not None:
            self._outgoing.end()

    @property
    def _way_out(self) -> Outgoing:
        if self._outgoing is None:
            raise OSError
        return self._outgoing


def greeting(key: str) -> bytes:
    """The answer to a WebSocket's first request, with no extension and no protocol of its own."""
    proof = base64.b64encode(hashlib.sha1(key.encode() + GUID).digest())  # noqa: S324 - RFC 6455 asks for it
    head = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    return head + b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"


def _write_off(handler: Callable[..., Any]) -> None:
    engine: Any = getattr(handler, "__self__", None)
    if engine is not None:
        engine.queue.put(None)
        engine.close(wait=False, abort=True, reason=engine.server.reason.TRANSPORT_ERROR)


def transport_driver(
    limit: int = MAX_MESSAGE, connect_within: float = CONNECT_WITHIN, look_every: float = ROUND
) -> Callable[..., Transport]:
    """What Engine.IO makes its WebSockets with."""
    return partial(Transport, limit=limit, connect_within=connect_within, look_every=look_every)


def transport_in(environ: Environ) -> Transport | None:
    """What carries the connection of `environ`."""
    found = environ.get(TRANSPORT)
    return found if isinstance(found, Transport) else None


def admit(environ: Environ, takes: Takes | None = None) -> None:
    """Notes that the connection of `environ` has been let into a namespace, so that it may stay."""
    if transport := transport_in(environ):
        transport.admit(takes)


def dismiss_transport(environ: Environ) -> None:
    """Ends the connection of `environ` a moment after it was told goodbye."""
    if transport := transport_in(environ):
        transport.dismiss()


def queued_in(environ: Environ) -> int:
    """How many packets wait for the connection of `environ` to take them."""
    transport = transport_in(environ)
    return transport.queued if transport else 0


def close_transport(environ: Environ) -> None:
    """Cuts the connection of `environ`; a disconnect packet would stop its page from coming back."""
    if transport := transport_in(environ):
        transport.cut()
