"""A clock that the test moves."""

from datetime import UTC, datetime, timedelta

NOW = datetime(2027, 3, 1, 18, 0, tzinfo=UTC)


class MovableClock:
    """Shows what the test set."""

    def __init__(self) -> None:
        self.moment, self.seconds = NOW, 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)
        self.seconds += timedelta(**by).total_seconds()
