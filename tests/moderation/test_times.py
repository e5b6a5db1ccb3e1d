"""The clock on the wall in the United Kingdom, and UTC."""

from datetime import UTC, datetime

import pytest

from forum.moderation.wire import coarse, from_wall, next_hour, on_wall


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (wall("2027-01-05T19:00"), datetime(2027, 1, 5, 19, 0, tzinfo=UTC)),
        (wall("2027-07-05T19:00"), datetime(2027, 7, 5, 18, 0, tzinfo=UTC)),
        (wall("2027-10-31T01:30"), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
def test_summer_and_winter(written: datetime, moment: datetime) -> None:
    assert (from_wall(written), on_wall(moment)) == (moment, written)


def test_a_form_begins_with_the_next_full_hour_on_the_wall() -> None:
    assert next_hour(datetime(2027, 7, 5, 18, 20, tzinfo=UTC)) == wall("2027-07-05T20:00")


@pytest.mark.parametrize(("count", "shown"), [(0, None), (4, None), (5, 5), (9, 5), (10, 10)])
def test_counts_are_coarse(count: int, shown: int | None) -> None:
    assert coarse(count) == shown
