"""In CI a test that cannot run is a failure: there, a machine without a browser or a database is a mistake."""

import os
from collections.abc import Generator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--sabotage NAME` takes a guard away, to see which tests notice."""
    parser.addoption("--sabotage", metavar="NAME", help="take this guard away first; see tests/sabotages.py")


def pytest_configure(config: pytest.Config) -> None:
    """Does the sabotage before any test is collected."""
    if name := config.getoption("--sabotage"):
        from tests.sabotages import sabotage

        sabotage(name)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skipped test into a failed one where CI is set."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"A test may not be skipped in CI: {reason}"
    return report
