"""Errors, as SNS answers them."""


class SnsError(Exception):
    """An error of the service.

    Args:
        code: The error's code, such as `NotFound`.
        message: What AWS says.
        status: The HTTP status.
    """

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class InvalidTopicParameterError(SnsError):
    """A parameter whose value the service does not accept."""

    def __init__(self, reason: str) -> None:
        super().__init__("InvalidParameter", f"Invalid parameter: {reason}")


class InvalidMessageAttributeError(SnsError):
    """A message attribute that the service does not accept."""

    def __init__(self, message: str) -> None:
        super().__init__("ParameterValueInvalid", message)


def not_found(what: str) -> SnsError:
    """Return the error for something that does not exist."""
    return SnsError("NotFound", f"{what} does not exist", status=404)
