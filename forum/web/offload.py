"""Moves what blocks (files, hashes, keys, other programs) off the event loop."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import gevent

P = ParamSpec("P")
T = TypeVar("T")


def off_loop(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` returns or raises; it runs in gevent's thread pool while the loop goes on."""
    fault, result = gevent.get_hub().threadpool.apply(_outcome, (work, args, kwargs))
    if fault is not None:
        raise fault
    return result  # type: ignore[no-any-return]


def _outcome(work: Callable[..., T], args: tuple[object, ...], kwargs: dict[str, object]) -> tuple[object, T | None]:
    # The pool reports what escapes from it, and a report could hold somebody's words: so nothing escapes.
    try:
        return None, work(*args, **kwargs)
    except Exception as fault:
        return fault, None
