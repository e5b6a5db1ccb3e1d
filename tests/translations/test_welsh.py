"""The Welsh catalogue is whole: every message, every placeholder, every plural form."""

import io
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "forum" / "translations"
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
QUOTED = re.compile(r"“([^”]+)”")
COUNTS = (0, 1, 2, 3, 6, 20)


def catalogue(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=locale)


def ids(messages: Catalog) -> set[str | tuple[str, ...]]:
    return {m.id if isinstance(m.id, str) else tuple(m.id) for m in messages if m.id}


@pytest.fixture(scope="module")
def welsh() -> Catalog:
    return catalogue(FOLDER / "cy" / "LC_MESSAGES" / "messages.po", "cy")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The messages that the sources hold right now, found as `make words` finds them."""
    pot = tmp_path_factory.mktemp("words") / "messages.pot"
    recipe = re.search(r"^words:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert recipe
    given = shlex.split(recipe[1].replace("\\\n", " ").partition("python ")[2])
    command = [sys.executable, *given, "-o", str(pot)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=ROOT, check=True, env=environment, capture_output=True)
    return catalogue(pot)


def test_every_message_has_its_welsh(found: Catalog, welsh: Catalog) -> None:
    assert ids(found) - ids(welsh) == set()


def test_the_list_of_messages_is_as_make_words_writes_it(found: Catalog) -> None:
    assert ids(found) == ids(catalogue(FOLDER / "messages.pot"))


def test_no_welsh_is_left_of_messages_that_are_gone(found: Catalog, welsh: Catalog) -> None:
    assert ids(welsh) - ids(found) == set()


def test_no_translation_is_empty_or_left_out_as_doubtful(welsh: Catalog) -> None:
    for message in welsh:
        if message.id:
            forms = [message.string] if isinstance(message.string, str) else list(message.string)
            assert all(form.strip() for form in forms), message.id
            assert not message.fuzzy, message.id


def test_placeholders_agree(welsh: Catalog) -> None:
    for message in welsh:
        if message.id:
            english = message.id if isinstance(message.id, str) else message.id[-1]
            forms = [message.string] if isinstance(message.string, str) else list(message.string)
            for form in forms:
                assert set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(english)), message.id


def test_what_a_sentence_calls_by_its_name_is_there_and_is_called_so_in_welsh_too(welsh: Catalog) -> None:
    said = {message.id: message.string for message in welsh if message.id and isinstance(message.id, str)}
    for english, words in said.items():
        for name in QUOTED.findall(english):
            assert name in said, english
            assert f"“{said[name]}”" in words, english


def test_plurals_have_a_form_for_every_kind_of_number(welsh: Catalog) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, welsh)
    compiled.seek(0)
    words = Translations(compiled)
    assert welsh.num_plurals == 5
    for message in welsh:
        if isinstance(message.id, (tuple, list)):
            said = {n: words.ungettext(message.id[0], message.id[1], n) for n in COUNTS}
            assert not set(said.values()) & set(message.id), message.id
            # One, two, three and six each have a form of their own; zero and twenty share the common one.
            assert said[0] == said[20]
            assert said[1] != said[0].replace("0", "1")


def test_the_welsh_letters_are_whole(welsh: Catalog) -> None:
    text = (FOLDER / "cy" / "LC_MESSAGES" / "messages.po").read_text(encoding="utf-8")
    assert "ŵ" in text
    assert "\ufffd" not in text
