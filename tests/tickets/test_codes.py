"""Codes: forgiving of how they are typed, unforgiving of slips."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.refusals import RefusalCode, Refused
from forum.tickets.codes import ALPHABET, new_cancel_code, new_code, parse_cancel_code, parse_code, printed

ROOT = Path(__file__).parent.parent.parent
MODULE = ROOT / "forum" / "static" / "js" / "attendance" / "codes.js"


class Seeded:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def token(self, size: int) -> bytes:
        return self._random.randbytes(size)

    def below(self, limit: int) -> int:
        return self._random.randrange(limit)


CODE = new_code(Seeded(7))
codes = st.integers(0, 2**32).map(lambda seed: new_code(Seeded(seed)))


def accepted(text: str) -> bool:
    try:
        return parse_code(text) != ""
    except Refused as refused:
        return refused.code is not RefusalCode.UNKNOWN_INVITATION


@given(codes)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    assert len(code) == 20
    assert printed(code).replace("-", "") == code
    for text in (code, printed(code), code.lower(), f" {printed(code).replace('-', ' – ')}\n"):
        assert parse_code(text) == code
    assert parse_code(code.replace("0", "O").replace("1", "l")) == code
    assert parse_code(code.replace("0", "o").replace("1", "I")) == code


cancel_codes = st.integers(0, 2**32).map(lambda seed: new_cancel_code(Seeded(seed)))


@given(cancel_codes)
def test_a_cancel_code_is_read_however_it_is_typed_and_is_no_invitation(code: str) -> None:
    assert len(code) == 12
    assert len(printed(code).split("-")) == 3
    for text in (code, printed(code), code.lower(), f" {printed(code).replace('-', ' ')}\n"):
        assert parse_cancel_code(text) == code
        assert not accepted(text)


@given(cancel_codes, st.integers(0, 11), st.integers(0, 11), st.data())
def test_slips_in_a_cancel_code_are_noticed(code: str, one: int, two: int, data: st.DataObject) -> None:
    symbols = list(code)
    for place in {one, two}:
        symbols[place] = data.draw(st.sampled_from([s for s in ALPHABET if s != code[place]]))
    with pytest.raises(Refused):
        parse_cancel_code("".join(symbols))


@given(codes, st.integers(0, 19), st.integers(0, 19), st.data())
def test_one_or_two_wrong_symbols_are_always_noticed(code: str, one: int, two: int, data: st.DataObject) -> None:
    symbols = list(code)
    for place in {one, two}:
        symbols[place] = data.draw(st.sampled_from([s for s in ALPHABET if s != code[place]]))
    assert not accepted("".join(symbols))


@given(codes, st.integers(0, 19), st.integers(0, 19))
def test_two_symbols_that_changed_places_are_always_noticed(code: str, one: int, two: int) -> None:
    symbols = list(code)
    symbols[one], symbols[two] = symbols[two], symbols[one]
    assert accepted("".join(symbols)) == ("".join(symbols) == code)


@pytest.mark.parametrize("text", ["", "0", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE[:-1] + "ß", CODE + " " * 200])
def test_what_cannot_be_a_code_is_refused(text: str) -> None:
    assert not accepted(text)


@given(st.text(max_size=40))
def test_nothing_that_is_typed_is_a_fault(text: str) -> None:
    accepted(text)


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")
def test_the_page_reads_codes_exactly_as_the_issuer_does() -> None:
    chance = random.Random(7)
    texts = [printed(new_code(Seeded(seed))) for seed in range(50)]
    texts += [text.lower().replace("-", chance.choice(["", " ", "–", "\u00a0", "_", "."])) for text in texts]
    texts += ["".join(chance.choice(ALPHABET + "oOiIlLuUß- ") for _ in range(20)) for _ in range(200)]
    script = (
        f"import {{ parseCode }} from {json.dumps(MODULE.as_uri())};"
        "const read = (t) => { try { return parseCode(t); } catch (e) { return e.code; } };"
        "process.stdout.write(JSON.stringify(JSON.parse(process.argv[1]).map(read)));"
    )
    command = ["node", "--input-type=module", "-e", script, json.dumps(texts)]
    theirs = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    assert theirs == [parse_code(text) if accepted(text) else "bad-code" for text in texts]
