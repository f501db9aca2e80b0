"""The percentage of the month is that of the day."""

NOTICED_BY = "Percentages Are Exact To One Decimal"


def apply() -> None:
    """Show the same percentage twice."""
    from manuel_sandbox.handlers.usage import GetQuota

    call = GetQuota.__call__

    def same_percentage(self, request):
        response = call(self, request)
        quotas = response.body["quotas"]
        quotas["monthly"]["percent_used"] = quotas["daily"]["percent_used"]
        return response

    GetQuota.__call__ = same_percentage
