"""Each request is logged with its body, at the lowest level."""

NOTICED_BY = "Log Contains Nothing Confidential Of Requests That Are Served"
MENTIONS = "question"


def apply() -> None:
    """Help with debugging."""
    from manuel_sandbox.handlers import endpoint
    from manuel_sandbox.handlers.endpoint import Endpoint

    log = Endpoint._log_and_count

    def log_with_body(self, request, response, seconds):
        endpoint.logger.debug("Body: %s", request.body[:300].decode(errors="replace"))
        log(self, request, response, seconds)

    Endpoint._log_and_count = log_with_body
