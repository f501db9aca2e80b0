"""What can go wrong with a dependency, in the terms of the backend."""

from collections.abc import Mapping
from typing import Any, ClassVar


class DependencyError(Exception):
    """A call to a dependency has failed.

    Attributes:
        service: The dependency: `bedrock`, `dynamodb`, …
        operation: The operation: `InvokeModel`, …
        cause_type: The class of the exception, or the error code of AWS.
        retry_after: The seconds after which a retry may succeed, if that is known.
    """

    counts_as_failure: ClassVar[bool] = True

    def __init__(
        self, service: str, operation: str, cause_type: str, message: str, *, retry_after: int | None = None
    ) -> None:
        super().__init__(f"{service} {operation}: {cause_type}: {message}")
        self.service = service
        self.operation = operation
        self.cause_type = cause_type
        self.message = message
        self.retry_after = retry_after


class DependencyUnavailableError(DependencyError):
    """The dependency has responded to every attempt with an error of its own, or not at all."""


class DependencyTimeoutError(DependencyError):
    """The dependency has not responded in time."""


class DependencyRefusedError(DependencyError):
    """The dependency works, but rejects this call: not found, not valid, not allowed. A retry would not help.

    Attributes:
        reply: The reply of AWS, as botocore has parsed it.
    """

    counts_as_failure = False

    def __init__(
        self, service: str, operation: str, cause_type: str, message: str, *, reply: Mapping[str, Any]
    ) -> None:
        super().__init__(service, operation, cause_type, message)
        self.reply = reply


class CircuitOpenError(DependencyError):
    """The dependency has not been called, because it has failed repeatedly just before."""

    counts_as_failure = False
