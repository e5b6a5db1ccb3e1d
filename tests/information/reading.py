"""What the tests read off a page: its words, section by section, as somebody sees them."""

import html
import re

TAG = re.compile(r"<[^>]+>")
BLOCK = re.compile(r"<(?:p|li|summary|h[1-6])\b[^>]*>(.*?)</(?:p|li|summary|h[1-6])>", re.DOTALL)


def main_of(page: str) -> str:
    """The main part of a page."""
    return page.partition("<main")[2].partition("</main>")[0]


def words_of(markup: str) -> str:
    """The words of a piece of a page, without its tags."""
    return " ".join(html.unescape(TAG.sub(" ", markup)).split()).replace(" .", ".")


def blocks_of(page: str) -> list[str]:
    """The words of each paragraph, list item and heading of the main part."""
    return [words_of(block) for block in BLOCK.findall(main_of(page))]


def sections_of(page: str) -> dict[str, str]:
    """The words of each section that has a heading of its own, by the heading's id."""
    return {
        name: words_of(body)
        for name, body in re.findall(r'<section[^>]*aria-labelledby="([^"]+)">(.*?)</section>', page, re.DOTALL)
    }
