"""English that an eleven-year-old can read: every text of ours that people see, as `textstat` grades it."""

import re
from pathlib import Path

import pytest
import textstat

import forum
from forum.information.domain import Block, ForcePart, Prose
from forum.information.texts import FOLDER, care, read_both
from forum.refusals import SENTENCES
from tests.information.reading import blocks_of
from tests.pages.small import PATHS, Evening, small_app

TEMPLATES = Path(forum.__file__).parent / "templates"
SAID = re.compile(r"(?:_|both)\(\s*\"((?:[^\"\\]|\\.)*)\"")
FOR_EXPERTS = {"ticket/proof"}
GRADE = 8.0

HARD = (
    "Notwithstanding the aforementioned considerations, attendees acknowledge that confidentiality obligations "
    "may necessitate disclosure to appropriate safeguarding authorities in exceptional circumstances."
)


def graded(sentences: list[str]) -> float:
    """The grade of these sentences together; words that stand alone are no sentences."""
    whole = [words if words.endswith((".", "?", "!", ":")) else f"{words}." for words in sentences if " " in words]
    return float(textstat.flesch_kincaid_grade(" ".join(whole)))


def told(blocks: tuple[Block, ...]) -> list[str]:
    return [b.markdown if isinstance(b, Prose) else b.draft for b in blocks if isinstance(b, (Prose, ForcePart))]


@pytest.mark.parametrize("path", [path for path in PATHS if path not in FOR_EXPERTS])
def test_every_page_is_plain(path: str) -> None:
    html = small_app(Evening()).test_client().get(f"/en/{path}").get_data(as_text=True)
    assert graded(blocks_of(html)) <= GRADE


@pytest.mark.parametrize("name", ["", "safety", "colleague"])
def test_every_section_of_a_text_is_plain(name: str) -> None:
    document = (care(name) if name else read_both(FOLDER))["en"]
    hard = {}
    for section in document.sections:
        parts = told(section.blocks) + [words for answer in section.answers for words in told(answer.blocks)]
        # One long word tips a line of six words, so a section is read together with its short line.
        words = [section.short.lead, section.short.rest, *parts]
        hard[section.id] = graded([re.sub(r"\]\([^)]*\)|[\[*]", "", part) for part in words if part])
    assert {name: grade for name, grade in hard.items() if grade > GRADE} == {}


@pytest.mark.parametrize("folder", ["attendance", "rooms", "web", "signposting", "information"])
def test_the_words_of_every_template_are_plain(folder: str) -> None:
    for template in sorted((TEMPLATES / folder).glob("*.html")):
        said = SAID.findall(template.read_text(encoding="utf-8"))
        if sum(len(words.split()) for words in said) >= 30:
            assert graded(said) <= GRADE, template.name


def test_what_is_said_when_something_cannot_be_done_is_plain() -> None:
    assert graded(list(SENTENCES.values())) <= GRADE


def test_the_grade_tells_plain_from_hard() -> None:
    assert graded([HARD]) > 2 * GRADE
