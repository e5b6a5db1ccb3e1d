"""The guide for moderators is true: its words stand on the screen, its numbers in the code."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from forum.coarse import FEW
from forum.moderation.domain import SIGNED_IN
from forum.rooms.domain.limits import AWAY_AFTER, MAX_MESSAGES, REST_AFTER, RETAIN, STAY, UNHIDE_WITHIN, UNSEEN_AFTER
from forum.sessions.domain import GRACE, MOST_CARDS, spares_of
from forum.sessions.plans import AHEAD, LEAST_AHEAD
from forum.tickets.keylist import MOST_SESSIONS
from tests.clients import desk_line
from tests.servers import Servers

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "moderators-guide.md").read_text(encoding="utf-8")
WORDS = " ".join(GUIDE.split())
CATALOGUE = (ROOT / "forum" / "translations" / "messages.pot").read_text(encoding="utf-8")
WARNING = "Everyone with a sign-in can do everything, in every session."


def test_what_stands_in_bold_stands_on_the_screen():
    bold = set(re.findall(r"\*\*(.+?)\*\*", WORDS)) - {WARNING}
    assert len(bold) > 15
    assert {words for words in bold if f'msgid "{words}"' not in CATALOGUE} == set()


@pytest.mark.parametrize(
    ("sentence", "value", "said"),
    [
        ("signed out after twelve hours", SIGNED_IN, timedelta(hours=12)),
        ("is closed an hour later", GRACE, timedelta(hours=1)),
        ("up to 200 at a time", MOST_CARDS, 200),
        ("as many as there are seats and half as many to spare", spares_of(12), 6),
        ("collecting ends twelve hours before the session", AHEAD, timedelta(hours=12)),
        ("at least half an hour", LEAST_AHEAD, timedelta(minutes=30)),
        ("Fewer than five tickets", FEW, 5),
        ("up to six sessions", MOST_SESSIONS, 6),
        ("no moderator for two minutes rests", REST_AFTER, 120),
        ("For two minutes, with **Show them again**", UNHIDE_WITHIN, 120),
        ("After one minute a talk that nobody has opened", UNSEEN_AFTER, 60),
        ("has been connected for ten seconds", AWAY_AFTER, 10),
        ("looked, for ten minutes at most", RETAIN, 600),
        ("for 20 minutes at most", STAY, 1200),
        ("more than 300 messages", MAX_MESSAGES, 300),
    ],
)
def test_its_numbers_are_those_of_the_product(sentence: str, value: object, said: object):
    assert (sentence in WORDS, value) == (True, said)


def test_nobody_is_told_that_they_are_anonymous():
    assert "anonymous" not in GUIDE.lower()


def test_every_moderator_can_do_everything_in_every_session_and_the_guide_says_so(servers: Servers):
    assert WARNING in WORDS
    robin, casey = servers.sign_in("robin"), servers.sign_in("casey")
    session = robin.plan()
    casey.cards(session, 1)
    casey.open_doors(session)
    assert casey.visitor.get(f"/en/moderation/sessions/{session}/room").status == 200
    desk = desk_line(casey.visitor, session)
    desk.do("room:open")
    assert desk.page["phase"] == "open"
    desk.close()
    casey.close(session)
    assert "gone" in robin.visitor.get(f"/en/moderation/sessions/{session}").text
