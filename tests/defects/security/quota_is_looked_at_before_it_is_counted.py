"""The remaining quota is checked first, and counted a moment later."""

NOTICED_BY = "Daily Quota Holds While Counting Is Slow"


def apply() -> None:
    """Remove the limits from the condition."""
    from manuel_sandbox.domain import quota

    count = quota.Quota._count
    quota.MAY_BE_COUNTED = quota.MAY_BE_COUNTED.replace(
        "daily_count < :daily_limit AND monthly_count < :monthly_limit", ":daily_limit < :monthly_limit"
    )

    def look_and_count(self, user_id, day, operation, request_id):
        row = self._table.get(quota._key(user_id, day))
        if row:
            self._require_quota(self._counters(row), day)
        return count(self, user_id, day, operation, request_id)

    quota.Quota._count = look_and_count
