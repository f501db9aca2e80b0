"""A user who exceeded the daily quota once is refused for as long as the process lives."""

NOTICED_BY = "Daily Quota Is Restored At Midnight While The Monthly Count Continues"
CHOICES = {"daily_quota": 10}


def apply() -> None:
    """Refuse again what was refused."""
    from manuel_sandbox.domain.errors import QuotaExceededError
    from manuel_sandbox.domain.quota import Quota

    reserve = Quota.reserve
    refused = {}

    def reserve_unless_refused(self, user_id, operation, request_id):
        if user_id in refused:
            raise refused[user_id]
        try:
            return reserve(self, user_id, operation, request_id)
        except QuotaExceededError as error:
            refused[user_id] = error
            raise

    Quota.reserve = reserve_unless_refused
