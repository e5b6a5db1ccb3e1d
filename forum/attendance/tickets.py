"""Checks tickets against the session's public key and this installation's names."""

from forum.ids import SessionId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession
from forum.tickets.formats import challenge_digest, challenge_for, name_of
from forum.tickets.verify import verify_token


class BlindTickets:
    """The port `Tickets`: blind RSA tickets of one issuer for one door."""

    def __init__(self, issuer_origin: str, door_origin: str) -> None:
        self._names = (name_of(issuer_origin), name_of(door_origin))

    def nonce_of(self, session: ForumSession, token: bytes) -> bytes:
        """The nonce of a ticket for this session; raises MALFORMED, WRONG_SESSION or INVALID."""
        if session.key is None:
            raise Refused(RefusalCode.CLOSED)
        return verify_token(session.key, self._digest(session.id), token)

    def _digest(self, session: SessionId) -> bytes:
        return challenge_digest(challenge_for(*self._names, session))
