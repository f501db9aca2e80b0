"""What is left of the month is checked first, and counted a moment later."""

NOTICED_BY = "Monthly Quota Holds For Concurrent Questions"
MENTIONS = "429"


def apply() -> None:
    """Read the month, wait a little, and count without this condition."""
    import time

    from manuel_sandbox.domain import quota
    from manuel_sandbox.domain.quota import Quota

    count = Quota._count

    def look_and_count(self, user_id, day, operation, request_id):
        row = self._table.get(quota._key(user_id, day))
        if row:
            self._require_quota(self._counters(row), day)
        time.sleep(0.2)
        return count(self, user_id, day, operation, request_id)

    quota.MAY_BE_COUNTED = quota.MAY_BE_COUNTED.replace(
        "monthly_count < :monthly_limit", ":daily_limit <= :monthly_limit"
    )
    Quota._count = look_and_count
