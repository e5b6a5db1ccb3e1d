"""The public pages without the rest of the forum, for tests that only read what they say."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, Flask, render_template

import forum
from forum.cards import tonight
from forum.clock import SystemClock
from forum.information import pages as information
from forum.information.domain import Lang, Version
from forum.information.films import Films
from forum.information.service import Information
from forum.information.texts import FOLDER, read_both
from forum.proof import pages as proof
from forum.settings import Settings
from forum.signposting import pages as signposting
from forum.signposting.directory import read_directory
from forum.web import public_pages
from forum.web.errors import refuse_kindly
from forum.web.languages import PREFIX, set_up_languages
from forum.web.services import put_services, services
from tests.public import PUBLIC

SESSION = "session/abcdefghij/"
CARE = ("information", "information/leaflet", "safety", "colleague")
PATHS = (*PUBLIC, SESSION, *CARE, "notice/abcDEF-123")
DAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Evening:
    """A session as the pages see it."""

    id: str = "abcdefghij"
    name: str = "Thursday evening"
    opens: datetime = datetime(2026, 12, 3, 19, 0, tzinfo=UTC)
    state: str = "doors-open"
    term: str = "abcDEF-123"
    keylist_digest: str = "07" * 32
    language: str = "both"
    few: bool | None = None


@dataclass(frozen=True)
class Cards:
    """A term as the pages see it."""

    given: str = "after-talk"
    group: str = "everyone"


class Upcoming:
    """Hands out the sessions that it was given."""

    def __init__(self, *sessions: Evening) -> None:
        self._sessions = list(sessions)

    def upcoming(self) -> list[Evening]:
        return self._sessions

    def all(self) -> list[Any]:
        return []


class FewWords:
    """What the force has worded, in memory; every digest is a version."""

    def __init__(self, **texts: dict[Lang, str]) -> None:
        self._texts = {
            (key.replace("_", "-"), lang): words for key, both in texts.items() for lang, words in both.items()
        }
        self._digests: list[str] = []

    def texts(self) -> dict[tuple[str, Lang], str]:
        return dict(self._texts)

    def put(self, key: str, words: dict[Lang, str]) -> None:
        kept = {place: text for place, text in self._texts.items() if place[0] != key}
        self._texts = {**kept, **{(key, lang): text for lang, text in words.items()}}

    def version(self, digest: str, day: date) -> Version:
        if self._digests[-1:] != [digest]:
            self._digests.append(digest)
        return Version(len(self._digests), digest, day)


def small_information(**texts: dict[Lang, str]) -> Information:
    """The information document over the force's words, given part by part."""
    return Information(read_both(FOLDER), FewWords(**texts), lambda: DAY)


attendance = Blueprint("attendance", __name__)


@attendance.get(f"{PREFIX}/session/<sid>/")
def six_things(sid: str) -> str:
    """The page before the room, for a session that always exists."""
    (session, *_others) = services().sessions.upcoming()
    return render_template("attendance/six_things.html", session=session, term=services().given)  # type: ignore[attr-defined]


def small_app(
    *sessions: Evening,
    words: dict[str, dict[Lang, str]] | None = None,
    cards: Cards | None = None,
    chance: Any = None,
    **chosen: Any,
) -> Flask:
    """An app with every page that anybody may read."""
    app = Flask(forum.__name__)
    settings = Settings(**chosen)
    parts = SimpleNamespace(
        rooms=SimpleNamespace(state=lambda _session: SimpleNamespace(phase="open", why="")),
        settings=settings,
        directory=read_directory(),
        sessions=Upcoming(*sessions),
        information=small_information(**words or {}),
        films=Films(settings.bsl_folder),
        given=cards or Cards(),
        clock=SystemClock(),
        chance=chance,
    )
    put_services(app, parts)
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    set_up_languages(app, "en")
    refuse_kindly(app)
    for feature in (public_pages, signposting, tonight, proof, information):
        app.register_blueprint(feature.blueprint)
    app.register_blueprint(attendance)
    return app
