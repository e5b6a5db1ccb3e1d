"""Is this ticket good for this session? The only question the door asks of a ticket before it touches its store."""

from forum.refusals import RefusalCode, Refused
from forum.tickets.blindrsa import public_key, token_key_id, verify_signature
from forum.tickets.formats import Token


def verify_token(spki: bytes, challenge_digest: bytes, token: bytes) -> bytes:
    """The nonce of a good ticket; raises Refused: malformed, wrong-session or invalid, checked in that order."""
    parsed = _parsed(token)
    if parsed.key_id != token_key_id(spki) or parsed.challenge_digest != challenge_digest:
        raise Refused(RefusalCode.WRONG_SESSION)
    if not verify_signature(public_key(spki), parsed.signed_part, parsed.signature):
        raise Refused(RefusalCode.INVALID)
    return parsed.nonce


def _parsed(token: bytes) -> Token:
    try:
        return Token.from_bytes(token)
    except ValueError:
        raise Refused(RefusalCode.MALFORMED) from None
