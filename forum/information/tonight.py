"""The words about one session that stand on the page before it: for whom it is, and how its cards were given."""

from collections.abc import Mapping

from flask_babel import gettext as _

from forum.web.page_words import mark

GROUPS: Mapping[str, str] = {
    "women": mark("This session is for women."),
    "men": mark("This session is for men."),
    "lgbt": mark("This session is for LGBT+ people."),
    "minoritised": mark("This session is for Black and minoritised people."),
    "deaf": mark("This session is for Deaf people."),
    "older": mark("This session is for older people."),
}
GIVEN: Mapping[str, str] = {
    "after-talk": mark("Its cards were given after a talk with the coordinator."),
    "from-box": mark("Its cards were drawn unseen from a box. Not even the coordinator knows who has which one."),
}
READ: Mapping[str, str] = {"en": "English", "cy": "Cymraeg", "both": "Cymraeg, English"}


def group_words(group: str) -> str:
    """For whom a session is."""
    return str(_(GROUPS[group]))


def given_words(given: str) -> str:
    """How the cards of a term were given."""
    return str(_(GIVEN[given]))


def languages_read(language: str) -> str:
    """The languages that the moderators of a session read, each by its own name."""
    return READ[language]
