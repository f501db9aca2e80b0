"""A user's daily count starts over when another user asks in between."""

NOTICED_BY = "Exhausted Quota Of One User Does Not Affect The Other"
CHOICES = {"daily_quota": 10}


def apply() -> None:
    """Forget the count of the previous user."""
    from manuel_sandbox.domain import quota

    reserve = quota.Quota.reserve
    latest = []

    def reserve_for_one(self, user_id, operation, request_id):
        if latest and latest[-1] != user_id:
            days_row = quota._key(latest[-1], quota.day_of(self._clock()))
            self._table.transact(self._table.deleting(days_row))
        latest.append(user_id)
        return reserve(self, user_id, operation, request_id)

    quota.Quota.reserve = reserve_for_one
