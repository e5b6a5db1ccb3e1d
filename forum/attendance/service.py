"""The door: a ticket in, a seat out, and nothing that says who."""

from forum.attendance.domain import COOKIE, COOKIE_BYTES, SEAT_BYTES, Place, claim
from forum.attendance.ports import LeaveRoom, Peppers, SeatStore, SessionBook, Tickets
from forum.clock import Chance
from forum.ids import SeatId, SessionId
from forum.refusals import RefusalCode, Refused
from forum.sealing import Seal, keyed_hash
from forum.sessions.domain import Tally
from forum.tickets import base64url


class Door:
    """What people can do at the door."""

    def __init__(
        self,
        sessions: SessionBook,
        tickets: Tickets,
        peppers: Peppers,
        seats: SeatStore,
        seal: Seal,
        leave_room: LeaveRoom,
        send_away: LeaveRoom,
        chance: Chance,
    ) -> None:
        self._sessions = sessions
        self._tickets = tickets
        self._peppers = peppers
        self._seats = seats
        self._seal = seal
        self._leave_room = leave_room
        self._send_away = send_away
        self._chance = chance

    def open(self, session_id: SessionId) -> None:
        """Prepares for tickets of this session."""
        self._peppers.make(session_id)

    def redeem(self, session_id: SessionId, token: bytes, secret: bytes) -> tuple[SeatId, str]:
        """The ticket's seat and a fresh cookie for it; the same pair again gives the same seat.

        Raises NOT_FOUND, NOT_OPEN, CLOSED, TOO_FEW, MALFORMED, WRONG_SESSION, INVALID, REMOVED, ALREADY_USED or
        ROOM_FULL.
        """
        session = self._sessions.get(session_id)
        session.require_admitting()
        nonce = self._tickets.nonce_of(session, token)
        pepper = self._pepper(session_id)
        cookie = self._chance.token(COOKIE_BYTES)
        place = Place(SeatId(base64url.encode(self._chance.token(SEAT_BYTES))), keyed_hash(pepper, COOKIE, cookie))
        seat = self._seats.redeem(claim(pepper, session_id, nonce, secret), place)
        # The cookie before leads nowhere any more; a line that was made with it must not outlive it.
        self._send_away(session_id, seat)
        return seat, self._seal.wrap(cookie)

    def seat_of(self, cookie_value: str) -> tuple[SessionId, SeatId] | None:
        """The live seat that the cookie leads to, if any."""
        hashes = self._hashes(cookie_value)
        return self._seats.seat_of(hashes) if hashes else None

    def leave(self, cookie_value: str) -> None:
        """Forgets the cookie; the seat waits for its ticket."""
        place = self.seat_of(cookie_value)
        if place is not None:
            self._seats.drop_cookies(self._hashes(cookie_value))
            self._leave_room(*place)

    def remove(self, session_id: SessionId, seat_id: SeatId) -> None:
        """A moderator closes the seat: neither its cookie nor its ticket opens anything any more."""
        self._seats.remove(session_id, seat_id)

    def opened(self, session_id: SessionId) -> bool:
        """Whether tickets can open seats: not before `open`, and never again after `shut`."""
        return self._peppers.of(session_id) is not None

    def shut(self, session_id: SessionId) -> None:
        """Destroys the pepper, so that no hash means anything any more; needs no database."""
        self._peppers.forget(session_id)

    def tally(self, session_id: SessionId) -> Tally | None:
        """How many seats were taken and tickets spent; None when that is forgotten or the doors never opened."""
        counted = self._seats.tally(session_id)
        # The rows go after the pepper: without it, none may mean that they are forgotten.
        return counted if counted != Tally(0, 0) or self.opened(session_id) else None

    def forget(self, session_id: SessionId) -> None:
        """Shuts the session, and deletes the rows."""
        self.shut(session_id)
        self._seats.forget(session_id)

    def _pepper(self, session_id: SessionId) -> bytes:
        pepper = self._peppers.of(session_id)
        if pepper is None:
            raise Refused(RefusalCode.STORE_AWAY)
        return pepper

    def _hashes(self, cookie_value: str) -> list[bytes]:
        # The cookie does not say which session it is for, so it is tried on every open one.
        cookie = self._seal.unwrap(cookie_value)
        return [] if cookie is None else [keyed_hash(pepper, COOKIE, cookie) for pepper in self._peppers.all().values()]
