"""Invocations of functions within the time limit of an integration."""

from collections.abc import Mapping
from json import dumps
from typing import Any

from api_gateway.time_limited_threads import TimeLimitedThreads
from lambda_runtime.function import Functions, InvocationResult

CONCURRENCY = 1000
"""AWS Lambda quotas, "Concurrent executions": the default of an account."""
PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024
"""AWS Lambda quotas, "Invocation payload", for requests as for responses."""


class EventTooLargeError(Exception):
    """An event is larger than a function can be invoked with."""


class IntegrationTimeoutError(Exception):
    """A function did not return in the time that its integration has."""


class Invoker:
    """Invokes functions, each on a thread of its own, so that one that hangs can be abandoned.

    Args:
        functions: The functions.
    """

    def __init__(self, functions: Functions) -> None:
        self._functions = functions
        self._threads = TimeLimitedThreads(CONCURRENCY, "integration")

    def invoke(
        self, function: str, event: Mapping[str, Any], *, trace_id: str, timeout_seconds: float
    ) -> InvocationResult:
        """Invoke a function and wait for its result.

        Args:
            function: Its name or ARN.
            event: The event.
            trace_id: The trace id of the request.
            timeout_seconds: How long it may take.

        Raises:
            EventTooLargeError: The event is larger than 6 MB.
            IntegrationTimeoutError: It did not return in time.
            UnknownFunctionError: There is no such function.
            TooManyInvocationsError: Its reserved concurrency is used up.
        """
        payload = dumps(event, ensure_ascii=False).encode(errors="replace")
        if len(payload) > PAYLOAD_LIMIT_BYTES:
            raise EventTooLargeError(f"the event has {len(payload)} bytes")
        try:
            outcome = self._threads.run(
                timeout_seconds, self._functions.invoke, function, payload, trace_id=trace_id
            )
        except TimeoutError:
            raise IntegrationTimeoutError(f"{function} did not return within {timeout_seconds:g} s") from None
        return outcome.result()

    def close(self) -> None:
        """Let the threads end, each after the invocation it is in."""
        self._threads.close()
