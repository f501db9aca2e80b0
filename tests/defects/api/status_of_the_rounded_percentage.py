"""The status of a quota is that of its percentage, rounded to a whole number."""

NOTICED_BY = "Quota Status Changes Exactly At Its Thresholds"


def apply() -> None:
    """Round first."""
    from manuel_sandbox.domain import usage
    from manuel_sandbox.handlers import usage as handler

    def status(counters):
        percent = max(
            round(100 * counters.daily_used / counters.daily_limit),
            round(100 * counters.monthly_used / counters.monthly_limit),
        )
        return next((name for level, name in usage.STATUS_LEVELS if percent >= level), "OK")

    handler.status_of = status
