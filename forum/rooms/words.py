"""The one place that knows bleach: markup is taken out, everything else stays text."""

import html
import re

import bleach

# What an HTML reader would take for a comment or a declaration that never ends would swallow all words after it.
_UNENDED = re.compile(r"<(?=[!?/])(?![^>]*>)")

# To make one takes longer than to use it. Nothing in it waits, so that two never use it at once.
_CLEANER = bleach.Cleaner(tags=set(), attributes={}, strip=True, strip_comments=True)


def without_markup(text: str) -> str:
    """The text without tags and comments, to be treated as text for ever; `&`, `<3` and `x<y` stay as they are."""
    # All markup begins with this sign, and most words have none of it: bleach would give them back as they are.
    return by_bleach(text) if "<" in text else text


def by_bleach(text: str) -> str:
    """The same, with every text read as an HTML reader reads it."""
    return html.unescape(_CLEANER.clean(_UNENDED.sub("&lt;", text.replace("&", "&amp;"))))
