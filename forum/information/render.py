"""Takes our Markdown apart for the templates: paragraphs, lists, words that stand out, and links to our own pages.

No markup is made here: templates write every tag, and escape every word.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

PAGE = "page:"
CALL = "tel:"
HERE = "#"

_markdown = MarkdownIt("zero", {"html": False}).enable(["emphasis", "link", "list"])


class StrangeLink(Exception):
    """A link in a text that is neither to one of our pages, nor to a place on the same one, nor a telephone number."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some words that are shown alike."""

    words: str
    strong: bool = False
    href: str | None = None


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A paragraph, or a list with its items."""

    lines: tuple[Line, ...]
    listed: bool


def prose(markdown: str, lang: str) -> list[Chunk]:
    """The paragraphs and lists of a text."""
    chunks: list[Chunk] = []
    for token in _markdown.parse(markdown):
        if token.type == "bullet_list_open":
            chunks.append(Chunk((), listed=True))
        elif token.type == "inline":
            chunks[-1:] = _with_line(chunks[-1:], tuple(_spans(token.children or [], lang)), token.level)
    return chunks


def inline(line: str, lang: str) -> Line:
    """The words of one line."""
    return tuple(span for token in _markdown.parseInline(line) for span in _spans(token.children or [], lang))


def plain(line: str) -> Line:
    """Words that are shown as they are, whatever they hold."""
    return (Span(line),) if line else ()


def _with_line(last: list[Chunk], line: Line, level: int) -> list[Chunk]:
    # The words of a list's item lie deeper than those of a paragraph.
    if level > 1:
        return [Chunk((*last[0].lines, line), listed=True)]
    return [*last, Chunk((line,), listed=False)]


def _spans(tokens: list[Token], lang: str) -> Iterator[Span]:
    strong, href = False, None
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            strong = token.nesting == 1
        elif token.type in ("link_open", "link_close"):
            href = _address(str(token.attrGet("href")), lang) if token.nesting == 1 else None
        elif token.content or token.type == "softbreak":
            yield Span(token.content or " ", strong, href)


def _address(href: str, lang: str) -> str:
    if href.startswith((HERE, CALL)):
        return href
    if not href.startswith(PAGE):
        raise StrangeLink(href)
    return f"/{lang}/{href.removeprefix(PAGE)}"
