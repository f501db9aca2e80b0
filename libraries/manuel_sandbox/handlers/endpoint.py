"""Turns an operation into a Lambda function; what all operations have in common is done here, and only here."""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from manuel_sandbox.aws.errors import (
    DependencyError,
    DependencyTimeoutError,
)
from manuel_sandbox.aws.invocation import invocation
from manuel_sandbox.domain import versions
from manuel_sandbox.domain.error_tracking import ErrorReporter
from manuel_sandbox.domain.errors import RequestError
from manuel_sandbox.domain.metrics import Metrics
from manuel_sandbox.domain.rate_limit import RateLimit
from manuel_sandbox.domain.versions import Release
from manuel_sandbox.handlers.api import HandlerRequest, HandlerResponse, read_event
from manuel_sandbox.times import Clock

logger = logging.getLogger("manuel_sandbox.requests")

Operation = Callable[[HandlerRequest], HandlerResponse]

UNAVAILABLE, TIMEOUT = 503, 504
DEFAULT_RETRY_AFTER = 5


@dataclass(frozen=True, slots=True)
class Services:
    """What all operations share."""

    rate_limit: RateLimit
    error_reporter: ErrorReporter
    metrics: Metrics
    clock: Clock
    budget_seconds: float


class Endpoint:
    """One operation as a Lambda function.

    Args:
        name: The id of the operation.
        operation: Responds to a request, or raises a `RequestError` or a `DependencyError`.
        services: What all operations share.
        is_counted: Whether its requests are counted per user and in the metrics. Operations that need no token are not, and
            neither are those that must work while dependencies are down: nothing here calls a dependency for them.
    """

    def __init__(
        self, name: str, operation: Operation, services: Services, *, is_counted: bool = True
    ) -> None:
        self.name = name
        self._operation = operation
        self._services = services
        self._is_counted = is_counted

    def __call__(self, event: Mapping[str, Any], _context: Any) -> dict[str, Any]:
        """Handle one request, as Lambda calls it."""
        started = time.monotonic()
        request = read_event(event, self.name)
        with invocation(
            request_id=request.request_id,
            trace_id=request.trace_id,
            budget_seconds=self._services.budget_seconds,
        ):
            response, release = self._answer(request)
            self._log_and_count(request, response, time.monotonic() - started)
        return _proxy_result(response, release)

    def _answer(self, request: HandlerRequest) -> tuple[HandlerResponse, Release]:
        release = versions.release_of(versions.CURRENT)
        try:
            try:
                release = versions.negotiate(request.headers, request.query)
            finally:
                if self._is_counted:
                    self._services.rate_limit.check(request.user_id)
            return self._operation(request), release
        except RequestError as error:
            return self._refusal(request, error), release
        except DependencyError as error:
            self._report(request, error)
            return self._failure(request, error), release
        except Exception as error:
            self._report(request, error)
            raise

    def _report(self, request: HandlerRequest, error: Exception) -> None:
        self._services.error_reporter.report(
            error, request_id=request.request_id, user_id=request.user_id or None
        )

    def _refusal(self, request: HandlerRequest, error: RequestError) -> HandlerResponse:
        body = self._error_body(request, str(error), error.error_type)
        if error.problems:
            body["details"] = [
                {"field": problem.field, "message": problem.message} for problem in error.problems
            ]
        if error.usage_info is not None:
            body["usage_info"] = dict(error.usage_info)
        return _with_retry_after(error.status, body, error.retry_after)

    def _failure(self, request: HandlerRequest, error: DependencyError) -> HandlerResponse:
        """Respond to the failure of a dependency without details, which are not for the user."""
        if isinstance(error, DependencyTimeoutError):
            message = "The service did not respond in time. Please try again later."
            return HandlerResponse(TIMEOUT, self._error_body(request, message, "dependency_timeout"))
        message = "The service is not available at the moment. Please try again later."
        body = self._error_body(request, message, "service_unavailable")
        return _with_retry_after(UNAVAILABLE, body, error.retry_after or DEFAULT_RETRY_AFTER)

    def _error_body(self, request: HandlerRequest, message: str, error_type: str) -> dict[str, Any]:
        return {
            "error": message,
            "error_type": error_type,
            "timestamp": int(self._services.clock()),
            "request_id": request.request_id,
        }

    def _log_and_count(self, request: HandlerRequest, response: HandlerResponse, seconds: float) -> None:
        logger.log(
            logging.INFO if request.user_id else logging.DEBUG,
            "Request answered",
            extra={
                "operation": self.name,
                "user_id": request.user_id,
                "status": int(response.status),
                "error_type": response.body.get("error_type"),
                "duration_ms": round(seconds * 1000, 1),
            },
        )
        if self._is_counted:
            self._services.metrics.request_answered(self.name, response.status, seconds)


def _with_retry_after(status: int, body: dict[str, Any], retry_after: int | None) -> HandlerResponse:
    if retry_after is None:
        return HandlerResponse(status, body)
    return HandlerResponse(status, body | {"retry_after": retry_after}, {"Retry-After": str(retry_after)})


def _proxy_result(response: HandlerResponse, release: Release) -> dict[str, Any]:
    headers = {
        "Content-Type": "application/json",
        "API-Version": release.version,
        "Supported-Versions": ", ".join(versions.SUPPORTED),
        **response.headers,
    }
    if release.deprecated_since is not None:
        headers["Deprecation"] = f"@{release.deprecated_since}"
    return {
        "statusCode": int(response.status),
        "headers": headers,
        "body": json.dumps(response.body, ensure_ascii=False, allow_nan=False),
    }
