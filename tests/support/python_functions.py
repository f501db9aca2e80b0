"""Functions for tests of triggers: Python functions in this process, invoked as Lambda functions are."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lambda_runtime.function import InvocationResult, UnknownFunctionError

REGION, ACCOUNT_ID = "eu-central-1", "123456789012"


def function_arn(name: str) -> str:
    """Return the ARN of a function."""
    return f"arn:aws:lambda:{REGION}:{ACCOUNT_ID}:function:{name}"


def integration_uri(name: str) -> str:
    """Return the URI by which an API names a function."""
    return f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function_arn(name)}/invocations"


@dataclass(frozen=True)
class RecordedInvocation:
    """An invocation that has taken place."""

    function: str
    event: Any
    trace_id: str | None


class PythonFunctions:
    """Functions by name; what they raise is an unhandled error.

    Args:
        handlers: Called with the event.
    """

    def __init__(self, handlers: Mapping[str, Callable[[Any], Any]]) -> None:
        self._handlers = dict(handlers)
        self._changed = threading.Condition()
        self.definitions: dict[str, Any] = {}
        self.invocations: list[RecordedInvocation] = []

    def invoke(
        self,
        function_name: str,
        payload: bytes,
        *,
        trace_id: str | None = None,
        client_context: str | None = None,
        request_id: str | None = None,
    ) -> InvocationResult:
        """Invoke a function."""
        name, event = function_name.rpartition(":")[2], json.loads(payload)
        if name not in self._handlers:
            raise UnknownFunctionError(name)
        with self._changed:
            self.invocations.append(RecordedInvocation(name, event, trace_id))
            self._changed.notify_all()
        try:
            result = self._handlers[name](event)
        except RuntimeError as error:
            message = {"errorMessage": str(error), "errorType": type(error).__name__}
            return InvocationResult("id", json.dumps(message).encode(), "Unhandled")
        return InvocationResult("id", result if isinstance(result, bytes) else json.dumps(result).encode())

    def name_of(self, function_name: str) -> str:
        """Return the name of a function that is given by its name or ARN."""
        name = function_name.rpartition(":")[2]
        if name not in self._handlers:
            raise UnknownFunctionError(name)
        return name

    def arn_of(self, name: str) -> str:
        """Return the ARN of a function."""
        return function_arn(name)

    def wait_for(self, number: int, seconds: float = 10) -> list[RecordedInvocation]:
        """Wait until there have been as many invocations, and return all."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.invocations) >= number, seconds), (
                f"{len(self.invocations)} instead of {number} invocations within {seconds} s: {self.invocations}"
            )
            return list(self.invocations)
