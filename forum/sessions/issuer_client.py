"""Speaks to the issuer over its service calls."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import Announced
from forum.storage.engine import Offload, direct
from forum.tickets import base64url
from forum.tickets.formats import name_of
from forum.tickets.keylist import KeyList, written_time

TIMEOUT = 10.0
MOST_BYTES = 64 * 1024


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Never: the secret goes to the issuer and nowhere else."""


class IssuerClient:
    """The port `Issuer` over HTTP; whatever is not a proper answer counts as no answer."""

    def __init__(self, issuer_origin: str, door_origin: str, secret: str, offload: Offload = direct) -> None:
        self._origin = issuer_origin
        self._names = (name_of(issuer_origin), name_of(door_origin))
        self._secret = secret
        self._offload = offload
        self._opener = build_opener(ProxyHandler({}), _NoRedirects())

    def make_term(self, sessions: Sequence[Announced]) -> KeyList:
        """The key list of a new term with these sessions, read and checked."""
        answer = self._call("/service/terms", {"sessions": [_wanted(one) for one in sessions]})
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
        codes = self._call("/service/cards", {"term": term, "count": count}).get("codes")
        if not isinstance(codes, list) or len(codes) != count or not all(isinstance(c, str) for c in codes):
            raise Refused(RefusalCode.ISSUER_AWAY)
        return codes

    def close(self, session: SessionId) -> int:
        """Destroys the session's private key; how many tickets were collected."""
        collected = self._call(f"/service/sessions/{session}/close", {}).get("collected")
        if type(collected) is not int or collected < 0:
            raise Refused(RefusalCode.ISSUER_AWAY)
        return collected

    def _call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = self._offload(self._ask, path, json.dumps(body).encode())
        return answer

    def _ask(self, path: str, body: bytes) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "application/json"}
        request = Request(self._origin + path, body, headers, method="POST")  # noqa: S310 - our own setting
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                answer = json.loads(response.read(MOST_BYTES))
        except HTTPError as refusal:
            # The refusal holds the connection; left open it would be a leak.
            refusal.close()
            raise Refused(RefusalCode.ISSUER_AWAY) from None
        except (OSError, ValueError):
            raise Refused(RefusalCode.ISSUER_AWAY) from None
        if not isinstance(answer, dict):
            raise Refused(RefusalCode.ISSUER_AWAY)
        return answer


def _wanted(session: Announced) -> dict[str, str]:
    return {
        "session": session.id,
        "opens": written_time(session.opens),
        "collecting_closes": written_time(session.collecting_closes),
    }
