"""The one place that knows bleach: markup is taken out, everything else stays text."""

import html
import re

import bleach

# What an HTML reader would take for a comment or a declaration that never ends would swallow all words after it.
_UNENDED = re.compile(r"<(?=[!?/])(?![^>]*>)")


def without_markup(text: str) -> str:
    """The text without tags and comments, to be treated as text for ever; `&`, `<3` and `x<y` stay as they are."""
    kept = _UNENDED.sub("&lt;", text.replace("&", "&amp;"))
    return html.unescape(bleach.clean(kept, tags=set(), attributes={}, strip=True, strip_comments=True))
