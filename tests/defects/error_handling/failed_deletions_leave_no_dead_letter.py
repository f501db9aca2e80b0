"""A deletion that fails leaves no dead letter."""

NOTICED_BY = "Half-Finished Deletion Can Be Repeated"
MENTIONS = "dead-letter"


def apply() -> None:
    """Leave it out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    report = Endpoint._report

    def report_others(self, request, error):
        if request.operation != "deleteManual":
            report(self, request, error)

    Endpoint._report = report_others
