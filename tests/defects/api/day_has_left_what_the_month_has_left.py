"""The usage shows no more questions left for the day than for the month, so that used and left do not add up."""

NOTICED_BY = "What Is Left Of The Day Does Not Depend On The Month"
MENTIONS = "daily_remaining"


def apply() -> None:
    """Take the smaller one."""
    from manuel_sandbox.handlers.usage import GetUsage

    call = GetUsage.__call__

    def smaller(self, request):
        response = call(self, request)
        usage = response.body["current_usage"]
        usage["daily_remaining"] = min(usage["daily_remaining"], usage["monthly_remaining"])
        return response

    GetUsage.__call__ = smaller
