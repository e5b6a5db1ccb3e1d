"""How a text file is read, and what is said of one that cannot be."""

import pytest

from forum.information.domain import Answer, ForcePart, Prose, ServiceLine, Short
from forum.information.parser import TextFault, parse
from forum.information.texts import UnequalTexts, read_both

WHOLE = """<!-- a note,
over two lines -->
# The title

What comes first.

## One {#one six paper}
short: **Not** Markdown. | [Here](page:support)

A paragraph
over two lines.

- a list
- of two

{service emergency}

{force words}
First.

Second.
{end}

### An answer

What follows it.

## Two {#two}
short (two-short): A line.
"""


def test_a_whole_file() -> None:
    document = parse(WHOLE)
    one, two = document.sections
    assert (document.title, document.lead) == ("The title", "What comes first.")
    assert (one.id, one.title, one.places) == ("one", "One", {"six", "paper"})
    assert one.short == Short("**Not** Markdown.", "[Here](page:support)")
    assert one.blocks == (
        Prose("A paragraph\nover two lines."),
        Prose("- a list\n- of two"),
        ServiceLine("emergency"),
        ForcePart("words", "First.\n\nSecond."),
    )
    assert one.answers == (Answer("An answer", (Prose("What follows it."),)),)
    assert (two.short, two.blocks) == (Short("A line.", part="two-short"), ())
    assert document.drafts() == {"words": "First.\n\nSecond.", "two-short": "A line."}
    assert [section.id for section in document.at("six")] == ["one"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("# Another title", 3),
        ("## No id", 3),
        ("## One {#one}", 5),
        ("## Elsewhere {#x cellar}", 3),
        ("short: too early", 3),
        ("#### too deep", 3),
        ("{service Not A Key}", 3),
        ("{unknown thing}", 3),
        ("{force words}", 6),
    ],
)
def test_a_fault_names_its_line(line: str, number: int) -> None:
    with pytest.raises(TextFault, match=f"line {number}:"):
        parse(f"# Title\n\n{line}\n\n## One {{#one}}\nshort: A line.")


@pytest.mark.parametrize("text", ["", "## One {#one}\nshort: A line.", "# Title", "# Title\n## One {#one}\n\nWords."])
def test_what_is_no_text_at_all(text: str) -> None:
    with pytest.raises(TextFault):
        parse(text)


def test_a_section_has_one_short_line_only() -> None:
    with pytest.raises(TextFault, match="line 4: a section has one short line"):
        parse("# Title\n## One {#one}\nshort: A line.\nshort: Another.")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{#two}", "{#three}"),
        ("{#two}", "{#two six}"),
        ("short (two-short):", "short:"),
        ("{service emergency}", "Call."),
        ("{force words}", "{force others}"),
        ("What follows it.", "What follows it.\n\nAnd more."),
    ],
)
def test_two_languages_that_differ_stop_the_start(tmp_path, old: str, new: str) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "en.md").write_text(WHOLE, encoding="utf-8")
    (tmp_path / "cy.md").write_text(WHOLE.replace("A paragraph", "Paragraff"), encoding="utf-8")
    assert read_both(tmp_path)["cy"].sections[0].blocks[0] == Prose("Paragraff\nover two lines.")
    (tmp_path / "cy.md").write_text(WHOLE.replace(old, new), encoding="utf-8")
    with pytest.raises(UnequalTexts):
        read_both(tmp_path)
