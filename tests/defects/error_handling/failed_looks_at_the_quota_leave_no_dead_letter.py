"""That the quota could not be read leaves no dead letter."""

NOTICED_BY = "Requests That Fail To Read Their Data Are Kept In The Dead-Letter Queue"
MENTIONS = "Expected queue dead-letter to hold 1 message"


def apply() -> None:
    """Leave it out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    report = Endpoint._report

    def report_others(self, request, error):
        if request.operation != "getQuota":
            report(self, request, error)

    Endpoint._report = report_others
