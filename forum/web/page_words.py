"""The few functions that every template may call: languages side by side, times, and the words of leaving."""

from functools import cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Blueprint, request
from flask_babel import gettext as _

from forum.web.languages import LANGUAGES, other_language, page_language
from forum.web.services import services

FOLDER = Path(__file__).resolve().parent.parent / "translations"
PLACE = "Europe/London"
"""Times are stored in UTC and shown as the clock on the wall has them."""


def add_page_words(blueprint: Blueprint) -> None:
    """Registers the functions for the templates of the whole app."""
    for word in (page_language, other_language, other_address, in_language, leave_words, exit_address, footer_links):
        blueprint.add_app_template_global(word)


def in_language(code: str, msgid: str, **values: object) -> str:
    """One message in the language asked for, whatever the page's own language."""
    words = _catalogue(code).gettext(msgid)
    return words % values if values else words


def other_address() -> str:
    """This page's address in the other language."""
    first, _slash, rest = request.path[1:].partition("/")
    return f"/{other_language()}/{rest}" if first in LANGUAGES else f"/{other_language()}/"


def exit_address() -> str:
    """The plain page that leaving quickly goes to."""
    return str(services().settings.exit_url)


def leave_words() -> dict[str, dict[str, str]]:
    """What is spoken while somebody leaves with the key, in both languages."""
    return {code: {key: in_language(code, words) for key, words in _LEAVING.items()} for code in LANGUAGES}


def footer_links() -> list[tuple[str, str]]:
    """The pages that every page links to, with their names."""
    return [
        ("support", _("Who to talk to")),
        ("tonight", _("When we meet, and how to get a card")),
        ("safety", _("Is this device safe?")),
        ("information", _("What to know first")),
        ("ticket", _("How your ticket works")),
        ("leaving", _("Leaving quickly")),
        ("privacy", _("What is kept")),
        ("accessibility", _("Accessibility")),
        ("reference-group", _("The reference group")),
    ]


def mark(sentence: str) -> str:
    """Marks a sentence for translation where the language is not known yet."""
    return sentence


_LEAVING = {
    "two": mark("Shift: press 2 more times to leave."),
    "one": mark("Shift: press 1 more time to leave."),
    "expired": mark("You are still on this page."),
    "loading": mark("Loading."),
}


@cache
def _catalogue(code: str) -> NullTranslations:
    return Translations.load(FOLDER, [code])
