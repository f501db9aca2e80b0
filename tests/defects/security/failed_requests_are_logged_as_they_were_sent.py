"""The headers of a request that fails are logged, with the token."""

NOTICED_BY = "Log Contains Nothing Confidential Of Requests That Are Refused Or Fail"
MENTIONS = "id_token"


def apply() -> None:
    """Log what may have caused it."""
    from manuel_sandbox.handlers import endpoint
    from manuel_sandbox.handlers.endpoint import Endpoint

    log = Endpoint._log_and_count

    def log_headers(self, request, response, seconds):
        if response.status >= 500:
            endpoint.logger.warning("Failed request", extra={"headers": dict(request.headers)})
        log(self, request, response, seconds)

    Endpoint._log_and_count = log_headers
