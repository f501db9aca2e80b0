"""A request that is refused because the quota of the day is used up counts for the month."""

NOTICED_BY = "Exhausted Daily Quota Blocks Only Questions And Transcriptions"
MENTIONS = "monthly_queries"


def apply() -> None:
    """Count for the month before the day is looked at."""
    from manuel_sandbox.domain.quota import Quota, _key

    count = Quota._count

    def month_first(self, user_id, day, operation, request_id):
        row = self._table.get(_key(user_id, day))
        if row and row["daily_count"] >= self._limits.daily:
            self._table.update(_key(user_id, day), "ADD monthly_count :one", {"one": 1})
        return count(self, user_id, day, operation, request_id)

    Quota._count = month_first
