"""The status ignores the month."""

NOTICED_BY = "Quota Status Reflects The Most Used Quota"


def apply() -> None:
    """Check only the day."""
    from manuel_sandbox.domain import usage
    from manuel_sandbox.handlers import usage as handlers

    def status_of_day(counters):
        percent = 100 * counters.daily_used / counters.daily_limit
        return next((status for level, status in usage.STATUS_LEVELS if percent >= level), "OK")

    handlers.status_of = status_of_day
