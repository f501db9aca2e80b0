"""That a fetched manual could not be stored leaves no dead letter, as if its site were the reason."""

NOTICED_BY = "Sites That Do Not Answer Leave No Dead Letter"
MENTIONS = "dead-letter"


def apply() -> None:
    """Leave fetches out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    report = Endpoint._report

    def report_others(self, request, error):
        if request.operation != "downloadManual":
            report(self, request, error)

    Endpoint._report = report_others
