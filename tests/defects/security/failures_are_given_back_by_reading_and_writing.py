"""What a failed question gives back is read and written, so that what others count meanwhile is lost."""

NOTICED_BY = "Questions That Fail While Others Are Counted Are Not Charged"
MENTIONS = "grown"


def apply() -> None:
    """Write the counts that have been read, less one."""
    from manuel_sandbox.aws.table import ConditionNotMetError
    from manuel_sandbox.domain import quota
    from manuel_sandbox.domain.quota import Quota

    def take_back(self, user_id, day, operation, request_id):
        key, count = quota._key(user_id, day), f"{operation}_count"
        row = self._table.get(key) or {}
        if request_id not in row.get("reservations", ()):
            raise ConditionNotMetError(row)
        return self._table.update(
            key,
            f"SET daily_count = :daily, monthly_count = :monthly, {count} = :count DELETE reservations :request",
            {
                "daily": row["daily_count"] - 1,
                "monthly": row["monthly_count"] - 1,
                "count": row[count] - 1,
                "request": {request_id},
            },
        )

    Quota._take_back = take_back
