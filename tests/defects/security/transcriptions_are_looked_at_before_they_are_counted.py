"""For transcriptions, the remaining quota is checked first, and counted a moment later."""

NOTICED_BY = "Daily Quota Holds For Concurrent Transcriptions"
MENTIONS = "429 (4 times)"


def apply() -> None:
    """Count whatever has been let through."""
    from manuel_sandbox.domain.quota import Quota, QuotaLimits
    from manuel_sandbox.times import day_of

    count = Quota._count

    def look_first(self, user_id, day, operation, request_id):
        if operation != "transcribe":
            return count(self, user_id, day, operation, request_id)
        today = {"user": user_id, "day": day_of(self._clock()).isoformat()}
        for row in self._table.query("user_id = :user AND #date = :day", today, limit=1).rows:
            self._require_quota(self._counters(row), day)
        unlimited = Quota(
            limits=QuotaLimits(daily=10**9, monthly=10**9),
            table=self._table,
            costs=self._costs,
            error_reporter=self._error_reporter,
            clock=self._clock,
        )
        return count(unlimited, user_id, day, operation, request_id)

    Quota._count = look_first
