"""Two ways past the libraries: for the event that every page sends at each beat, and for the frame that it gets.

Both are checked against the libraries themselves when the program starts; where these have changed, everything goes
their way again. What is not exactly as it is written here goes their way in any case.
"""

from collections.abc import Callable, MutableMapping
from functools import cache
from typing import Any

from engineio.packet import MESSAGE, Packet
from socketio.packet import EVENT

from forum.web.transport import Takes, transport_in

Environ = MutableMapping[str, Any]
TakesValue = Callable[[str], Any]

CLOSING = '"]'
END = CLOSING.encode()
SAMPLE = "aZ09+/="
"""Of base64: nothing in it is escaped in JSON."""


def opening(namespace: str, event: str) -> str:
    """What stands before the value of an event with one value, down to Engine.IO's packet type."""
    return f'42{namespace},["{event}","'


def hold(socketio: Any) -> bool:
    """Whether the libraries write and read such events as they are written and read here."""
    namespace, event = "/room", "frame:sent"
    written = opening(namespace, event) + SAMPLE + CLOSING
    try:
        read = socketio.server.packet_class(encoded_packet=written[1:])
        inner = socketio.server.packet_class(EVENT, namespace=namespace, data=[event, SAMPLE]).encode()
        same = Packet(MESSAGE, inner).encode() == written
        return same and (read.packet_type, read.namespace, read.data) == (EVENT, namespace, [event, SAMPLE])
    except Exception:
        # Whatever has changed: it is not what we know.
        return False


def taker(namespace: str, event: str, take: TakesValue) -> Takes:
    """Hands the value of such an event on, and leaves everything else to the libraries."""
    start, end = opening(namespace, event), len(CLOSING)
    begins = len(start)

    def takes(message: str) -> bool:
        if not (message.startswith(start) and message.endswith(CLOSING) and len(message) >= begins + end):
            return False
        value = message[begins:-end]
        if '"' in value or "\\" in value:
            return False
        take(value)
        return True

    return takes


def post(environ: Environ, namespace: str, event: str, value: str) -> bool:
    """Sends such an event straight to the line; False where it must go by the libraries instead."""
    transport = transport_in(environ)
    if transport is None:
        return False
    return transport.post(_beginning(namespace, event), value.encode("ascii"), END)


@cache
def _beginning(namespace: str, event: str) -> bytes:
    return opening(namespace, event).encode()
