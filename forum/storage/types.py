"""Column types that both programs use."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A time in UTC, kept as whole seconds; what comes back is aware."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Seconds since 1970."""
        return None if value is None else int(value.timestamp())

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """An aware time in UTC."""
        return None if value is None else datetime.fromtimestamp(value, UTC)
