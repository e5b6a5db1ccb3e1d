"""Which language a page speaks: the first part of its address, never a cookie or a header."""

from typing import Any

from flask import Flask, current_app, request
from flask_babel import Babel, gettext

from forum.refusals import SENTENCES, RefusalCode

LANGUAGES = ("en", "cy")
PREFIX = "/<any(en, cy):lang>"
"""What the rule of every page starts with; views do not get `lang`, `url_for` fills it in."""

DEFAULT = "FORUM_DEFAULT_LANGUAGE"


def set_up_languages(app: Flask, default: str) -> None:
    """Lets every page of `app` speak the language of its address."""
    app.config[DEFAULT] = default
    Babel(app, default_locale="en", default_translation_directories="translations", locale_selector=page_language)
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_keep_language)
    app.context_processor(_template_words)


def page_language() -> str:
    """The language of the page that is being made."""
    first = request.path[1:].partition("/")[0]
    return first if first in LANGUAGES else str(current_app.config[DEFAULT])


def other_language() -> str:
    """The language to offer beside the page's own."""
    return "cy" if page_language() == "en" else "en"


def sentence(code: RefusalCode) -> str:
    """The sentence of a refusal code in the page's language."""
    return str(gettext(SENTENCES[code]))


def _take_language(endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values:
        values.pop("lang", None)


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if "lang" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        values["lang"] = page_language()


def _template_words() -> dict[str, Any]:
    return {"page_language": page_language, "other_language": other_language}
