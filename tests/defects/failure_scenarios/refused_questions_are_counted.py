"""A question that is refused for lack of quota is counted."""

NOTICED_BY = "User Over The Daily Quota Is Refused While Others Are Served"


def apply() -> None:
    """Count before checking."""
    from manuel_sandbox.domain.errors import QuotaExceededError
    from manuel_sandbox.domain.quota import Quota, _key
    from manuel_sandbox.times import day_of

    reserve = Quota.reserve

    def count_first(self, user_id, operation, request_id):
        try:
            return reserve(self, user_id, operation, request_id)
        except QuotaExceededError:
            self._table.update(
                _key(user_id, day_of(self._clock())),
                "ADD daily_count :one, monthly_count :one",
                {"one": 1},
            )
            raise

    Quota.reserve = count_first
