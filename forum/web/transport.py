"""The WebSocket under a connection: cut by size before a byte too many is read, and never torn."""

import contextlib
import re
import time
from collections.abc import Callable, MutableMapping
from functools import partial
from typing import Any

import gevent
import simple_websocket
from engineio.async_drivers.gevent import Thread
from gevent.event import Event as LoopEvent
from gevent.lock import RLock
from gevent.selectors import DefaultSelector

from forum.web.allowance import Allowance
from forum.web.framing import FrameLengths, TooLong
from forum.web.lines import line_in
from forum.web.logs import Event, tell

MAX_MESSAGE = 16 * 1024
CONNECT_WITHIN = 10.0
GONE_WITHIN = 1.0
"""How long a goodbye may take to arrive before the line is cut."""
MOST_PER_SECOND, MOST_AT_ONCE = 128.0, 512.0
"""How many messages one line may send: far more than any page does, however short the beat."""

TRANSPORT = "forum.transport"
HELLO = "40"

# Engine.IO's pong; Socket.IO's connect, and an event with a name like ours ("connect" as an event would be one more
# way in). Our pages send nothing else: no binary attachments, no acknowledgements, no upgrade dance. Goodbyes ("1",
# "41") are not on the list, for they end the line.
SPOKEN = re.compile(r'3$|40|42/[a-z]+,\["[a-z]+:[a-z]+"')

Environ = MutableMapping[str, Any]


class CountedSocket:
    """A socket that counts what frames announce, and writes whole frames in turn."""

    def __init__(self, sock: Any, limit: int) -> None:
        self._sock = sock
        self._lengths = FrameLengths(limit)
        self._turn = RLock()
        # The request before the upgrade had a time limit; a person who listens may be silent for hours.
        sock.settimeout(None)

    def recv(self, size: int) -> bytes:
        """The next bytes; none, and the line is dead, once a frame announces more than the limit."""
        data: bytes = self._sock.recv(size)
        try:
            self._lengths.feed(data)
        except TooLong:
            self.shut()
            return b""
        return data

    def send(self, data: bytes) -> int:
        """Sends all of `data`: a short write in the middle of a frame would tear it."""
        with self._turn:
            self._sock.sendall(data)
        return len(data)

    def shut(self) -> None:
        """Ends the line both ways at once; whoever waits on it wakes up."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(2)

    def close(self) -> None:
        """Gives the descriptor back."""
        self.shut()
        self._sock.close()


class Socket(simple_websocket.Server):  # type: ignore[misc]
    """simple-websocket's server on a `CountedSocket`; its reader never dies without telling the one who waits."""

    sock: Any
    connected: bool

    def __init__(self, environ: Environ, limit: int) -> None:
        self._limit = limit
        super().__init__(
            environ, max_message_size=limit, thread_class=Thread, event_class=LoopEvent, selector_class=DefaultSelector
        )

    def handshake(self) -> None:
        self.sock = CountedSocket(self.sock, self._limit)
        super().handshake()

    def _thread(self) -> None:
        try:
            super()._thread()
        except Exception as fault:
            tell(Event.SOCKET_FAULT, fault)
        finally:
            self.connected = False
            self.event.set()
            self.sock.close()


class Transport:
    """Engine.IO's view of one WebSocket."""

    def __init__(self, handler: Callable[..., Any], server: Any, *, limit: int, connect_within: float) -> None:
        self._handler = handler
        self._limit = limit
        self._connect_within = connect_within
        self._flood = Allowance(time.monotonic, per_second=MOST_PER_SECOND, at_once=MOST_AT_ONCE)
        self._ws: Socket | None = None
        self._admitted = False
        self._deaf = self._leaving = False

    def __call__(self, environ: Environ, start_response: Any) -> Any:
        environ[TRANSPORT] = self
        timer = gevent.spawn_later(self._connect_within, self._give_up)
        try:
            self._ws = Socket(environ, self._limit)
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

    def _give_up(self) -> None:
        if not self._admitted:
            self.cut()

    def admit(self) -> None:
        """Lets the line stay; there is one hello to a line, and it was said."""
        self._admitted = True

    def dismiss(self) -> None:
        """Hears nothing more from the line, and cuts it as soon as a goodbye has had time to arrive."""
        self._deaf = self._leaving = True
        gevent.spawn_later(GONE_WITHIN, self.cut)

    def revoke(self) -> None:
        """Ends a line whose right is lost; one that was told goodbye is left the moment that this takes."""
        if not self._leaving:
            self.cut()

    def send(self, message: str | bytes) -> None:
        """Sends one packet; raises OSError once the line is gone."""
        try:
            self._line.send(message)
        except simple_websocket.ConnectionClosed:
            raise OSError from None

    def wait(self) -> str | None:
        """The next packet; None once the line is gone or says what our pages never say."""
        try:
            message = self._line.receive()
        except simple_websocket.ConnectionClosed:
            return None
        return message if isinstance(message, str) and self._hears(message) else None

    def _hears(self, message: str) -> bool:
        again = self._admitted and message.startswith(HELLO)
        return not self._deaf and not again and SPOKEN.match(message) is not None and self._flood.take()

    @property
    def queued(self) -> int:
        """How many packets wait for the line to take them; the writer may hold as many again as once waited."""
        engine = getattr(self._handler, "__self__", None)
        return 0 if engine is None else int(engine.queue.qsize())

    def close(self) -> None:
        """Says goodbye, then ends the line."""
        with contextlib.suppress(OSError, simple_websocket.ConnectionClosed):
            self._line.close()
        self.cut()

    def cut(self) -> None:
        """Ends the line at once, so that the page comes back by itself; what is still on its way in is not heard."""
        self._deaf = True
        if self._ws is not None:
            self._ws.sock.shut()

    @property
    def _line(self) -> Socket:
        if self._ws is None:
            raise simple_websocket.ConnectionClosed
        return self._ws


def _write_off(handler: Callable[..., Any]) -> None:
    engine: Any = getattr(handler, "__self__", None)
    if engine is not None:
        engine.queue.put(None)
        engine.close(wait=False, abort=True, reason=engine.server.reason.TRANSPORT_ERROR)


def transport_driver(limit: int = MAX_MESSAGE, connect_within: float = CONNECT_WITHIN) -> Callable[..., Transport]:
    """What Engine.IO makes its WebSockets with."""
    return partial(Transport, limit=limit, connect_within=connect_within)


def admit(environ: Environ) -> None:
    """Notes that the connection of `environ` has been let into a namespace, so that it may stay."""
    transport = environ.get(TRANSPORT)
    if isinstance(transport, Transport):
        transport.admit()


def dismiss_transport(environ: Environ) -> None:
    """Ends the connection of `environ` a moment after it was told goodbye."""
    transport = environ.get(TRANSPORT)
    if isinstance(transport, Transport):
        transport.dismiss()


def queued_in(environ: Environ) -> int:
    """How many packets wait for the connection of `environ` to take them."""
    transport = environ.get(TRANSPORT)
    return transport.queued if isinstance(transport, Transport) else 0


def close_transport(environ: Environ) -> None:
    """Cuts the connection of `environ`; a disconnect packet would stop its page from coming back."""
    transport = environ.get(TRANSPORT)
    if isinstance(transport, Transport):
        transport.cut()
