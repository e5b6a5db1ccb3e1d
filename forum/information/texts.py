"""The texts of the package: read and compared once, at the start."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from forum.information.domain import LANGS, Document, Lang
from forum.information.parser import parse

FOLDER = Path(__file__).with_name("texts")


class UnequalTexts(Exception):
    """The two languages of a text do not have the same sections."""


def read_both(folder: Path) -> Mapping[Lang, Document]:
    """A text in both languages; raises TextFault, or UnequalTexts where one has what the other has not."""
    both = {lang: parse((folder / f"{lang}.md").read_text(encoding="utf-8")) for lang in LANGS}
    if both["en"].shape() != both["cy"].shape():
        raise UnequalTexts(folder.name)
    return both


@cache
def care(name: str) -> Mapping[Lang, Document]:
    """One of the pages of care: `safety` or `colleague`."""
    return read_both(FOLDER / name)
