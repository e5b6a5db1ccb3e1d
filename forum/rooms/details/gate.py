"""Where the server repeats the check, for sessions that take no identifying details."""

from collections.abc import Callable, Sequence

from forum.ids import SessionId
from forum.refusals import RefusalCode, Refused
from forum.rooms.details import check
from forum.rooms.domain.commands import Command, Say
from forum.rooms.domain.state import Member, Person


class Gate:
    """Asks a session once whether it stops details, when its room opens: no store is needed while people talk."""

    def __init__(self, stops: Callable[[SessionId], bool], places: Callable[[], Sequence[str]]) -> None:
        self._stops = stops
        self._places = places
        self._stopping: set[SessionId] = set()

    def learn(self, session: SessionId) -> None:
        """Asks the session; raises Refused where it cannot be asked."""
        if self._stops(session):
            self._stopping.add(session)

    def forget(self, session: SessionId) -> None:
        """Drops what was learnt; harmless when done again."""
        self._stopping.discard(session)

    def require_plain(self, session: SessionId, actor: Person, command: Command) -> None:
        """Raises IDENTIFYING_DETAIL for a member's words to the floor; never for an aside or a contact."""
        if session not in self._stopping or not isinstance(command, Say) or not isinstance(actor, Member):
            return
        for words in (command.text, command.own or ""):
            if any(found.certain for found in check(words, command.lang, self._places())):
                raise Refused(RefusalCode.IDENTIFYING_DETAIL)


def open_gate() -> Gate:
    """A gate that stops nothing."""
    return Gate(lambda session: False, lambda: ())
