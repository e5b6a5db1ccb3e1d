"""No promise without a test, no test that would not notice: each claim's tests pass, and fail under its sabotage."""

import shutil
from pathlib import Path

import pytest

from forum.proof.claims import CLAIMS, LIMITS_SHOWN, PROMISES, WARNINGS, Claim
from tests import sabotages
from tests.proof import claimed
from tests.proof.claimed import Outcome

NODE = pytest.mark.skipif(shutil.which("node") is None, reason="needs Node")


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_every_claim_names_tests_and_a_sabotage_that_are_there(claim: Claim) -> None:
    assert claim.tests
    assert [test for test in claim.tests if not claimed.exists(test)] == []
    assert claim.sabotage in sabotages.names()


def test_no_two_claims_have_one_name() -> None:
    assert len({one.id for one in (*PROMISES, *LIMITS_SHOWN, *WARNINGS)}) == len(CLAIMS) + len(WARNINGS)


@pytest.mark.parametrize("name", sabotages.SCRIPTS)
def test_every_sabotage_of_a_script_still_finds_its_place(name: str) -> None:
    script = sabotages.SCRIPTS[name]()
    assert script.source().replace(script.old, script.new) != script.source()


def test_every_sabotage_is_some_claims() -> None:
    assert {*sabotages.SABOTAGES, *sabotages.SCRIPTS} <= {claim.sabotage for claim in CLAIMS.values()}


@pytest.mark.parametrize(
    "test",
    [
        "tests/proof/test_claims.py::test_that_is_not_there",
        "tests/proof/test_nothing.py::test_no_two_claims_have_one_name",
        "tests/js/attendance_locker.test.js::other words",
        "tests/js/attendance_locker.test.js::the page stops at a locker with nothing in it",
    ],
)
def test_a_test_that_is_not_there_is_missed(test: str) -> None:
    assert not claimed.exists(test)


@pytest.fixture(scope="module")
def as_they_are(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """What comes of all tests of all claims when nothing is sabotaged."""
    tests = dict.fromkeys(test for claim in CLAIMS.values() for test in claim.tests)
    return claimed.run(tests, tmp_path_factory.mktemp("plain"))


@NODE
@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_each_test_of_a_claim_fails_under_its_sabotage_and_only_then(
    as_they_are: dict[str, Outcome], claim: Claim, tmp_path: Path
) -> None:
    for test in claim.tests:
        assert as_they_are[test].passed, as_they_are[test].told
    for test, outcome in claimed.run(claim.tests, tmp_path, claim.sabotage).items():
        assert not outcome.passed, f"{test} does not notice {claim.sabotage}"
        assert outcome.asserted, outcome.told
