"""Finds messages where no marking function stands: the purposes and lives of the table of what is kept."""

import ast
from collections.abc import Collection, Iterator
from typing import BinaryIO

Found = tuple[int, str, str, list[str]]
_NOT_WORDS = ("door.", "issuer.", "forum.", "door/", "issuer/", "__Host-")


def kept(
    fileobj: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: dict[str, str]
) -> Iterator[Found]:
    """A Babel extraction method: every sentence that `forum/retention.py` says about something kept."""
    tree = ast.parse(fileobj.read())
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings and _is_words(node.value):
            yield node.lineno, "gettext", str(node.value), []


def _is_words(value: object) -> bool:
    return isinstance(value, str) and " " in value and not value.startswith(_NOT_WORDS)
