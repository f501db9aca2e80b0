"""Requests in an unknown version are in no metric: they are refused before anything is counted."""

NOTICED_BY = "Refusals Of Other Kinds Are Client Errors As Well"
MENTIONS = "ClientErrors"


def apply() -> None:
    """Leave them out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log_and_count = Endpoint._log_and_count

    def log_or_count(self, request, response, seconds):
        is_counted = self._is_counted
        self._is_counted = is_counted and response.body.get("error_type") != "unsupported_version"
        try:
            log_and_count(self, request, response, seconds)
        finally:
            self._is_counted = is_counted

    Endpoint._log_and_count = log_or_count
