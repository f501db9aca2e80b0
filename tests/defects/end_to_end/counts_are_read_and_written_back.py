"""A count is read and written back incremented, so that simultaneous questions count as one."""

NOTICED_BY = "Questions Of Two Users Are Counted Separately"

SECONDS_BETWEEN = 0.5


def apply() -> None:
    """Do it in two steps."""
    import time

    from manuel_sandbox.domain import quota

    def count(self, user_id, day, operation, request_id):
        key = quota._key(user_id, day)
        row = self._table.get(key)
        if not row:
            self._open_day(user_id, day)
            return None
        self._require_quota(self._counters(row), day)
        time.sleep(SECONDS_BETWEEN)
        return self._table.update(
            key,
            f"SET daily_count = :day, monthly_count = :month, #{operation}_count = :operation"
            " ADD reservations :request",
            {
                "day": row["daily_count"] + 1,
                "month": row["monthly_count"] + 1,
                "operation": row[f"{operation}_count"] + 1,
                "request": {request_id},
            },
        )

    quota.Quota._count = count
