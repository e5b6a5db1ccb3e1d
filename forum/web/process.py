"""What a program does to its own process before it holds a secret."""

import ctypes
import os
import resource
import signal
import sys

WIPING = {"PYTHONMALLOC": "debug", "MALLOC_PERTURB_": "165"}
"""Makes freed memory be overwritten, so that words do not stay readable in it. Whoever sets these, decides."""
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4


def wipe_freed_memory() -> None:
    """Starts this program once more, in its own place, unless freed memory is wiped already or somebody has chosen."""
    # Handed on whole, and not read here.
    given = dict(os.environ)  # noqa: TID251
    if not given.keys() >= WIPING.keys():
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**WIPING, **given})  # noqa: S606


def harden() -> None:
    """Leaves no core file, lets no other process of the same user read the memory, makes files private."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _prctl(PR_SET_DUMPABLE, 0)


def end_with_parent() -> None:
    """Ends this program when the one that started it is gone, however that came about."""
    _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _prctl(option: int, value: int) -> None:
    # Other systems than Linux have no such call; there this is one protection less.
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        libc.prctl(option, value, 0, 0, 0)
    except (OSError, AttributeError):
        return
