"""The usage of each user so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from manuel_sandbox.aws.table import Row, TableClient
from manuel_sandbox.domain.quota import Counters, QuotaLimits
from manuel_sandbox.times import Clock, day_of, month_of

HISTORY_DAYS = 7
STATUS_LEVELS = ((100, "EXCEEDED"), (90, "CRITICAL"), (75, "WARNING"), (50, "MODERATE"))


@dataclass(frozen=True, slots=True)
class UsageRecord:
    """The usage of one user.

    Attributes:
        by_operation: Today's requests by operation.
        history: The requests of each of the last days, those of today last.
        last_operation: The last successful operation of this month or of the days in the history, if there is one.
        last_updated: When that was, in the format of RFC 3339.
    """

    counters: Counters
    by_operation: Mapping[str, int]
    history: tuple[tuple[date, int], ...]
    last_operation: str | None
    last_updated: str | None


class UsageReader:
    """Reads the rows that `Quota` writes."""

    def __init__(self, *, limits: QuotaLimits, table: TableClient, clock: Clock) -> None:
        self._limits = limits
        self._table = table
        self._clock = clock

    def of(self, user_id: str) -> UsageRecord:
        """Return the usage of one user."""
        today = day_of(self._clock())
        rows = self._rows(user_id, today)
        today_row = rows.get(today, {})
        month_rows = [row for row in rows.values() if row["month"] == month_of(today)]
        settled = [row for row in rows.values() if "last_updated" in row]
        latest = settled[-1] if settled else {}
        return UsageRecord(
            counters=Counters(
                daily_used=int(today_row.get("daily_count", 0)),
                daily_limit=self._limits.daily,
                monthly_used=int(month_rows[-1]["monthly_count"]) if month_rows else 0,
                monthly_limit=self._limits.monthly,
            ),
            by_operation={
                operation: int(today_row.get(f"{operation}_count", 0))
                for operation in ("transcribe", "query")
            },
            history=tuple((day, int(rows.get(day, {}).get("daily_count", 0))) for day in _days_until(today)),
            last_operation=latest.get("last_operation"),
            last_updated=latest.get("last_updated"),
        )

    def _rows(self, user_id: str, today: date) -> dict[date, Row]:
        first = min(today.replace(day=1), _days_until(today)[0])
        rows = self._table.query_all(
            "user_id = :user AND #date BETWEEN :first AND :last",
            {"user": user_id, "first": first.isoformat(), "last": today.isoformat()},
        )
        return {date.fromisoformat(row["date"]): row for row in rows}


def remaining(limit: int, used: int) -> int:
    """Return how many requests are left."""
    return max(0, limit - used)


def percent_used(limit: int, used: int) -> float:
    """Return the percentage that is used, to one decimal place."""
    return round(100 * used / limit, 1)


def status_of(counters: Counters) -> str:
    """Return the status of the quota of which more is used."""
    percent = max(
        100 * counters.daily_used / counters.daily_limit,
        100 * counters.monthly_used / counters.monthly_limit,
    )
    return next((status for level, status in STATUS_LEVELS if percent >= level), "OK")


def _days_until(today: date) -> list[date]:
    return [today - timedelta(days=back) for back in range(HISTORY_DAYS - 1, -1, -1)]
