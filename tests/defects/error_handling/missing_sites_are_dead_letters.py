"""An address at which there is no manual goes to the dead-letter queue, as if a dependency had failed."""

NOTICED_BY = "Sites That Do Not Answer Leave No Dead Letter"
MENTIONS = "dead-letter"


def apply() -> None:
    """Report failed downloads."""
    from manuel_sandbox.domain.errors import DownloadFailedError
    from manuel_sandbox.handlers.endpoint import Endpoint

    refusal = Endpoint._refusal

    def report_and_refuse(self, request, error):
        if isinstance(error, DownloadFailedError):
            self._report(request, error)
        return refusal(self, request, error)

    Endpoint._refusal = report_and_refuse
