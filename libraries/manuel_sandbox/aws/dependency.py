"""Calls to one dependency: retried where that helps, counted by a circuit breaker, with errors in the terms of the backend."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import tenacity
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    IncompleteReadError,
    ReadTimeoutError,
    ResponseStreamingError,
)
from botocore.parsers import ResponseParserError
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as Urllib3TimeoutError

from manuel_sandbox.aws.circuit_breakers import CircuitBreaker
from manuel_sandbox.aws.clients import DeadlineExceededError
from manuel_sandbox.aws.errors import (
    DependencyError,
    DependencyRefusedError,
    DependencyTimeoutError,
    DependencyUnavailableError,
)
from manuel_sandbox.aws.invocation import current_invocation
from manuel_sandbox.aws.replies import InvalidReplyError

P = ParamSpec("P")
T = TypeVar("T")

BROKEN_REPLIES = (
    InvalidReplyError,
    IncompleteReadError,
    ResponseStreamingError,
    ResponseParserError,
    HTTPError,
    KeyError,  # raised by botocore's parser of the query protocol for a reply that is not the XML of the operation
)
TIMEOUTS = (ReadTimeoutError, ConnectTimeoutError, Urllib3TimeoutError, DeadlineExceededError)
FAILURES = (BotoCoreError, DeadlineExceededError, *BROKEN_REPLIES)
TRANSIENT_CODES = {
    "ThrottlingException",
    "Throttling",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "LimitExceededException",
    "SlowDown",
    "TransactionInProgressException",
    "TransactionConflictException",
}
TRANSIENT_REASONS = {"TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"}
"""Reasons why DynamoDB cancels a transaction that may succeed a moment later."""
REQUEST_TIMEOUT = 408
TRANSIENT_STATUSES = {REQUEST_TIMEOUT, 424, 429}
SERVER_ERROR = 500
LONGEST_WAIT_SECONDS = 1.0
SHORTEST_WAIT_SECONDS = 0.05


class Dependency:
    """One AWS service that the backend needs.

    botocore retries transient errors itself. What it mistakes for final or for success is retried here: replies that are cut off,
    and error codes that botocore does not know as transient.

    Args:
        breaker: The circuit breaker of the dependency.
        attempts: The maximum number of attempts.
        sleep: Waits for a number of seconds.
        random_source: The source of the jitter.
    """

    def __init__(
        self,
        breaker: CircuitBreaker,
        *,
        attempts: int,
        sleep: Callable[[float], None],
        random_source: random.Random,
    ) -> None:
        self.service = breaker.service
        self._breaker = breaker
        self._attempts = attempts
        self._sleep = sleep
        self._random = random_source

    def call(self, operation: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call an operation, which counts as one call for the circuit breaker.

        Raises:
            DependencyError: The call has finally failed.
        """
        with self.guard(_operation_name(operation)):
            return self.attempt(operation, *args, **kwargs)

    @contextmanager
    def guard(self, step: str) -> Iterator[None]:
        """Count several operations, each called with `attempt`, as one call for the circuit breaker.

        Raises:
            CircuitOpenError: The breaker is open.
        """
        with self._breaker.guard(step):
            yield

    def attempt(self, operation: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call an operation without the circuit breaker.

        Raises:
            DependencyError: The call has finally failed.
        """
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_may_succeed_later),
            stop=self._is_over,
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(operation, *args, **kwargs)
        except ClientError as error:
            raise self._client_error(error, _operation_name(operation)) from error
        except FAILURES as error:
            raise self._failure(error, _operation_name(operation)) from error

    def _is_over(self, state: tenacity.RetryCallState) -> bool:
        return state.attempt_number >= self._attempts or current_invocation().seconds_left == 0

    def _wait(self, state: tenacity.RetryCallState) -> float:
        """Return the seconds to wait: exponential back-off with full jitter."""
        ceiling = min(LONGEST_WAIT_SECONDS, SHORTEST_WAIT_SECONDS * 2**state.attempt_number)
        return self._random.uniform(0, ceiling)

    def _client_error(self, error: ClientError, operation: str) -> DependencyError:
        code = str(error.response.get("Error", {}).get("Code", "Unknown"))
        message = str(error.response.get("Error", {}).get("Message", ""))
        if not is_transient(error):
            return DependencyRefusedError(self.service, operation, code, message, reply=error.response)
        kind = DependencyTimeoutError if _status(error) == REQUEST_TIMEOUT else DependencyUnavailableError
        return kind(self.service, operation, code, message)

    def _failure(self, error: Exception, operation: str) -> DependencyError:
        kind = DependencyTimeoutError if isinstance(error, TIMEOUTS) else DependencyUnavailableError
        return kind(self.service, operation, type(error).__name__, str(error))


def is_transient(error: ClientError) -> bool:
    """Return whether the same call may succeed a moment later, according to AWS."""
    status = _status(error)
    return (
        status >= SERVER_ERROR
        or status in TRANSIENT_STATUSES
        or error.response.get("Error", {}).get("Code") in TRANSIENT_CODES
        or _is_cancelled_for_the_moment(error)
    )


def _is_cancelled_for_the_moment(error: ClientError) -> bool:
    cancellations: Any = error.response.get("CancellationReasons", ())
    reasons = {one.get("Code", "None") for one in cancellations} - {"None"}
    return bool(reasons) and reasons <= TRANSIENT_REASONS


def _may_succeed_later(error: BaseException) -> bool:
    if isinstance(error, ClientError):
        tried_once = not error.response.get("ResponseMetadata", {}).get("RetryAttempts")
        return is_transient(error) and tried_once
    return isinstance(error, BROKEN_REPLIES)


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _operation_name(operation: Callable[..., Any]) -> str:
    return "".join(part.capitalize() for part in getattr(operation, "__name__", "call").split("_"))
