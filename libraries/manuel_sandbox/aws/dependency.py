"""Calls to one dependency: tried again where that helps, counted by its circuit breaker, failing in the backend's own terms."""

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
    KeyError,  # what botocore's parser of the query protocol raises for a reply that is no XML of the operation
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
"""Why a transaction of DynamoDB is cancelled that may work a moment later."""
REQUEST_TIMEOUT = 408
TRANSIENT_STATUSES = {REQUEST_TIMEOUT, 424, 429}
SERVER_ERROR = 500
LONGEST_WAIT_SECONDS = 1.0
SHORTEST_WAIT_SECONDS = 0.05


class Dependency:
    """One AWS service that the backend needs.

    botocore tries transient errors again by itself. What it takes for final or for success although it is neither is tried
    again here: replies that are cut off, and error codes that botocore does not know as transient.

    Args:
        breaker: The dependency's circuit breaker.
        attempts: How often a call is tried at most.
        sleep: Waits for so many seconds.
        random_source: For the jitter.
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
        """Call an operation; it is one call for the circuit breaker.

        Raises:
            DependencyError: It failed for good.
        """
        with self.guard(_operation_name(operation)):
            return self.attempt(operation, *args, **kwargs)

    @contextmanager
    def guard(self, step: str) -> Iterator[None]:
        """Make several operations one call for the circuit breaker, each of them called with `attempt`.

        Raises:
            CircuitOpenError: The breaker is open.
        """
        with self._breaker.guard(step):
            yield

    def attempt(self, operation: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call an operation, past the circuit breaker.

        Raises:
            DependencyError: It failed for good.
        """
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_is_worth_another_call),
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
        """Exponential back-off with full jitter."""
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
    """Whether AWS says that the same call may work a moment later."""
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


def _is_worth_another_call(error: BaseException) -> bool:
    if isinstance(error, ClientError):
        tried_once = not error.response.get("ResponseMetadata", {}).get("RetryAttempts")
        return is_transient(error) and tried_once
    return isinstance(error, BROKEN_REPLIES) and not isinstance(error, TIMEOUTS)


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _operation_name(operation: Callable[..., Any]) -> str:
    return "".join(part.capitalize() for part in getattr(operation, "__name__", "call").split("_"))
