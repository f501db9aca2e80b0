"""A user who has used up both quotas is told to come back tomorrow, when the month is still used up."""

NOTICED_BY = "Monthly Wait Is Named When Both Quotas Are Exhausted"


def apply() -> None:
    """Look at the day first."""
    from datetime import timedelta

    from manuel_sandbox.domain.quota import Quota

    require_quota = Quota._require_quota

    def day_first(self, counters, day):
        if counters.daily_used >= counters.daily_limit:
            raise self._exceeded("daily", counters.daily_limit, counters, day + timedelta(days=1))
        require_quota(self, counters, day)

    Quota._require_quota = day_first
