"""Requests that an open breaker refuses are in no metric, since nothing has been called."""

NOTICED_BY = "Requests That An Open Breaker Refuses Are Server Errors"
MENTIONS = "ServerErrors"


def apply() -> None:
    """Leave them out."""
    from contextvars import ContextVar

    from manuel_sandbox.aws.errors import CircuitOpenError
    from manuel_sandbox.domain.metrics import Metrics
    from manuel_sandbox.handlers.endpoint import Endpoint

    failure, answered = Endpoint._failure, Metrics.request_answered
    is_refused = ContextVar("is_refused", default=False)

    def fail(self, request, error):
        is_refused.set(isinstance(error, CircuitOpenError))
        return failure(self, request, error)

    def count(self, operation, status, seconds):
        if not is_refused.get():
            answered(self, operation, status, seconds)
        is_refused.set(False)

    Endpoint._failure, Metrics.request_answered = fail, count
