"""Moves what blocks (files, hashes, keys, other programs) off the event loop."""

from collections.abc import Callable
from typing import Any, TypeVar

import gevent

from forum.web.logs import Event, tell

T = TypeVar("T")


def off_loop(fn: Callable[..., T], *args: Any) -> T:
    """What `fn(*args)` returns or raises; it runs in gevent's thread pool while the loop goes on."""
    fault, result = gevent.get_hub().threadpool.apply(_outcome, (fn, args))
    if fault is not None:
        raise fault
    return result  # type: ignore[no-any-return]


def without_waiting(work: Callable[[], Any], within: float = 0.1) -> None:
    """Does the work, and returns when it is done or after so many seconds, whichever comes first; tells of a fault."""
    gevent.spawn(_survived, work).join(within)


def _survived(work: Callable[[], Any]) -> None:
    try:
        work()
    except Exception as fault:
        tell(Event.PAGE_FAULT, fault)


def _outcome(fn: Callable[..., T], args: tuple[Any, ...]) -> tuple[Exception | None, T | None]:
    # The pool reports what escapes from it, and a report could hold somebody's words: so nothing escapes.
    try:
        return None, fn(*args)
    except Exception as fault:
        return fault, None
