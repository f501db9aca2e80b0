"""Errors, as DynamoDB answers them."""

from typing import Any


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


def table_not_found(name: str | None = None) -> DynamoDbError:
    """Return the error for a table that does not exist; operations on tables name it, operations on items do not."""
    named = "" if name is None else f": Table: {name} not found"
    return DynamoDbError("ResourceNotFoundException", f"Requested resource not found{named}")
