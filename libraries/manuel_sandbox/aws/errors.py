"""What can go wrong with a dependency, in the backend's own terms."""

from collections.abc import Mapping
from typing import Any, ClassVar


class DependencyError(Exception):
    """A dependency did not do what it was asked to.

    Attributes:
        service: The dependency: `bedrock`, `dynamodb`, …
        operation: What it was asked to do: `InvokeModel`, …
        cause_type: Class of the exception, or AWS's error code.
        retry_after: Seconds after which it is worth trying again, if that is known.
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
    """It answered with an error of its own, or not at all, as often as it was tried."""


class DependencyTimeoutError(DependencyError):
    """It did not answer in time."""


class DependencyRefusedError(DependencyError):
    """It works, and refused this call: not found, not valid, not allowed. Trying again would not help.

    Attributes:
        reply: What AWS answered, as botocore parsed it.
    """

    counts_as_failure = False

    def __init__(
        self, service: str, operation: str, cause_type: str, message: str, *, reply: Mapping[str, Any]
    ) -> None:
        super().__init__(service, operation, cause_type, message)
        self.reply = reply


class CircuitOpenError(DependencyError):
    """It was not called, since it failed again and again a moment ago."""

    counts_as_failure = False
