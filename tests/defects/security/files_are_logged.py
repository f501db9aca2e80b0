"""The content of an uploaded file is logged, at the lowest level."""

NOTICED_BY = "Log Contains Nothing Confidential Of Requests That Are Served"
MENTIONS = "manual"


def apply() -> None:
    """Log uploads alone."""
    from manuel_sandbox.handlers import endpoint
    from manuel_sandbox.handlers.endpoint import Endpoint

    log = Endpoint._log_and_count

    def log_with_file(self, request, response, seconds):
        if self.name == "uploadManual":
            endpoint.logger.debug("Upload: %s", request.body.decode(errors="replace"))
        log(self, request, response, seconds)

    Endpoint._log_and_count = log_with_file
