"""The names for one evening: enough of them, gentle, and in good Welsh."""

import re

from forum.rooms.domain.handles import HANDLES, drawn
from tests.rooms.worlds import SeededChance

FEMININE = [
    "Tylluan", "Colomen", "Gwennol", "Bronfraith", "Hwyaden", "Cwningen", "Ysgyfarnog", "Gwiwer", "Gwenynen",
    "Gwylan", "Coeden", "Derwen", "Bedwen", "Helygen", "Celynnen", "Rhedynen", "Pinwydden", "Ffawydden", "Seren",
    "Lleuad", "Afon", "Ynys", "Ton", "Craig", "Carreg", "Pluen", "Deilen", "Mesen", "Enfys", "Dôl", "Coedwig",
    "Gardd", "Pont", "Llong", "Llusern", "Cragen", "Briallen", "Meillionen", "Gellygen", "Eirinen", "Ceiriosen",
    "Mefusen", "Cneuen", "Awel", "Perllan",
]  # fmt: skip
MASCULINE = [
    "Dyfrgi", "Draenog", "Carw", "Merlyn", "Eog", "Alarch", "Crwban", "Morlo", "Dolffin", "Ehedydd", "Aderyn",
    "Ceffyl", "Blodyn", "Rhosyn", "Pabi", "Afal", "Grug", "Mwsogl", "Llyn", "Mynydd", "Bryn", "Cwm", "Cwmwl", "Môr",
    "Traeth", "Llwybr", "Maes", "Goleudy", "Cwch", "Tebot", "Gwlithyn", "Haul", "Harbwr", "Pelydryn",
]  # fmt: skip
ADJECTIVES = {
    "Quiet": "Tawel", "Gentle": "Mwyn", "Kind": "Caredig", "Wise": "Doeth", "Bright": "Disglair", "Warm": "Cynnes",
    "Steady": "Cadarn", "Sunny": "Heulog", "Cheerful": "Siriol", "Happy": "Hapus", "Hopeful": "Gobeithiol",
    "Friendly": "Cyfeillgar", "Thoughtful": "Meddylgar", "Generous": "Hael", "Merry": "Llawen", "Contented": "Bodlon",
    "Free": "Rhydd", "Golden": "Euraid", "Silver": "Arian", "Blue": "Glas", "Grey": "Llwyd", "Purple": "Porffor",
    "Still": "Llonydd", "Light": "Ysgafn", "Lovely": "Hyfryd", "Tender": "Tyner", "Beautiful": "Prydferth",
    "Orange": "Oren", "Clear": "Clir", "Faithful": "Ffyddlon",
}  # fmt: skip
SOFT = {"Ll": "L", "Rh": "R", "P": "B", "T": "D", "C": "G", "B": "F", "D": "Dd", "G": "", "M": "F"}
UNCHANGED = ("Ch", "Dd", "Ff", "Ph", "Th")


def softened(word):
    if word.startswith(UNCHANGED):
        return word
    hard = next((h for h in SOFT if word.startswith(h)), "")
    return (SOFT.get(hard, "") + word[len(hard) :]).capitalize()


def test_there_are_enough_and_no_two_alike():
    assert len(HANDLES) >= 120
    assert len({en for en, _ in HANDLES}) == len({cy for _, cy in HANDLES}) == len(HANDLES)


def test_every_welsh_name_has_its_adjective_last_and_soft_after_a_feminine_noun():
    for en, cy in HANDLES:
        adjective, _ = en.split()
        noun, described = cy.split()
        assert noun in FEMININE or noun in MASCULINE, cy
        plain = ADJECTIVES[adjective]
        assert described == (softened(plain) if noun in FEMININE else plain), cy


def test_a_noun_is_the_same_in_both_languages_wherever_it_stands():
    nouns = {(en.split()[1], cy.split()[0]) for en, cy in HANDLES}
    assert len({en for en, _ in nouns}) == len({cy for _, cy in nouns}) == len(nouns)


def test_names_are_short_plain_words():
    assert all(re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", en) and len(en) <= 24 for en, _ in HANDLES)
    assert all(re.fullmatch(r"[A-Z][a-zôŵŷ]+ [A-Z][a-z]+", cy) and len(cy) <= 24 for _, cy in HANDLES)


def test_nobody_gets_a_handle_that_is_taken():
    chance, taken = SeededChance(), set()
    for _ in range(2 * len(HANDLES) + 5):
        handle = drawn(taken, chance.below)
        assert handle not in taken
        taken.add(handle)
    assert taken >= set(range(2 * len(HANDLES)))
