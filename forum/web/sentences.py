"""The sentences of all refusals in both languages, for pages that get codes over a connection."""

from forum.refusals import SENTENCES
from forum.web.languages import LANGUAGES
from forum.web.page_words import in_language


def sentences() -> dict[str, dict[str, str]]:
    """Language, then code, then sentence."""
    return {
        language: {code.value: in_language(language, words) for code, words in SENTENCES.items()}
        for language in LANGUAGES
    }
