"""How many tickets were collected: what the issuer says of it counts only if it is signed as the key list demands."""

from contextlib import suppress
from datetime import datetime

from forum.coarse import FEW
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import Count, ForumSession
from forum.sessions.ports import Issuer, SessionStore
from forum.tickets.statements import count_statement, verify_statement


class Counts:
    """The counts of tickets, asked of the issuer, checked, and kept."""

    def __init__(self, store: SessionStore, issuer: Issuer) -> None:
        self._store = store
        self._issuer = issuer

    def few_at_opening(self, session: ForumSession, now: datetime) -> bool | None:
        """Whether fewer than five tickets were collected; None where nobody can say and the doors may open without.

        With a shut late door they may not: raises STILL_COLLECTING before its time and NO_COUNT without a signed count.
        """
        if session.late_door == "shut":
            return self._counted(session, now) < FEW
        return self._few_so_far(session)

    def _few_so_far(self, session: ForumSession) -> bool | None:
        if session.collected is not None:
            return session.collected < FEW
        with suppress(Refused):
            return self._issuer.few(session.id)
        return None

    def _counted(self, session: ForumSession, now: datetime) -> int:
        if session.collecting_open(now):
            raise Refused(RefusalCode.STILL_COLLECTING)
        try:
            return self.fetch(session)
        except Refused as refusal:
            if refusal.code is RefusalCode.ISSUER_AWAY:
                raise Refused(RefusalCode.NO_COUNT) from None
            raise

    def fetch(self, session: ForumSession) -> int:
        """The count, kept from now on; raises ISSUER_AWAY, STILL_COLLECTING, or NO_COUNT if it is not signed."""
        if session.collected is not None:
            return session.collected
        count = self._issuer.collected(session.id)
        if not self._signed(session, count):
            raise Refused(RefusalCode.NO_COUNT)
        self._store.count(session.id, count.collected)
        return count.collected

    def final(self, session: ForumSession) -> int | None:
        """Ends collecting; the count, or None if it is not signed as it should be; raises ISSUER_AWAY."""
        if session.collected is not None:
            return session.collected
        count = self._issuer.close(session.id)
        return count.collected if self._signed(session, count) else None

    def _signed(self, session: ForumSession, count: Count) -> bool:
        statement = count_statement(session.term, session.id, count.collected)
        return verify_statement(self._store.term(session.term).keylist.statements, statement, count.signature)
