"""The recent queries are those of today: at midnight the list is empty."""

NOTICED_BY = "Recent Queries Go On Over Midnight"
MENTIONS = "recent_queries"


def apply() -> None:
    """Show the entries of the day."""
    from manuel_sandbox.domain.costs import CostEntries
    from manuel_sandbox.handlers.usage import GetUsage
    from manuel_sandbox.times import day_of

    usage = GetUsage.__call__

    def of_today(self, request):
        response = usage(self, request)
        today = self._costs.this_month(request.user_id).of_day(day_of(self._clock()))
        response.body["recent_queries"] = CostEntries.recent(today)
        return response

    GetUsage.__call__ = of_today
