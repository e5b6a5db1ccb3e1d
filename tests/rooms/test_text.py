"""What people write comes out as it went in, but for markup and what cannot be seen."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.refusals import RefusalCode, Refused
from forum.rooms.domain.text import tidied
from forum.rooms.wire import clean
from forum.rooms.words import by_bleach, without_markup

WALES = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
KEPT = [
    "<3", "I <3 you", "x<y", "x<y and z", "x < y > z", "a & b", "&amp;", "&lt;b&gt;", "&", "&&", "<", "<<", "</",
    "<!", "<?", "<!-- that never ends", "-->", "\"quoted\" and 'quoted'", "ŵ ŷ Ŵ Ŷ â ê î ô û", "Dŵr, tŷ, gŵyl",
    "👩\u200d👩\u200d👧\u200d👦", "❤\ufe0f", "👍🏽", WALES, f"Cymru {WALES} am byth", "one\n\ntwo", "a\tb",
    "50 % of 10", "a\\b", "{}[]", "می\u200cخواهم", "1 > 0", "5 <6> 7",
]  # fmt: skip


@pytest.mark.parametrize("text", KEPT)
def test_it_comes_out_as_it_went_in(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("<b>hello</b>", "hello"),
        ("<script>alert(1)</script>x", "alert(1)x"),
        ("before<img src=x onerror=alert(1)>after", "beforeafter"),
        ('<a href="https://example.org">a link</a>', "a link"),
        ("a<!-- hidden -->b", "ab"),
        ("<svg/onload=alert(1)>x", "x"),
        ("5<x and y>3", "53"),  # the known loss, see docs/decisions/0001
    ],
)
def test_markup_is_taken_out(written, left):
    assert clean(written) == left


@pytest.mark.parametrize(
    "unseen",
    ["\0", "\x07", "\x1b", "\x7f", "\x85\x9f", "\u200b", "\u200e", "\u200f", "\u061c", "\u202e", "\u202a", "\u2066"]
    + ["\u2069", "\u2060", "\ufeff", "\xad", "\ufff9", "\U000e0041", "\U000e0001", "\ufffe", "\ufdd0"],
    ids=ascii,
)
def test_control_and_bidi_characters_are_taken_out(unseen):
    assert clean(f"ab{unseen}cd").replace("\n", "") == "abcd"


def test_lines_end_in_one_way():
    assert clean("a\r\nb\rc\u2028d\u2029e\x0bf\x0cg") == "a\nb\nc\nd\ne\nf\ng"


def test_letters_are_brought_into_one_form():
    assert clean("w\u0302 y\u0302") == "ŵ ŷ"


def test_space_around_it_goes():
    assert clean("  a b \n") == "a b"


NOTHING = ["", " ", "\n\t ", "\u00a0\u2003", "\u200b\u200e", "\u200d\ufe0f", "<b></b>", "\0", "\u3164"]


@pytest.mark.parametrize("text", NOTHING, ids=ascii)
def test_only_spaces_is_no_message(text):
    with pytest.raises(Refused) as refused:
        clean(text)
    assert refused.value.code == RefusalCode.EMPTY_MESSAGE


@pytest.mark.parametrize("text", ["x" * 1000, "ŵ" * 600, "👍" * 300, "w\u0302" * 600, "x" * 1000 + " " * 100])
def test_a_thousand_characters_and_twelve_hundred_bytes_are_enough(text):
    assert clean(text) == unicodedata.normalize("NFC", text).strip()


@pytest.mark.parametrize("text", ["x" * 1001, "ŵ" * 601, "👍" * 301, "&" * 1001])
def test_one_more_is_too_long(text):
    with pytest.raises(Refused) as refused:
        clean(text)
    assert refused.value.code == RefusalCode.MESSAGE_TOO_LONG


def cleaned(text):
    """What is left of the text; None where it is refused as empty or too long, and never for another reason."""
    try:
        return clean(text)
    except Refused as refused:
        if refused.code not in (RefusalCode.EMPTY_MESSAGE, RefusalCode.MESSAGE_TOO_LONG):
            raise
        return None


# A surrogate cannot arrive (bytes are UTF-8), and what is not a letter, a mark, a sign or a space is another test's.
others = ["Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp"]
plain = st.text(st.characters(exclude_categories=others, exclude_characters="<\u115f\u1160\u3164\uffa0"))


@given(plain)
def test_text_without_angle_brackets_is_only_normalised(text):
    assert cleaned(text) in (None, unicodedata.normalize("NFC", text).strip())


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<"), max_size=1500)
    | st.from_regex(r"[^<]*&[#a-z0-9;&>]+[^<]*", fullmatch=True)
)
def test_bleach_finds_nothing_where_no_angle_opens(text):
    words = tidied(text)
    assert by_bleach(words) == without_markup(words) == words


def test_what_looks_like_markup_in_the_end_was_text_all_along():
    assert clean("<<b>script>alert(1)<</b>/script>") == "<script>alert(1)</script>"


@given(st.text(st.sampled_from("<>/!-?&;abimgsvgscript =\"'\n\u202e\0")) | st.text(max_size=1500))
def test_whatever_is_written_is_clean_or_kindly_refused(text):
    left = cleaned(text)
    if left is None:
        return
    assert left == unicodedata.normalize("NFC", left).strip()
    assert 0 < len(left) <= 1000
    assert len(left.encode()) <= 1200
    assert not set(left) & set("\u202e\0")
