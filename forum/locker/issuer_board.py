"""Tells the issuer of editions, and reads what it says of them in public."""

import re

from forum.ids import TermId
from forum.refusals import RefusalCode, Refused
from forum.sessions.issuer_line import IssuerLine
from forum.tickets.service_calls import AnnouncedEdition

_DIGEST = re.compile(r"[0-9a-f]{64}")


class IssuerBoard:
    """The port `Issuer` over HTTP."""

    def __init__(self, line: IssuerLine) -> None:
        self._line = line

    def locker(self, term: TermId) -> AnnouncedEdition | None:
        """The newest edition that it was told of, if any."""
        answer = self._line.look(f"/lockers/{term}")
        if answer is None:
            return None
        number, digest = answer.get("edition"), answer.get("digest")
        if type(number) is not int or not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
            raise Refused(RefusalCode.ISSUER_AWAY)
        return AnnouncedEdition(number, digest)

    def announce_locker(self, term: TermId, number: int, digest: str) -> None:
        """Tells it of an edition with a higher number than any before."""
        self._line.call("/service/lockers", {"term": term, "edition": number, "digest": digest})
