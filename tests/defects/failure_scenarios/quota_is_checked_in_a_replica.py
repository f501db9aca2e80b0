"""Whether a user has quota left is read from a replica, and counted without a condition."""

NOTICED_BY = "Quota Holds Despite Stale Reads"


def apply() -> None:
    """Look at the day's row first, without ConsistentRead, and count whatever stands there."""
    from manuel_sandbox.domain import quota
    from manuel_sandbox.domain.quota import Quota, _key

    count = Quota._count

    def read_and_count(self, user_id, day, operation, request_id):
        dynamodb = self._table._clients.dynamodb
        row = dynamodb.get_item(TableName=self._table.name, Key=_key(user_id, day)).get("Item")
        if row:
            self._require_quota(self._counters(row), day)
        return count(self, user_id, day, operation, request_id)

    quota.MAY_BE_COUNTED = (
        "attribute_exists(monthly_count) AND (daily_count < :daily_limit OR monthly_count < :monthly_limit)"
        " AND NOT contains(reservations, :request_id)"
    )
    Quota._count = read_and_count
