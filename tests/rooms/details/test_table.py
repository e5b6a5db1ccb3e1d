"""What the detail check has to find, and how rarely it may be wrong, on every set of sentences."""

import pytest

from tests.rooms.details.table import SETS, kinds, misses, scored, sentences, table

CERTAIN, NAMES, PRECISION = 0.95, 0.7, 0.9
AT_LEAST = 450


def test_there_are_enough_sentences_and_half_of_them_are_innocent() -> None:
    every = [one for name in SETS for one in sentences(name)]
    assert len(every) >= AT_LEAST
    assert 0.48 <= sum(not one.labels for one in every) / len(every) <= 0.55
    assert {one.lang for one in every} == {"en", "cy"}


@pytest.mark.skipif("heldout" not in SETS, reason="the set that nobody has looked at is not here")
def test_a_third_of_the_sentences_was_never_looked_at() -> None:
    heldout = sentences("heldout")
    assert len(heldout) >= sum(len(sentences(name)) for name in SETS) / 3
    assert {one.lang for one in heldout} == {"en", "cy"}


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("lang", ["en", "cy", "both"])
def test_it_finds_what_it_must_and_little_else(name: str, lang: str) -> None:
    score = scored([one for one in sentences(name) if lang in (one.lang, "both")])
    assert score.recall(kinds(True)) >= CERTAIN
    assert score.recall(["name"]) >= NAMES
    assert score.precision(kinds(True) + kinds(False)) >= PRECISION


def test_every_kind_is_asked_for_in_the_sentences() -> None:
    wanted = {kind for name in SETS for one in sentences(name) for kind, _words in one.labels}
    assert wanted == {*kinds(True), *kinds(False)}


def test_the_table_has_a_row_for_each_kind_of_each_set() -> None:
    shown = table()
    for name in SETS:
        for kind in (*kinds(True), *kinds(False), "certain kinds", "names", "everything"):
            assert f"| {name}, both | {kind} |" in shown


def test_a_check_that_finds_nothing_or_everything_would_fail() -> None:
    innocent = [one for one in sentences("tuned") if not one.labels]
    blind = scored(sentences("tuned"), ())
    assert blind.recall(["place"]) < scored(sentences("tuned")).recall(["place"])
    turned = [type(one)(one.lang, one.text, (("phone", one.text),)) for one in innocent]
    assert scored(turned).recall(["phone"]) < 0.05
    assert len(misses(turned)) > 0.95 * len(turned)
