"""The wire to the issuer: questions as JSON, and whatever is not a proper answer counts as no answer."""

import json
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

from forum.refusals import RefusalCode, Refused
from forum.storage.engine import Offload, direct

TIMEOUT = 10.0
MOST_BYTES = 64 * 1024
PASSED_ON = (RefusalCode.STILL_COLLECTING, RefusalCode.TOO_MANY_CARDS)
"""Refusals of the issuer that say something to a coordinator; every other one counts as no answer."""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Never: the secret goes to the issuer and nowhere else."""


class IssuerLine:
    """Asks the issuer, off the event loop; every method raises ISSUER_AWAY, or what is passed on."""

    def __init__(self, origin: str, secret: str, offload: Offload = direct) -> None:
        self._origin = origin
        self._secret = secret
        self._offload = offload
        self._opener = build_opener(ProxyHandler({}), _NoRedirects())

    def call(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to a service call, which carries the secret."""
        headers = {"Authorization": f"Bearer {self._secret}", "Content-Type": "application/json"}
        request = Request(self._origin + path, json.dumps(body).encode(), headers, method="POST")  # noqa: S310 - our own setting
        return _proper(*self._offload(self._ask, request))

    def look(self, path: str) -> dict[str, Any] | None:
        """What stands there for everybody to read; None where nothing does."""
        request = Request(self._origin + path)  # noqa: S310 - our own setting
        status, answer = self._offload(self._ask, request)
        return None if status == HTTPStatus.NOT_FOUND else _proper(status, answer)

    def _ask(self, request: Request) -> tuple[int, Any]:
        try:
            with self._opener.open(request, timeout=TIMEOUT) as response:
                return HTTPStatus.OK, json.loads(response.read(MOST_BYTES))
        except HTTPError as refusal:
            return _refusal(refusal)
        except (OSError, ValueError):
            raise Refused(RefusalCode.ISSUER_AWAY) from None


def _refusal(refusal: HTTPError) -> tuple[int, Any]:
    # It holds the connection; left open it would be a leak.
    with refusal, suppress(OSError, ValueError):
        return refusal.code, json.loads(refusal.read(MOST_BYTES))
    return refusal.code, None


def _proper(status: int, answer: Any) -> dict[str, Any]:
    if not isinstance(answer, dict):
        raise Refused(RefusalCode.ISSUER_AWAY)
    if status != HTTPStatus.OK:
        code = answer.get("code")
        raise Refused(next((known for known in PASSED_ON if known.value == code), RefusalCode.ISSUER_AWAY))
    return answer
