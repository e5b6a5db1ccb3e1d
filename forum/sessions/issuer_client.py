"""Speaks to the issuer over its service calls."""

from collections.abc import Sequence
from typing import Any

from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import Announced
from forum.sessions.issuer_line import IssuerLine
from forum.storage.engine import Offload, direct
from forum.tickets import base64url
from forum.tickets.formats import name_of
from forum.tickets.keylist import KeyList, written_time

MOST_CARDS = 2000


class IssuerClient:
    """The port `Issuer` over HTTP; whatever is not a proper answer counts as no answer."""

    def __init__(self, issuer_origin: str, door_origin: str, secret: str, offload: Offload = direct) -> None:
        self._names = (name_of(issuer_origin), name_of(door_origin))
        self._line = IssuerLine(issuer_origin, secret, offload)

    def make_term(self, sessions: Sequence[Announced]) -> KeyList:
        """The key list of a new term with these sessions, read and checked."""
        answer = self._line.call("/service/terms", {"sessions": [_wanted(one) for one in sessions]})
        try:
            return self._listed(answer, [one.id for one in sessions])
        except (KeyError, TypeError, ValueError):
            raise Refused(RefusalCode.ISSUER_AWAY) from None

    def _listed(self, answer: dict[str, Any], sessions: list[SessionId]) -> KeyList:
        listed = KeyList.from_bytes(base64url.decode(answer["keylist"]))
        if (listed.issuer, listed.origin) != self._names or answer["term"] != listed.term:
            raise ValueError("a key list of another installation")
        if answer["digest"] != listed.digest():
            raise ValueError("the hash is of another list")
        if [entry.session for entry in listed.sessions] != sessions:
            raise ValueError("a key list of other sessions")
        return listed

    def make_cards(self, term: TermId, count: int) -> list[str]:
        """Fresh invitation codes."""
        answer = self._line.call("/service/cards", {"term": term, "count": count, "most": MOST_CARDS})
        try:
            codes = [card["code"] for card in answer["cards"]]
        except (KeyError, TypeError):
            raise Refused(RefusalCode.ISSUER_AWAY) from None
        if len(codes) != count or not all(isinstance(c, str) for c in codes):
            raise Refused(RefusalCode.ISSUER_AWAY)
        return codes

    def close(self, session: SessionId) -> int:
        """Destroys the session's private key; how many tickets were collected."""
        collected = self._line.call(f"/service/sessions/{session}/close", {}).get("collected")
        if type(collected) is not int or collected < 0:
            raise Refused(RefusalCode.ISSUER_AWAY)
        return collected


def _wanted(session: Announced) -> dict[str, str]:
    return {
        "session": session.id,
        "opens": written_time(session.opens),
        "collecting_closes": written_time(session.collecting_closes),
    }
