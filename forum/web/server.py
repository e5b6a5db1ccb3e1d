"""The HTTP server of both programs: gevent's, taught to keep and print nothing about who asks."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

import gevent
from gevent.pool import Pool
from gevent.pywsgi import WSGIHandler, WSGIServer

from forum.web.edge import LOOPBACK, Application
from forum.web.headers import Headers, security_headers, with_security
from forum.web.logs import Event, silence_loop, tell
from forum.web.transport import SOCKET

BACKLOG = 2048
SPARE_LINES = 512
"""Lines beyond the sockets: pages, static files, and those who only knock."""
IDLE_SECONDS = 30.0
MAX_BODY = 64 * 1024
STOP_WITHIN = 4.0

Stop = Callable[[], None]


class CannotListen(Exception):
    """The address cannot be listened on; the text is a sentence for the person who started the program."""


class _Unread(Exception):
    """A request that is refused before its body is read."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def listen(host: str, port: int) -> socket.socket:
    """A listening socket without Nagle's delay; raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted lines inherit this: a frame leaves at its beat, and not 40 ms later.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as fault:
        listener.close()
        raise CannotListen(f"Cannot listen on {host} port {port}: {os.strerror(fault.errno or 0).lower()}.") from None
    listener.setblocking(False)
    return listener


class QuietHandler(WSGIHandler):  # type: ignore[misc]
    """Answers one line's requests; has no address to print and prints no request."""

    headers: Any

    def __init__(self, sock: Any, address: Any, server: Any) -> None:
        super().__init__(sock, None, server)
        self._loopback = _is_loopback(address)
        sock.settimeout(IDLE_SECONDS)

    def read_request(self, raw_requestline: str) -> Any:
        result = super().read_request(raw_requestline)
        if self.headers.get("transfer-encoding"):
            raise _Unread(411)
        if (self.content_length or 0) > MAX_BODY:
            raise _Unread(413)
        return result

    def handle_one_request(self) -> Any:
        result = super().handle_one_request()
        if isinstance(result, tuple):
            return result[0], self._bare(int(result[0]))
        return result

    def handle_one_response(self) -> None:
        try:
            super().handle_one_response()
        finally:
            self.requestline = self.path = self.environ = None
            self.headers = None

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        environ[LOOPBACK] = self._loopback
        if self._connection_upgrade_requested():
            # What follows a WebSocket on its line is not another request.
            self.close_connection = True
            environ[SOCKET] = self.socket
        return environ

    def _handle_client_error(self, ex: BaseException) -> tuple[str, bytes]:
        status = ex.status if isinstance(ex, _Unread) else 400
        return str(status), b""

    def _send_error_response_if_possible(self, error_code: int) -> None:
        self.close_connection = True
        if not self.response_length:
            try:
                self.socket.sendall(self._bare(error_code))
            except OSError:
                return

    def _bare(self, status: int) -> bytes:
        given = [("Connection", "close"), ("Content-Length", "0")]
        lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}"]
        lines += [f"{name}: {value}" for name, value in with_security(given, self.server.security)]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def log_request(self) -> None:
        """Nothing is written about a request."""

    def log_error(self, msg: str, *args: Any) -> None:
        """Nothing is written about a request that could not be read."""

    def _log_error(self, t: type[BaseException], v: BaseException, tb: Any) -> None:
        tell(Event.SERVER_FAULT, v)


class QuietServer(WSGIServer):  # type: ignore[misc]
    """gevent's server with no log at all."""

    handler_class = QuietHandler

    def __init__(self, listener: socket.socket, app: Application, lines: int, security: Headers) -> None:
        super().__init__(listener, app, spawn=Pool(lines), log=None, error_log=None)
        self.security = security

    def update_environ(self) -> None:
        """Asks no name service for our own name; the edge sets it."""
        self.environ["SERVER_NAME"], self.environ["SERVER_PORT"] = "", ""


def _nothing() -> None:
    """What a program does that has nothing to end."""


def serve(
    app: Application,
    listener: socket.socket,
    *,
    sockets: int = 0,
    security: Headers | None = None,
    stop: Stop = _nothing,
) -> None:
    """Answers until SIGTERM or SIGINT, then calls `stop` and is gone within five seconds."""
    silence_loop()
    server = QuietServer(listener, app, sockets + SPARE_LINES, security or security_headers("http://"))
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, _stop, server, stop)
    tell(Event.STARTED)
    server.serve_forever(stop_timeout=1)
    tell(Event.STOPPED)


def _stop(server: QuietServer, stop: Stop) -> None:
    # A thread that waits for a disk or another program must not keep us past the limit.
    last = threading.Timer(STOP_WITHIN, os._exit, (0,))
    last.daemon = True
    last.start()
    try:
        stop()
    except Exception as fault:
        tell(Event.SERVER_FAULT, fault)
    server.close()


def _is_loopback(address: Any) -> bool:
    try:
        return ip_address(address[0]).is_loopback
    except (ValueError, TypeError, IndexError):
        return False
