"""A date and a time as people say them: 'Tuesday 3 March', 'at half past 7 in the evening'."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from forum.web.languages import page_language
from forum.web.page_words import PLACE, in_language, mark

NOON = 12
PARTS = (
    (5, mark("at night")),
    (12, mark("in the morning")),
    (17, mark("in the afternoon")),
    (22, mark("in the evening")),
    (24, mark("at night")),
)
"""Until which hour a part of the day lasts."""


def wall(moment: datetime) -> datetime:
    """The moment as the clock on the wall has it."""
    return moment.astimezone(ZoneInfo(PLACE))


def day_words(moment: datetime, code: str | None = None) -> str:
    """The day, in the language asked for, else in the page's."""
    return str(format_datetime(wall(moment), "EEEE d MMMM", locale=code or page_language()))


def time_words(moment: datetime, code: str | None = None) -> str:
    """The time, in the language asked for, else in the page's."""
    local, lang = wall(moment), code or page_language()
    if (local.hour, local.minute) == (NOON, 0):
        return in_language(lang, mark("at midday"))
    hour = (local.hour + (local.minute == 45)) % NOON or NOON
    part = in_language(lang, next(words for until, words in PARTS if local.hour < until))
    minutes = f"{local.minute:02}"
    return in_language(lang, _pattern(local.minute), hour=hour, minutes=minutes, part=part)


def when_in(moment: datetime, code: str | None = None) -> str:
    """Day and time together: 'Tuesday 3 March at half past 7 in the evening'."""
    return f"{day_words(moment, code)} {time_words(moment, code)}"


def is_evening(moment: datetime) -> bool:
    """Whether people would call what begins at this moment an evening."""
    return wall(moment).hour >= 17


def _pattern(minute: int) -> str:
    return {
        0: mark("at %(hour)s %(part)s"),
        15: mark("at a quarter past %(hour)s %(part)s"),
        30: mark("at half past %(hour)s %(part)s"),
        45: mark("at a quarter to %(hour)s %(part)s"),
    }.get(minute, mark("at %(hour)s.%(minutes)s %(part)s"))
