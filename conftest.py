"""In CI a browser test that cannot run is a failure: there, a machine without a browser is a mistake."""

import os
from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skipped browser test into a failed one where CI is set."""
    report = yield
    if report.skipped and os.environ.get("CI") and item.get_closest_marker("browser"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"A browser test may not be skipped in CI: {reason}"
    return report
