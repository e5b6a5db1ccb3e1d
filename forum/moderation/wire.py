"""Times as moderators write them (the clock on the wall in the United Kingdom), and as they are kept (UTC)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from forum.coarse import rounded

UK = ZoneInfo("Europe/London")


def from_wall(written: datetime) -> datetime:
    """The moment that a time without a zone stands for; the earlier one where there are two."""
    return written.replace(tzinfo=UK).astimezone(UTC)


def on_wall(moment: datetime) -> datetime:
    """The time without a zone that the clock on the wall shows at this moment."""
    return moment.astimezone(UK).replace(tzinfo=None)


def next_hour(now: datetime) -> datetime:
    """The next full hour on the wall, to begin a form with."""
    return on_wall(now).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def coarse(count: int) -> int | None:
    """A count rounded down to fives; None for fewer than five."""
    return rounded(count) or None
