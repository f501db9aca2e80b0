"""The quota of the day never has more left than that of the month."""

NOTICED_BY = "What Is Left Of The Day Does Not Depend On The Month"
MENTIONS = "remaining"


def apply() -> None:
    """Take the smaller one."""
    from manuel_sandbox.handlers.usage import GetQuota

    call = GetQuota.__call__

    def smaller(self, request):
        response = call(self, request)
        usage = response.body["quotas"]
        usage["daily"]["remaining"] = min(usage["daily"]["remaining"], usage["monthly"]["remaining"])
        return response

    GetQuota.__call__ = smaller
