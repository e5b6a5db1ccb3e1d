"""Faults that tests plant in the real programs, and guards that they take away, to see that each guard is needed.

Only `tests.serve` reads this, before it starts a program: `--switch NAME`.
"""

import base64
import logging
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

FAULT = "please-fail"
"""A page whose query, or a message whose text, holds this makes its handler fail with all it knows."""


def witness() -> None:
    """Prints everything that the application is handed behind the edge."""
    from forum.web.edge import Edge

    stock = Edge.__init__

    def init(self: Edge, inner: Any, *args: Any, **kwargs: Any) -> None:
        def told(environ: dict[str, Any], start_response: Any) -> Any:
            print("handed:", *(f"{key}={value!r}" for key, value in sorted(environ.items())), flush=True)
            return inner(environ, start_response)

        stock(self, told, *args, **kwargs)

    Edge.__init__ = init  # type: ignore[method-assign]


def edge_off() -> None:
    """Hands the application every request as it came, address included."""
    from forum.web.edge import Edge
    from forum.web.server import QuietHandler

    strict, quiet = Edge._cleaned, QuietHandler.__init__

    def everything(self: Edge, environ: dict[str, Any], passed: Any) -> dict[str, Any]:
        return {**environ, **strict(self, environ, passed)}

    def init(self: QuietHandler, sock: Any, address: Any, server: Any) -> None:
        quiet(self, sock, address, server)
        self.client_address = address

    Edge._cleaned = everything  # type: ignore[method-assign]
    QuietHandler.__init__ = init  # type: ignore[method-assign]


def logs_on() -> None:
    """Prints what servers, libraries and failing handlers print where nobody stops them."""
    from gevent.pywsgi import WSGIHandler

    from forum.web import logs, realtime, server

    plain = logging.Formatter("%(message)s")
    logs.Scrubbed.format = lambda self, record: plain.format(record)  # type: ignore[method-assign]
    logs.Seldom.filter = lambda self, record: True  # type: ignore[method-assign]
    for name in ("log_request", "log_error", "_log_error", "_handle_client_error"):
        setattr(server.QuietHandler, name, getattr(WSGIHandler, name))
    quiet, library = server.QuietServer.__init__, logs.library_logger

    def init(self: server.QuietServer, *args: Any) -> None:
        quiet(self, *args)
        self.log = self.error_log = _Printer()

    def talkative() -> logging.Logger:
        logger = library()
        logger.setLevel(logging.INFO)
        return logger

    server.QuietServer.__init__ = init  # type: ignore[method-assign]
    realtime.library_logger = talkative  # type: ignore[attr-defined]


class _Printer:
    """A log that is the program's output."""

    def write(self, text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()

    def flush(self) -> None:
        sys.stdout.flush()


def faults() -> None:
    """Makes handlers fail when they are asked to, in an exception that holds all that they were given."""
    from flask import Flask, request

    from forum.rooms import wire

    pages, words = Flask.dispatch_request, wire.clean

    def dispatch(self: Flask) -> Any:
        if FAULT in request.full_path:
            raise RuntimeError(request.full_path, dict(request.environ), request.get_data(), dict(request.form))
        return pages(self)

    def clean(text: str) -> str:
        if FAULT in text:
            raise RuntimeError(text)
        return words(text)

    Flask.dispatch_request = dispatch  # type: ignore[method-assign]
    wire.clean = clean


def forgetting_off() -> None:
    """Closes sessions without forgetting what they kept."""
    from forum.attendance.service import Door
    from forum.issuer.service import Issuer

    Door.forget = lambda self, session_id: None  # type: ignore[method-assign]
    Issuer.close = lambda self, session: 0  # type: ignore[method-assign]


def erasing_off() -> None:
    """Deletes rows as databases do by default: what was in them stays in free pages of the file."""
    from forum.storage import engine

    engine.PRAGMAS = tuple(pragma.replace("secure_delete = ON", "secure_delete = OFF") for pragma in engine.PRAGMAS)


def waiting_long() -> None:
    """Waits for a database that somebody else holds until whoever asked has given up."""
    from forum.storage import engine

    engine.PRAGMAS = ("PRAGMA busy_timeout = 600000", *engine.PRAGMAS[1:])


def validators() -> None:
    """Gives every answer a tag, by which a browser is known when it asks whether the page has changed."""
    _mark_with("ETag", lambda: f'"{os.urandom(6).hex()}"')


def visits_counted() -> None:
    """Gives everybody a cookie, as web servers like to."""
    _mark_with("Set-Cookie", lambda: f"visit={os.urandom(6).hex()}")


def _mark_with(name: str, value: Callable[[], str]) -> None:
    from forum.web.edge import Edge

    stock = Edge.__call__

    def marked(self: Edge, environ: dict[str, Any], start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, (name, value())], *more)

        return stock(self, environ, start)

    Edge.__call__ = marked  # type: ignore[method-assign]


def hashing_off() -> None:
    """Keeps codes, tickets, seats' secrets and cookies as they are, beside what they are for."""
    _keep_as(lambda pepper, purpose, value: purpose + b"|" + value)


def peppers_off() -> None:
    """Keeps plain hashes: whoever finds a card or a cookie later can look up what was done with it."""
    _keep_as(lambda pepper, purpose, value: sha256(value).digest())


