"""Errors, as SQS answers them."""


class SqsError(Exception):
    """An error of the service.

    Args:
        code: The error's name, such as `QueueDoesNotExist`.
        message: What AWS says.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class InvalidParameterError(SqsError):
    """A parameter whose value the service does not accept."""

    def __init__(self, message: str) -> None:
        super().__init__("InvalidParameterValue", message)


class InvalidValueError(InvalidParameterError):
    """A parameter whose value the service does not accept, in the words that most of them share."""

    def __init__(self, value: object, parameter: str, reason: str) -> None:
        super().__init__(f"Value {value} for parameter {parameter} is invalid. Reason: {reason}")


class MissingParameterError(SqsError):
    """A parameter that the request must have."""

    def __init__(self, parameter: str) -> None:
        super().__init__("MissingParameter", f"The request must contain the parameter {parameter}.")


def access_denied() -> SqsError:
    """Return the error for what only the owner of a queue may do."""
    return SqsError("AccessDenied", "Access to the resource is denied.")


def queue_not_found() -> SqsError:
    """Return the error for a queue that does not exist."""
    return SqsError("QueueDoesNotExist", "The specified queue does not exist.")
