"""Every Welsh word that people see, against the dictionary that browsers use, and a short list of others."""

import re
import tomllib
import warnings
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from spylls.hunspell import Dictionary

from forum.information.texts import FOLDER
from forum.signposting.directory import FILE as SERVICES

ROOT = Path(__file__).resolve().parents[2]
DICTIONARY = ROOT / "node_modules" / "dictionary-cy" / "index"
CATALOGUE = ROOT / "forum" / "translations" / "cy" / "LC_MESSAGES" / "messages.po"
EXTRA = Path(__file__).with_name("welsh_words.txt")
WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
NOT_WORDS = re.compile(r"%\(\w+\)[sd]|\{[^}]*\}|\]\([^)]*\)|https?://\S+|\w+(?:\.\w+)+|<!--.*?-->", re.DOTALL)
MARKS = re.compile(r"(?m)^short(?: \([a-z-]+\))?:")
JOINED = re.compile(r"'(?:r|n|i|u|w|m|th|ch)$")
"""Little words that lean on the one before: `tudalennau'r` is right where `tudalennau` is."""


@cache
def dictionary() -> Dictionary:
    # The library leaves the files for Python to close.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        return Dictionary.from_files(str(DICTIONARY))


def extra() -> set[str]:
    lines = EXTRA.read_text(encoding="utf-8").splitlines()
    return {word for line in lines for word in line.partition("#")[0].split()}


def unknown(text: str) -> set[str]:
    """The words that neither the dictionary nor our own list has."""
    plain = MARKS.sub("", NOT_WORDS.sub(" ", text)).replace("’", "'")
    return {word for word in set(WORD.findall(plain)) - extra() if len(word) > 1 and not _known(word)}


def _known(word: str) -> bool:
    forms = {word, JOINED.sub("", word)}
    return any(dictionary().lookup(form) or form in extra() for form in forms | {form.lower() for form in forms})


def of_the_services() -> str:
    services = tomllib.loads(SERVICES.read_text(encoding="utf-8"))["service"]
    return "\n".join(part["cy"] for one in services for part in one.values() if isinstance(part, dict) and "cy" in part)


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("cy.md")), ids=lambda path: path.parent.name)
def test_the_texts_are_spelt_right(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert unknown(text) == set()
    assert "check: fluent reader" in text.partition("\n# ")[0]


def test_every_message_is_spelt_right() -> None:
    with CATALOGUE.open("rb") as source:
        messages = read_po(source, locale="cy")
    found = {}
    for message in messages:
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        if message.id and (slips := unknown(" ".join(forms))):
            found[message.id] = slips
    assert found == {}


def test_the_services_are_spelt_right() -> None:
    assert unknown(of_the_services()) == set()


@pytest.mark.parametrize("slip", ["gadaelwch", "siarrad", "cydlynyd", "ystafel", "Cymraeag"])
def test_a_slip_is_noticed(slip: str) -> None:
    assert unknown(f"Mae croeso i chi {slip} yma.") == {slip}


def test_our_own_list_holds_nothing_that_is_not_needed() -> None:
    with CATALOGUE.open("rb") as source:
        strings = [m.string if isinstance(m.string, str) else " ".join(m.string) for m in read_po(source, locale="cy")]
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.rglob("cy.md")]
    used = set(WORD.findall(" ".join([*strings, *texts, of_the_services()]).replace("’", "'")))
    used |= {JOINED.sub("", word) for word in used}
    assert {word for word in extra() if word not in used or dictionary().lookup(word)} == set()
