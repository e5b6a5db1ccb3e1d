"""How a ticket works: for anyone, for those who want to check it, and a notice to print."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from forum.ids import TermId
from forum.proof.claims import CLAIMS, LIMITS_SHOWN, PROMISES, SECTIONS, WARNINGS
from forum.refusals import RefusalCode, Refused
from forum.sessions.domain import ForumSession
from forum.tickets.words import words_of
from forum.web.languages import LANGUAGES, PREFIX
from forum.web.services import services

blueprint = Blueprint("proof", __name__)


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """A key list that is in use: its hash, the same in words, and when its sessions begin."""

    id: TermId
    digest: str
    words: tuple[str, ...]
    opens: tuple[datetime, ...]


@blueprint.get(f"{PREFIX}/ticket")
def ticket() -> ResponseReturnValue:
    """How a ticket works, in plain words and a picture; every promise on it stands in the table of claims."""
    return render_template("proof/ticket.html", **_said())


@blueprint.get(f"{PREFIX}/ticket/proof")
def proof() -> ResponseReturnValue:
    """What is proved, what is assumed, what is not protected, and the key lists in use."""
    return render_template("proof/proof.html", terms=in_use(), **_said())


@blueprint.get(f"{PREFIX}/notice/<term_id>")
def notice(term_id: str) -> ResponseReturnValue:
    """A notice to print, in both languages: the twelve words of one key list."""
    found = [term for term in in_use() if term.id == term_id]
    if not found:
        raise Refused(RefusalCode.NOT_FOUND)
    return render_template("proof/notice.html", term=found[0], languages=LANGUAGES, settings=services().settings)


def in_use() -> list[ListedTerm]:
    """The key lists of all sessions to come."""
    return terms_in_use(services().sessions.upcoming())


def terms_in_use(sessions: Iterable[ForumSession]) -> list[ListedTerm]:
    """The key lists of these sessions, each once, those that are needed soonest first."""
    by_term = groupby(sorted(sessions, key=_key_list), key=_key_list)
    listed = [ListedTerm(term, digest, tuple(words_of(digest)), _beginnings(some)) for (term, digest), some in by_term]
    return sorted(listed, key=lambda one: (one.opens, one.id))


def _key_list(session: ForumSession) -> tuple[TermId, str]:
    return session.term, session.keylist_digest


def _beginnings(sessions: Iterable[ForumSession]) -> tuple[datetime, ...]:
    return tuple(sorted(session.opens for session in sessions))


def _said() -> dict[str, object]:
    warnings = {warned.id: warned for warned in WARNINGS}
    return {
        "claims": CLAIMS,
        "promises": PROMISES,
        "limits": LIMITS_SHOWN,
        "warnings": warnings,
        "sections": SECTIONS,
        "settings": services().settings,
    }
