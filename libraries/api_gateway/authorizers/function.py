"""Lambda authorizers: functions that decide, and what is remembered of their decisions."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from api_gateway.api_call import ApiCall
from api_gateway.function_uri import with_stage_variables
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


class FunctionOfStage:
    """The function that an authorizer asks: its ARN may name variables of the stage.

    Args:
        arn: The ARN, perhaps with variables.
        deciding_function: Returns the function of an ARN.
    """

    def __init__(self, arn: str, deciding_function: Callable[[str], DecidingFunction]) -> None:
        self._arn = arn
        self._deciding_function = deciding_function
        self._functions: dict[str, DecidingFunction] = {}

    def ask(self, call: ApiCall, identity: tuple[str, ...], event: Mapping[str, Any]) -> Any:
        """Return what the function of a call's stage answers, or has answered recently, as `DecidingFunction.ask` does."""
        arn = with_stage_variables(self._arn, call.stage.variables)
        if arn not in self._functions:
            self._functions[arn] = self._deciding_function(arn)
        return self._functions[arn].ask(identity, event, trace_id=call.request.trace_id)
