"""An exceeded monthly quota is reported as an exceeded daily quota."""

NOTICED_BY = "Exhausted Monthly Quota Is Named In The Refusal"


def apply() -> None:
    """Name the day."""
    from datetime import timedelta

    from manuel_sandbox.domain.quota import Quota

    def refuse(self, counters, day):
        if counters.monthly_used >= counters.monthly_limit or counters.daily_used >= counters.daily_limit:
            raise self._exceeded("daily", counters.daily_limit, counters, day + timedelta(days=1))

    Quota._require_quota = refuse
