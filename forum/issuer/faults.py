"""What fails while several things have to be done, none of which may wait for another."""

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


class Faults:
    """Has each thing tried, whatever became of those before, and tells of a fault at the end."""

    def __init__(self) -> None:
        self.found: list[Exception] = []

    def __bool__(self) -> bool:
        return bool(self.found)

    def tried(self, act: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
        """Whether it could be done."""
        try:
            act(*args, **kwargs)
        except Exception as fault:
            self.found.append(fault)
            return False
        return True

    def tell(self) -> None:
        """Raises the first fault, if there was one."""
        if self.found:
            raise self.found[0]
