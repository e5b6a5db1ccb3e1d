"""The page and the server find the same: over every labelled sentence, and over texts that nobody thought of."""

import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.rooms.details import FILE, check
from tests.rooms.details.table import PLACES, SETS, sentences

HERE = Path(__file__).resolve().parent
DRAWN, ROUNDS = 50, 20

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")

Asked = tuple[str, str]


def on_the_page(asked: Sequence[Asked]) -> list[Any]:
    """What the page's own modules find, in one go."""
    lines = "".join(json.dumps({"text": text, "lang": lang, "places": PLACES}) + "\n" for text, lang in asked)
    command = ["node", str(HERE / "check_in_node.mjs")]
    told = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, timeout=120)
    return [json.loads(line) for line in told.stdout.splitlines()]


def on_the_server(text: str, lang: str) -> list[Any]:
    """The same from Python, with places counted as a page counts them."""

    def units(end: int) -> int:
        return len(text[:end].encode("utf-16-le")) // 2

    return [
        {
            "kind": one.kind,
            "start": units(one.start),
            "end": units(one.end),
            "certain": one.certain,
            "replace": list(one.replace),
            "words": text[one.start : one.end],
        }
        for one in check(text, lang, PLACES)
    ]


def pieces() -> list[str]:
    """What sentences are made of here: labelled words, words of the patterns, and what tends to break things."""
    labelled = [one.text for name in SETS for one in sentences(name)]
    spoken = sorted({word for text in labelled for word in text.split()})
    source = sorted(set(re.findall(r"[a-z]{2,12}", FILE.read_text(encoding="utf-8"))))[::7]
    hard = [
        "ﬁ",
        "İ",
        "ß",
        "’s",
        "–",
        "\u00a0",
        "😀",
        "e\u0301",
        "Ł",
        "ŵ",
        "\n",
        "@",
        "+44",
        "(0",
        "/",
        ".",
        ",",
        "''",
        "K",
        "ſ",
        "\u200d",
        "0770\u200d0900\u200c123",
        "\u0420\u0421 4512",
        "\uff10\uff17\uff17",
        "\U0001d7d8\U0001d7df",
        "7\ufe0f\u20e3",
    ]
    return spoken + source + hard + [str(number) for number in range(0, 3000, 37)]


words = st.lists(st.sampled_from(pieces()), max_size=30).map(" ".join)
any_text = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80)
spelled = st.text(alphabet="aAdDpPcCsS09 12/.-@+(')\nŵé", max_size=60)


@needs_node
def test_they_agree_over_the_whole_table() -> None:
    asked = [(one.text, lang) for name in SETS for one in sentences(name) for lang in ("en", "cy")]
    found = on_the_page(asked)
    assert len(found) == len(asked)
    assert found == [on_the_server(*one) for one in asked]
    assert sum(map(bool, found)) > len(asked) / 4


@needs_node
@settings(max_examples=ROUNDS, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(words | any_text | spelled, st.sampled_from(["en", "cy"])), max_size=DRAWN))
def test_they_agree_over_texts_that_are_drawn(asked: list[Asked]) -> None:
    assert on_the_page(asked) == [on_the_server(*one) for one in asked]


DISGUISED = {
    "07700900123": (
        "0770\u200d0900123",
        "07700\u034f900123",
        "0\ufe0f\u20e37700900123",
        "".join(chr(ord(figure) + 0xFEE0) for figure in "07700900123"),
        "".join(chr(ord(figure) - ord("0") + 0x1D7D8) for figure in "07700900123"),
    ),
    "CF10 3NB": ("CF10\u200c 3NB", "\u03f9F10 3\u039d\u0392", "\uff23\uff26\uff11\uff10 \uff13\uff2e\uff22"),
    "PC 4512": ("\u0420\u0421 4512", "\u03a1C 4\u200d512", "\u0440\u0441 4512"),
    "a.b@c.com": ("a.b\u200d@c.com", "a.b\uff20c.com"),
}


@needs_node
@pytest.mark.parametrize("lang", ["en", "cy"])
@pytest.mark.parametrize("plain", DISGUISED)
def test_signs_that_look_alike_or_like_nothing_hide_nothing(plain: str, lang: str) -> None:
    [wanted] = on_the_server(f"\u200d😀 {plain} now", lang)
    assert wanted["certain"]
    asked = [(f"\u200d😀 {other} now", lang) for other in DISGUISED[plain]]
    found = [on_the_server(*one) for one in asked]
    assert [[(one["kind"], one["words"]) for one in all_] for all_ in found] == [
        [(wanted["kind"], other)] for other in DISGUISED[plain]
    ]
    assert on_the_page(asked) == found


@needs_node
def test_the_comparison_would_notice_a_difference() -> None:
    text = "PC Davies told me."
    assert on_the_page([(text, "en")]) != [on_the_server(text.lower().replace("davies", "somebody"), "en")]
