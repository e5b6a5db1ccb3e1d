"""What can be done with sessions: plan, make cards, open the doors, close and forget."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from forum.clock import Chance, Clock
from forum.ids import SessionId, TermId
from forum.refusals import RefusalCode, Refused
from forum.sessions.counting import Counts
from forum.sessions.domain import (
    MOST_CARDS,
    ForumSession,
    SpokenLanguage,
    State,
    Tally,
    Term,
    in_order,
    most_cards,
    over_by_itself,
)
from forum.sessions.plans import TermPlan, Times, announced, checked, planned
from forum.sessions.ports import Attendance, EndRoom, ForgetLocker, ForgetRoom, Issuer, SessionStore
from forum.tickets.service_calls import Sheet

ID_LENGTH = 10
ID_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""The address of a session is printed on cards and typed: nothing in it is taken for something else."""


class Sessions:
    """The sessions of this forum."""

    def __init__(
        self,
        store: SessionStore,
        issuer: Issuer,
        attendance: Attendance,
        end_room: EndRoom,
        forget_room: ForgetRoom,
        forget_locker: ForgetLocker,
        clock: Clock,
        chance: Chance,
    ) -> None:
        self._store = store
        self._issuer = issuer
        self._attendance = attendance
        self._end_room = end_room
        self._forget_room = forget_room
        self._forget_locker = forget_locker
        self._counts = Counts(store, issuer)
        self._clock = clock
        self._chance = chance
        # Closed here, while the store could not take that in.
        self._ended: set[SessionId] = set()

    def plan(self, name: str, opens: datetime, closes: datetime, size: int, language: SpokenLanguage) -> ForumSession:
        """A session with cards of its own and an open late door; raises BAD_REQUEST or ISSUER_AWAY."""
        return self.plan_term(TermPlan(name, (Times(opens, closes),), size, language))[0]

    def plan_term(self, plan: TermPlan) -> list[ForumSession]:
        """New sessions, soonest first, that the same cards are good for.

        Raises BAD_REQUEST for what cannot be held, or ISSUER_AWAY; then nothing is planned.
        """
        tidy = checked(plan, self._clock.now())
        wanted = [(self._new_id(), times) for times in tidy.times]
        keylist = self._issuer.make_term([announced(new, tidy, times) for new, times in wanted])
        sessions = [planned(new, tidy, times, keylist) for new, times in wanted]
        self._store.add(tidy.term(keylist), sessions)
        return sessions

    def _new_id(self) -> SessionId:
        return SessionId("".join(ID_LETTERS[self._chance.below(len(ID_LETTERS))] for _ in range(ID_LENGTH)))

    def term(self, term_id: TermId) -> Term:
        """What the same cards are good for; raises NOT_FOUND, also once its last session has closed."""
        return self._store.term(term_id)

    def of_term(self, term_id: TermId) -> list[ForumSession]:
        """Every session of the term, soonest first, those that have ended too."""
        return [session for session in self.all() if session.term == term_id]

    def make_cards(self, session_id: SessionId, count: int) -> Sheet:
        """Fresh cards for the session and the others of its term, shown this once.

        Raises CLOSED, COLLECTING_CLOSED, TOO_MANY_CARDS or ISSUER_AWAY.
        """
        session = self.get(session_id)
        session.require_collecting(self._clock.now())
        if not 1 <= count <= MOST_CARDS:
            raise Refused(RefusalCode.BAD_REQUEST)
        return self._issuer.make_cards(session.term, count, most_cards(self.of_term(session.term)))

    def cancel(self, code: str) -> int:
        """Makes the card, or all cards of the sheet, with this cancel code worthless; how many; raises ISSUER_AWAY."""
        return self._issuer.cancel(code)

    def open_doors(self, session_id: SessionId) -> None:
        """From now on tickets open seats; raises CLOSED once the session has ended, TOO_EARLY while it is far off.

        Where the late door is shut, raises STILL_COLLECTING or NO_COUNT until the issuer has signed how many tickets
        were collected.
        """
        session = self.get(session_id)
        session.require_not_closed()
        session.require_not_early(self._clock.now())
        few = self._counts.few_at_opening(session, self._clock.now()) if session.state is State.PLANNED else None
        self._attendance.open(session_id)
        self._store.advance(session_id, State.DOORS_OPEN, few)
        if self.get(session_id).state is State.CLOSED:
            # Somebody closed it at the same moment: what was just prepared must not stay behind.
            self._attendance.forget(session_id)

    def close_kindly(self, session_id: SessionId) -> None:
        """Closes the session after everybody in its room has seen that it is over; raises NOT_FOUND."""
        self.get(session_id)
        self._end_room(session_id)
        self.close(session_id)

    def close(self, session_id: SessionId) -> None:
        """Ends the session and forgets it, as far as all that is needed can be reached; `tidy` does the rest.

        With the store away it raises STORE_AWAY; the room is over and forgotten even then.
        """
        try:
            session = self.get(session_id)
            if session.forgotten:
                return
            # First of all, so that nobody comes back into a room that is being forgotten.
            self._store.advance(session_id, State.CLOSED)
        except Refused as refusal:
            if refusal.code is RefusalCode.STORE_AWAY:
                self._end_without_store(session_id)
            raise
        self._ended.discard(session_id)
        self._forget_room(session_id)
        tally = self._attendance.tally(session_id)
        self._attendance.forget(session_id)
        self._settle(session, tally)
        self._end_term(session.term)

    def _end_without_store(self, session_id: SessionId) -> None:
        self._ended.add(session_id)
        self._forget_room(session_id)
        self._attendance.shut(session_id)
        # The issuer tells how many tickets were collected as often as it is asked.
        with suppress(Refused):
            self._issuer.close(session_id)

    def _settle(self, session: ForumSession, tally: Tally | None) -> None:
        try:
            collected = self._counts.final(session)
        except Refused as refusal:
            # The issuer destroys its key by itself at the announced end; k is asked for again by `tidy`.
            # Not found: another closing, at the same moment, has settled it and dropped the term.
            if refusal.code not in {RefusalCode.ISSUER_AWAY, RefusalCode.NOT_FOUND}:
                raise
            return
        # A count that is not signed as it should be cannot be compared with anything, and somebody must look.
        sound = False if collected is None else tally.sound(collected) if tally else None
        self._store.settle(session.id, collected, sound)

    def _end_term(self, term: TermId) -> None:
        """Forgets the term once its last session has closed; before that it does nothing."""
        sessions = self.of_term(term)
        if all(session.state is State.CLOSED for session in sessions):
            self._forget_locker(term)
            # Until all is counted the key list stays: with it the issuer's counts are checked.
            if all(session.forgotten for session in sessions) and self._is_over(term, sessions):
                self._store.drop_term(term)

    def _is_over(self, term: TermId, sessions: list[ForumSession]) -> bool:
        try:
            self._issuer.end_term(term)
        except Refused:
            return over_by_itself(sessions, self._clock.now())
        return True

    def count_due(self) -> None:
        """Asks how many tickets were collected wherever that should be known by now and is not."""
        now = self._clock.now()
        for session in self.all():
            if session.uncounted(now):
                # Asked again with the next round, and when the doors are to open.
                with suppress(Refused):
                    self._counts.fetch(session)

    def tidy(self) -> None:
        """Closes what is overdue and finishes every closing that was interrupted."""
        now = self._clock.now()
        for session in self.all():
            if session.overdue(now) or self._unfinished(session):
                self.close(session.id)
        for term in self._store.terms():
            self._end_term(term)

    def _unfinished(self, session: ForumSession) -> bool:
        if session.state is State.DOORS_OPEN:
            # It was closed while the store was away, perhaps by a process that is gone.
            return not self._attendance.opened(session.id)
        return session.state is State.CLOSED and not session.forgotten

    def get(self, session_id: SessionId) -> ForumSession:
        """The session; raises NOT_FOUND."""
        return self._as_ended(self._store.get(session_id))

    def _as_ended(self, session: ForumSession) -> ForumSession:
        return replace(session, state=State.CLOSED) if session.id in self._ended else session

    def beat_of(self, session_id: SessionId) -> float | None:
        """The session's own beat, None for the usual one; raises NOT_FOUND, NOT_OPEN or CLOSED."""
        session = self.get(session_id)
        session.require_open()
        return session.beat

    def stops_details(self, session_id: SessionId) -> bool:
        """Whether words with an identifying detail stay out of its room; raises NOT_FOUND."""
        return self.get(session_id).details == "stop"

    def upcoming(self) -> list[ForumSession]:
        """Those planned or open now, soonest first."""
        return [session for session in self.all() if session.state is not State.CLOSED]

    def all(self) -> list[ForumSession]:
        """Every session, soonest first."""
        return in_order([self._as_ended(session) for session in self._store.all()])
