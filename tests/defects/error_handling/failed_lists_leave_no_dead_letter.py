"""Lists that fail leave no dead letter."""

NOTICED_BY = "Requests That Fail To Read Their Data Are Kept In The Dead-Letter Queue"
MENTIONS = "Expected queue dead-letter to hold 1 message"


def apply() -> None:
    """Leave them out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    report = Endpoint._report

    def report_others(self, request, error):
        if not request.operation.startswith(("list", "getIngestion")):
            report(self, request, error)

    Endpoint._report = report_others
