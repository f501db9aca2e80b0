"""Lambda authorizers: functions that decide, and what is remembered of their decisions."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from api_gateway.invocation import EventTooLargeError, IntegrationTimeoutError, Invoker
from lambda_runtime.function import TooManyInvocationsError, UnknownFunctionError
from recent_values import RecentValues

TIMEOUT_SECONDS = 30.0
"""Amazon API Gateway quotas, "Timeout of a Lambda authorizer function"."""


class AuthorizerRefusalError(Exception):
    """The function raised `Unauthorized`, by which it refuses a request."""


class AuthorizerFailureError(Exception):
    """The function could not decide."""


class DecidingFunction:
    """A Lambda function whose answers count for some time.

    Args:
        function: Its ARN.
        invoker: Invokes it.
        cache_seconds: For how long an answer counts for the same identity; 0 for the one request only.
        clock: Returns epoch seconds.
    """

    def __init__(
        self,
        function: str,
        *,
        invoker: Invoker,
        cache_seconds: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._function = function
        self._invoker = invoker
        self._is_cached = cache_seconds > 0
        self._clock = clock
        self._lock = threading.Lock()
        self._answers: RecentValues[Any, Any] = RecentValues(cache_seconds)

    def ask(self, identity: tuple[str, ...], event: Mapping[str, Any], *, trace_id: str) -> Any:
        """Return what the function answers, or has answered recently.

        Args:
            identity: The values of the identity sources; without any, nothing is remembered.
            event: The event with which the function is invoked.
            trace_id: The trace id of the request.

        Raises:
            AuthorizerRefusalError: It raised `Unauthorized`.
            AuthorizerFailureError: It failed otherwise.
        """
        if not (self._is_cached and identity):
            return self._invoke(event, trace_id)
        with self._lock:
            known = self._answers.get(identity, self._clock())
        if known is not None:
            return known
        answer = self._invoke(event, trace_id)
        with self._lock:
            self._answers.note(identity, answer, self._clock())
        return answer

    def _invoke(self, event: Mapping[str, Any], trace_id: str) -> Any:
        try:
            result = self._invoker.invoke(
                self._function, event, trace_id=trace_id, timeout_seconds=TIMEOUT_SECONDS
            )
            answer = json.loads(result.payload)
        except (
            UnknownFunctionError,
            TooManyInvocationsError,
            EventTooLargeError,
            IntegrationTimeoutError,
            ValueError,
        ) as error:
            raise AuthorizerFailureError(f"{self._function} has not decided: {error}") from error
        if not result.error:
            return answer
        if isinstance(answer, dict) and answer.get("errorMessage") == "Unauthorized":
            raise AuthorizerRefusalError("the function says Unauthorized")
        raise AuthorizerFailureError(f"{self._function} failed: {answer}")
