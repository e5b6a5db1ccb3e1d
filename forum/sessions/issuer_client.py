"""Speaks to the issuer over its service calls."""

from collections.abc import Sequence
from typing import Any

from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import Count
from forum.sessions.issuer_line import IssuerLine
from forum.storage.engine import Offload, direct
from forum.tickets import base64url
from forum.tickets.formats import name_of
from forum.tickets.keylist import KeyList, written_time
from forum.tickets.service_calls import AnnouncedSession, Card, Sheet


class IssuerClient:
    """The port `Issuer` over HTTP; whatever is not a proper answer counts as no answer."""

    def __init__(self, issuer_origin: str, door_origin: str, secret: str, offload: Offload = direct) -> None:
        self._names = (name_of(issuer_origin), name_of(door_origin))
        self._line = IssuerLine(issuer_origin, secret, offload)

    def make_term(self, sessions: Sequence[AnnouncedSession]) -> KeyList:
        """The key list of a new term with these sessions, read and checked."""
        answer = self._line.call("/service/terms", {"sessions": [_wanted(one) for one in sessions]})
        try:
            return self._listed(answer, [one.session for one in sessions])
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

    def make_cards(self, term: TermId, count: int, most: int) -> Sheet:
        """Fresh cards; raises TOO_MANY_CARDS if the term would have more than `most`."""
        answer = self._line.call("/service/cards", {"term": term, "count": count, "most": most})
        try:
            sheet = Sheet(_text(answer, "sheet"), tuple(map(_card, answer["cards"])))
        except (KeyError, TypeError):
            raise Refused(RefusalCode.ISSUER_AWAY) from None
        if len(sheet.cards) != count:
            raise Refused(RefusalCode.ISSUER_AWAY)
        return sheet

    def cancel(self, code: str) -> int:
        """How many cards this cancel code has made worthless."""
        return _number(self._line.call("/service/cancel", {"code": code}), "cancelled")

    def few(self, session: SessionId) -> bool:
        """Whether fewer than five tickets have been collected so far."""
        few = self._line.call(f"/service/sessions/{session}/few", {}).get("few")
        if not isinstance(few, bool):
            raise Refused(RefusalCode.ISSUER_AWAY)
        return few

    def collected(self, session: SessionId) -> Count:
        """How many tickets were collected; raises STILL_COLLECTING before that is over."""
        return _count(self._line.call(f"/service/sessions/{session}/collected", {}))

    def close(self, session: SessionId) -> Count:
        """Destroys the session's private key; how many tickets were collected."""
        return _count(self._line.call(f"/service/sessions/{session}/close", {}))

    def end_term(self, term: TermId) -> None:
        """Tells the issuer that the last session has closed."""
        self._line.call(f"/service/terms/{term}/end", {})


def _card(answer: Any) -> Card:
    return Card(_text(answer, "code"), _text(answer, "cancel"))


def _count(answer: dict[str, Any]) -> Count:
    try:
        return Count(_number(answer, "collected"), base64url.decode(_text(answer, "signature")))
    except (KeyError, TypeError, ValueError):
        raise Refused(RefusalCode.ISSUER_AWAY) from None


def _number(answer: dict[str, Any], name: str) -> int:
    value = answer.get(name)
    if type(value) is not int or value < 0:
        raise Refused(RefusalCode.ISSUER_AWAY)
    return value


def _text(answer: Any, name: str) -> str:
    value = answer[name]
    if not isinstance(value, str):
        raise TypeError(name)
    return value


def _wanted(session: AnnouncedSession) -> dict[str, str]:
    return {
        "session": session.session,
        "opens": written_time(session.opens),
        "collecting_closes": written_time(session.collecting_closes),
    }