def _keep_as(kept: Callable[[bytes, bytes, bytes], bytes]) -> None:
    from forum.attendance import domain as seats
    from forum.attendance import service as door
    from forum.issuer import domain as issuer
    from forum.locker import domain as locker
    from forum.moderation import service as moderators

    for module in (seats, door, issuer, locker, moderators):
        module.keyed_hash = kept  # type: ignore[attr-defined]


def slow_hashing_off() -> None:
    """Keeps passphrases as they are, from the next sign-in on."""
    from forum.moderation.passphrases import Argon2Passphrases

    Argon2Passphrases.hash = lambda self, phrase: phrase  # type: ignore[method-assign]
    Argon2Passphrases.stale = lambda self, phrase_hash: True  # type: ignore[method-assign]


def notebook() -> None:
    """Keeps what is said in a file, as a chat that has a database does."""
    from forum.rooms.store_memory import MemoryRoomLog

    stock = MemoryRoomLog.append

    def append(self: MemoryRoomLog, room: Any, after: int, record: Any, cells: Mapping[Any, str]) -> None:
        stock(self, room, after, record, cells)
        with open(os.path.join(_data(), "door", "notebook"), "a", encoding="utf-8") as book:
            book.writelines(cells.values())

    MemoryRoomLog.append = append  # type: ignore[method-assign]


def audit() -> None:
    """Prints the path of every file below the data folder's parent that Python opens, lists or hands to SQLite."""
    root = os.path.dirname(os.path.realpath(_data()))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in AUDITED and arguments and isinstance(arguments[0], (str, bytes, os.PathLike)):
            path = os.path.realpath(os.fsdecode(arguments[0]).removeprefix("file:").partition("?")[0])
            if path.startswith(root):
                os.write(1, f"opened: {path[len(root) :]}\n".encode())

    sys.addaudithook(hook)


AUDITED = {"open", "sqlite3.connect", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.link", "os.mkdir"}


def ends_after_telling() -> None:
    """Ends the door the moment the issuer has taken the second edition of a locker."""
    from forum.locker.issuer_board import IssuerBoard

    stock = IssuerBoard.announce_locker

    def announce(self: IssuerBoard, term: Any, number: int, digest: str) -> None:
        stock(self, term, number, digest)
        if number > 1:
            os._exit(9)

    IssuerBoard.announce_locker = announce  # type: ignore[method-assign]


def locker_cheats() -> None:
    """Gives everybody a locker with one bit turned in it."""
    from forum.locker.domain import Edition
    from forum.locker.service import Locker

    stock = Locker.edition

    def edition(self: Locker, term: Any) -> Edition:
        true = stock(self, term)
        return Edition(true.number, bytes([true.boxes[0] ^ 1]) + true.boxes[1:])

    Locker.edition = edition  # type: ignore[method-assign]


def padding_off() -> None:
    """Sends of each part no more than is in it, and takes such from pages; the page does the same."""
    from forum.rooms import beat_room, frames, wire
    from tests import sabotages

    def part(records: Any, size: int) -> bytes:
        filled = b"".join(records)
        # What all are told together is as long as ever: that page knows where its own part begins.
        return filled.ljust(size if size in SHARED else -(-len(filled) // 3) * 3, b"\0")

    def unjoined(frame: object, size: int) -> bytes:
        return base64.b64decode(frame) if isinstance(frame, str) else b""

    SHARED = {frames.MEMBER_SHARED, frames.DESK_SHARED}
    beat_room.part, wire.unjoined = part, unjoined  # type: ignore[attr-defined]
    beat_room.NOTHING_OWN = dict.fromkeys(beat_room.SIZES, "")
    source = (sabotages.ROOT / "forum" / "static" / "js" / "rooms" / "frames.js").read_text(encoding="utf-8")
    whole = "writePart(UP, command ? [tick, command] : [tick])"
    start, length = source.index(whole), "bytes.length !== shared + own"
    old = source[start : source.index(length) + len(length)]
    cut = f"((all) => all.subarray(0, Math.ceil((all.findLastIndex((byte) => byte) + 1) / 3) * 3))({whole})"
    new = old.replace(whole, cut).replace(length, "bytes.length < shared")
    sabotages.Script("rooms/frames.js", old, new)()


def repeats_count() -> None:
    """Does a command again that arrives again."""
    from forum.rooms import service

    stock = service.decide

    def decide(state: Any, actor: Any, c: int, *more: Any) -> Any:
        return stock(state, actor, max(c, state.count(actor) + 1) if c else c, *more)

    service.decide = decide


def _data() -> str:
    return sys.argv[sys.argv.index("--data") + 1]


SWITCHES: dict[str, Callable[[], None]] = {
    made.__name__.replace("_", "-"): made
    for made in (
        *(witness, edge_off, logs_on, faults, forgetting_off, erasing_off),
        *(hashing_off, peppers_off, slow_hashing_off, notebook, audit, waiting_long, ends_after_telling, locker_cheats),
        *(validators, visits_counted, padding_off, repeats_count),
    )
}


def turn(name: str) -> None:
    """Turns one switch, or does one sabotage; raises KeyError for a name that is neither."""
    from tests import sabotages

    SWITCHES.get(name, partial(sabotages.turn, name))()
