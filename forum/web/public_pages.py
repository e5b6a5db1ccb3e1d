"""The pages that anybody may read: the landing page, what is kept, accessibility, and leaving quickly."""

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from forum.ids import TermId
from forum.retention import FROM_PLANNING, INSTALLED, KEPT, MODERATES, Kept
from forum.sessions.domain import ForumSession
from forum.web.languages import PREFIX
from forum.web.page_words import add_page_words
from forum.web.services import services

blueprint = Blueprint("public", __name__)
add_page_words(blueprint)

LASTING = (INSTALLED, FROM_PLANNING, MODERATES)


@blueprint.get("/")
def bare() -> ResponseReturnValue:
    """The bare address leads to the landing page in the language that the installation prefers."""
    return redirect(f"/{services().settings.default_language}/", 303)


@blueprint.get(f"{PREFIX}/")
def landing() -> ResponseReturnValue:
    """Help now, what this is, and the sessions that are coming."""
    return render_template("web/landing.html", sessions=_next_of_each_card())


@blueprint.get(f"{PREFIX}/privacy")
def privacy() -> ResponseReturnValue:
    """What is protected and what is not, and everything that is kept, from the one table of it."""
    return render_template("web/privacy.html", kept=_kept(), settings=services().settings)


@blueprint.get(f"{PREFIX}/accessibility")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("web/accessibility.html", organisation=services().settings.organisation)


@blueprint.get(f"{PREFIX}/leaving")
def leaving() -> ResponseReturnValue:
    """How to leave quickly, and what stays behind in the browser."""
    return render_template("web/leaving.html")


def _next_of_each_card() -> list[ForumSession]:
    # Of evenings with the same cards only the next one: the others stand behind it.
    terms: dict[TermId, ForumSession] = {}
    for session in services().sessions.upcoming():
        terms.setdefault(session.term, session)
    return list(terms.values())


def _kept() -> list[tuple[str, list[tuple[str, list[Kept]]]]]:
    """The table by kind and then by how long, what stays longest first."""
    return [(heading, _by_life([row for row in KEPT if row.kind == kind])) for kind, heading in _kinds()]


def _by_life(rows: list[Kept]) -> list[tuple[str, list[Kept]]]:
    lives = sorted({row.life for row in rows}, key=lambda life: (life not in LASTING, life))
    return [(life, [row for row in rows if row.life == life]) for life in lives]


def _kinds() -> list[tuple[str, str]]:
    return [
        ("cookie", _("In your browser")),
        ("memory", _("In memory, while a room is open")),
        ("event", _("In the room’s log, also in memory")),
        ("column", _("In the databases")),
        ("file", _("In files")),
    ]
