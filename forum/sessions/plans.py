"""What a coordinator decides about the sessions of a term, and which of it can be held."""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import get_args

from forum.ids import SessionId
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import (
    FURTHEST,
    LONGEST,
    MOST_IN_NAME,
    MOST_IN_WORDING,
    MOST_SEATS,
    Details,
    ForumSession,
    Given,
    Group,
    LateDoor,
    SpokenLanguage,
    State,
    Term,
)
from forum.tickets.keylist import MOST_SESSIONS, KeyList
from forum.tickets.service_calls import AnnouncedSession

AHEAD = timedelta(hours=12)
LEAST_AHEAD = timedelta(minutes=30)
MOST_AHEAD = timedelta(days=7)
LEAST_FLOOR = 2
CARD_EN = "You are welcome to join us."
CARD_CY = "Mae croeso i chi ymuno â ni."


@dataclass(frozen=True, slots=True)
class Times:
    """When a session begins and ends."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class TermPlan:
    """One to six sessions that the same cards are good for.

    With a shut late door collecting closes `ahead` of each opening; only then can there be a `floor`, a number of
    tickets without which nobody is let in.
    """

    name: str
    times: tuple[Times, ...]
    size: int
    language: SpokenLanguage
    late_door: LateDoor = "open"
    ahead: timedelta = AHEAD
    floor: int | None = None
    given: Given = "after-talk"
    group: Group = "everyone"
    card_en: str = CARD_EN
    card_cy: str = CARD_CY
    details: Details = "ask"

    def collecting_closes(self, times: Times) -> datetime:
        """Until when tickets for a session can be collected."""
        return times.closes if self.late_door == "open" else times.opens - self.ahead

    def term(self, keylist: KeyList) -> Term:
        """The term that the issuer has made for this plan."""
        return Term(keylist.term, keylist, self.given, self.group, self.card_en, self.card_cy)


def checked(plan: TermPlan, now: datetime) -> TermPlan:
    """The plan with tidy words, whole minutes and its sessions in order; raises BAD_REQUEST when it cannot be held."""
    tidy = replace(
        plan,
        name=_one_line(plan.name),
        times=tuple(sorted((_minutes(one) for one in plan.times), key=lambda one: one.opens)),
        card_en=_one_line(plan.card_en) or CARD_EN,
        card_cy=_one_line(plan.card_cy) or CARD_CY,
    )
    if not (_words_fit(tidy) and _times_fit(tidy, now) and _choices_fit(tidy) and _late_door_fits(tidy)):
        raise Refused(RefusalCode.BAD_REQUEST)
    return tidy


def announced(session: SessionId, plan: TermPlan, times: Times) -> AnnouncedSession:
    """The session as the issuer is told of it."""
    return AnnouncedSession(session, times.opens, plan.collecting_closes(times))


def planned(session: SessionId, plan: TermPlan, times: Times, keylist: KeyList) -> ForumSession:
    """A new session, as planned."""
    return ForumSession(
        id=session,
        name=plan.name,
        opens=times.opens,
        closes=times.closes,
        collecting_closes=plan.collecting_closes(times),
        size=plan.size,
        language=plan.language,
        late_door=plan.late_door,
        floor=plan.floor,
        beat=None,
        state=State.PLANNED,
        term=keylist.term,
        keylist_digest=keylist.digest(),
        key=keylist.key_of(session),
        details=plan.details,
    )


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _minutes(times: Times) -> Times:
    return Times(_minute(times.opens), _minute(times.closes))


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _words_fit(plan: TermPlan) -> bool:
    return _fits(plan.name, MOST_IN_NAME) and all(_fits(text, MOST_IN_WORDING) for text in (plan.card_en, plan.card_cy))


def _fits(text: str, most: int) -> bool:
    return 0 < len(text) <= most and not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in text)


def _times_fit(plan: TermPlan, now: datetime) -> bool:
    # First of all: from times so near no other can be reckoned that is too early or too late to be written.
    near = all(now - LONGEST <= one.opens <= now + FURTHEST for one in plan.times)
    if not (near and 1 <= len(plan.times) <= MOST_SESSIONS):
        return False
    ahead = all(plan.collecting_closes(one) > now and one.closes > now for one in plan.times)
    sound = all(timedelta(0) < one.closes - one.opens <= LONGEST for one in plan.times)
    return ahead and sound and all(one.closes <= other.opens for one, other in pairwise(plan.times))


def _choices_fit(plan: TermPlan) -> bool:
    ways = ((plan.language, SpokenLanguage), (plan.late_door, LateDoor), (plan.details, Details))
    kinds = (*ways, (plan.given, Given), (plan.group, Group))
    return 1 <= plan.size <= MOST_SEATS and all(chosen in get_args(kind) for chosen, kind in kinds)


def _late_door_fits(plan: TermPlan) -> bool:
    """A floor needs the count before the doors open, which is not known while people can still collect."""
    if plan.late_door == "open":
        return plan.floor is None
    minutes = LEAST_AHEAD <= plan.ahead <= MOST_AHEAD and plan.ahead % timedelta(minutes=1) == timedelta(0)
    return minutes and (plan.floor is None or LEAST_FLOOR <= plan.floor <= plan.size)
