"""A request that is refused because the quota of the month is used up counts for the day."""

NOTICED_BY = "Exhausted Monthly Quota Is Named In The Refusal"
MENTIONS = "daily_queries"


def apply() -> None:
    """Count for the day before the month is looked at."""
    from manuel_sandbox.domain.quota import Quota, _key

    count = Quota._count

    def day_first(self, user_id, day, operation, request_id):
        row = self._table.get(_key(user_id, day))
        if row and row["monthly_count"] >= self._limits.monthly:
            self._table.update(_key(user_id, day), "ADD daily_count :one", {"one": 1})
        return count(self, user_id, day, operation, request_id)

    Quota._count = day_first
