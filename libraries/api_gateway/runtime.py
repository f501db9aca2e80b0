"""Calls Lambda-style handlers, each within a time limit."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api_gateway.time_limited_threads import TimeLimitedThreads

logger = logging.getLogger(__name__)

_MOST_CALLS_AT_ONCE = 256

Handler = Callable[[dict[str, Any], "LambdaContext"], Any]


class HandlerTimeoutError(Exception):
    """A handler did not return in time."""


class HandlerCrashError(Exception):
    """A handler raised an exception."""


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """What a handler knows about its invocation (AWS Lambda Developer Guide, "Using the Lambda context object")."""

    aws_request_id: str
    function_name: str
    deadline: float
    function_version: str = "$LATEST"
    memory_limit_in_mb: str = "512"
    log_stream_name: str = "local"
    identity: None = None
    client_context: None = None

    @property
    def invoked_function_arn(self) -> str:
        """The ARN of the function; region and account are placeholders."""
        return f"arn:aws:lambda:local:000000000000:function:{self.function_name}"

    @property
    def log_group_name(self) -> str:
        """The name of the log group that the function would have on AWS."""
        return f"/aws/lambda/{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        """Return the milliseconds until the invocation is abandoned."""
        return max(0, round((self.deadline - time.monotonic()) * 1000))


class LambdaRuntime:
    """Calls handlers on threads of its own, so that one that hangs can be abandoned.

    Args:
        timeout_seconds: How long a call may take; the default is that of a REST API.
    """

    def __init__(self, *, timeout_seconds: float = 29) -> None:
        self._timeout_seconds = timeout_seconds
        self._threads = TimeLimitedThreads(_MOST_CALLS_AT_ONCE, "lambda")

    def call(self, name: str, handler: Handler, event: dict[str, Any], *, request_id: str) -> Any:
        """Call a handler.

        Raises:
            HandlerTimeoutError: The handler did not return in time; it is left running.
            HandlerCrashError: The handler raised an exception, which is logged.
        """
        context = LambdaContext(request_id, name, time.monotonic() + self._timeout_seconds)
        try:
            outcome = self._threads.run(self._timeout_seconds, handler, event, context)
        except TimeoutError:
            logger.warning(
                "%s did not return within %g s", name, self._timeout_seconds, extra={"request_id": request_id}
            )
            raise HandlerTimeoutError(name) from None
        error = outcome.exception()
        if error is not None:
            logger.error("%s crashed", name, exc_info=error, extra={"request_id": request_id})
            raise HandlerCrashError(name) from error
        return outcome.result()

    def close(self) -> None:
        """Let the threads end, each after the call it is in."""
        self._threads.close()
