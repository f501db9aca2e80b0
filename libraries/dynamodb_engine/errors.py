"""Errors, as DynamoDB answers them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_DETECTED = "1 validation error detected: "


class DynamoDbError(Exception):
    """An error of the service.

    Args:
        code: The error's name, such as `ConditionalCheckFailedException`.
        message: What AWS says.
        members: What the error carries beside its message, such as `CancellationReasons`.
    """

    def __init__(self, code: str, message: str, **members: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.members = members


class ValidationError(DynamoDbError):
    """A request that is wrong in itself."""

    def __init__(self, message: str) -> None:
        super().__init__("ValidationException", message)


class InvalidParameterValueError(ValidationError):
    """A parameter whose value the service does not accept."""

    def __init__(self, message: str) -> None:
        super().__init__(f"One or more parameter values were invalid: {message}")


class EmptySetError(ValidationError):
    """A set without members."""


class ExpressionError(ValidationError):
    """An expression that is wrong.

    Args:
        parameter: The request's parameter that holds it, such as `UpdateExpression`.
        message: What is wrong with it.
    """

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(f"Invalid {parameter}: {message}")


class ConditionFailedError(DynamoDbError):
    """An item is not as a write requires it."""

    def __init__(self, item: dict[str, Any] | None = None) -> None:
        members = {} if item is None else {"Item": item}
        super().__init__("ConditionalCheckFailedException", "The conditional request failed", **members)


class DuplicateItemError(DynamoDbError):
    """An INSERT of an item that is there."""

    def __init__(self) -> None:
        super().__init__("DuplicateItemException", "Duplicate primary key exists in table")


@contextmanager
def counted() -> Iterator[None]:
    """Have DynamoDB count what is wrong with a request in itself, as it does for some operations and not for others.

    Source: moto's tests that are verified on AWS, tests/test_dynamodb/exceptions/test_dynamodb_exceptions.py; of the same fault,
    `test_put_item_unused_attributes` has it counted, `test_scan_unused_attribute_name` has not.

    Raises:
        ValidationError: The one that was raised, counted.
    """
    try:
        yield
    except ValidationError as error:
        raise ValidationError(_DETECTED + error.message.removeprefix(_DETECTED)) from error


def table_not_found(name: str | None = None) -> DynamoDbError:
    """Return the error for a table that does not exist; operations on tables name it, operations on items do not."""
    named = "" if name is None else f": Table: {name} not found"
    return DynamoDbError("ResourceNotFoundException", f"Requested resource not found{named}")
