"""The public pages without the rest of the forum, for tests that only read what they say."""

from dataclasses import dataclass
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, render_template

import forum
from forum.cards import tonight
from forum.clock import SystemClock
from forum.proof import pages as proof
from forum.settings import Settings
from forum.signposting import pages as signposting
from forum.signposting.directory import read_directory
from forum.web import public_pages
from forum.web.errors import refuse_kindly
from forum.web.languages import PREFIX, set_up_languages
from forum.web.services import put_services

TICKET = ("ticket", "ticket/proof", "notice/abcDEF-123")
PATHS = (
    "",
    "support",
    "tonight",
    "reference-group",
    "privacy",
    "accessibility",
    "leaving",
    "session/abcdefghij/",
    *TICKET,
)


@dataclass(frozen=True)
class Evening:
    """A session as the pages see it."""

    id: str = "abcdefghij"
    name: str = "Thursday evening"
    opens: datetime = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)
    state: str = "doors-open"
    term: str = "abcDEF-123"
    keylist_digest: str = "07" * 32


class Upcoming:
    """Hands out the sessions that it was given."""

    def __init__(self, *sessions: Evening) -> None:
        self._sessions = list(sessions)

    def upcoming(self) -> list[Evening]:
        return self._sessions

    def all(self) -> list[Any]:
        return []


attendance = Blueprint("attendance", __name__)


@attendance.get(f"{PREFIX}/session/<sid>/")
def six_things(sid: str) -> str:
    """The page before the room, for a session that always exists."""
    return render_template("attendance/six_things.html", session=Evening(id=sid))


def small_app(*sessions: Evening, chance: Any = None, **chosen: Any) -> Flask:
    """An app with every page that anybody may read."""
    app = Flask(forum.__name__)
    put_services(
        app,
        SimpleNamespace(
            settings=Settings(**chosen),
            directory=read_directory(),
            sessions=Upcoming(*sessions),
            clock=SystemClock(),
            chance=chance,
        ),
    )
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    set_up_languages(app, "en")
    refuse_kindly(app)
    for feature in (public_pages, signposting, tonight, proof):
        app.register_blueprint(feature.blueprint)
    app.register_blueprint(attendance)
    return app
