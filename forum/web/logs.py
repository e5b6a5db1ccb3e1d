"""What may be written down: names of events from one list, and types of exceptions. Never a value."""

import logging
import sys
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import TextIO

import gevent

QUIET_SECONDS = 60.0


class Event(StrEnum):
    """Everything that our own code writes to the log."""

    STARTED = "started"
    STOPPED = "stopped"
    PAGE_FAULT = "page-fault"
    SOCKET_FAULT = "socket-fault"
    SERVER_FAULT = "server-fault"
    BEAT_FAULT = "beat-fault"
    FORGETTING_FAULT = "forgetting-fault"
    SHORTCUTS_OFF = "shortcuts-off"
    """A library has changed: everything is right, and slower; see `forum.web.shortcuts`."""
    LIBRARY = "library"


ORDINARY = frozenset({Event.STARTED, Event.STOPPED})

_log = logging.getLogger("forum")


def tell(event: Event, fault: BaseException | None = None) -> None:
    """Writes the event and, of the fault, its type only."""
    _log.log(logging.INFO if event in ORDINARY else logging.WARNING, event, exc_info=fault)


class Scrubbed(logging.Formatter):
    """Writes an event's name and an exception's type; all else of a record stays unread."""

    def format(self, record: logging.LogRecord) -> str:
        event = record.msg if isinstance(record.msg, Event) else Event.LIBRARY
        kind = record.exc_info[0] if record.exc_info else None
        return " ".join(filter(None, (str(event), kind.__name__ if kind else "")))


class Seldom(logging.Filter):
    """Lets the same line through once a minute: a flood of faults must not fill a disk or time anybody."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._last: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        line, now = Scrubbed().format(record), self._monotonic()
        if now - self._last.get(line, -QUIET_SECONDS) < QUIET_SECONDS:
            return False
        self._last[line] = now
        return True


def scrubbed_handler(stream: TextIO | None = None) -> logging.Handler:
    """A handler for `stream` (stderr) that lets no value through."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Scrubbed())
    handler.addFilter(Seldom())
    return handler


def library_logger() -> logging.Logger:
    """A logger to hand to libraries that would else open a talkative one of their own."""
    logger = logging.getLogger("forum.library")
    logger.setLevel(logging.ERROR)
    return logger


def set_up_logs(quiet: bool = False) -> None:
    """Puts every way in which a Python process prints by itself behind the scrubbing handler; `quiet`: faults only."""
    _log.setLevel(logging.WARNING if quiet else logging.INFO)
    root = logging.getLogger()
    root.handlers = [scrubbed_handler()]
    root.setLevel(logging.WARNING)
    logging.raiseExceptions = False
    logging.lastResort = None
    logging.captureWarnings(True)
    sys.excepthook = lambda kind, fault, trace: tell(Event.SERVER_FAULT, fault)
    sys.unraisablehook = lambda report: tell(Event.SERVER_FAULT, report.exc_value)
    threading.excepthook = lambda report: tell(Event.SERVER_FAULT, report.exc_value)
    silence_loop()


def _type_only(context: object, kind: object, fault: BaseException | None, trace: object) -> None:
    tell(Event.SERVER_FAULT, fault)


def silence_loop() -> None:
    """Keeps the event loop from printing a failed handler together with its arguments."""
    hub = gevent.get_hub()
    hub.exception_stream = None
    hub.print_exception = _type_only
