"""Errors of Lambda, which say that the caller is at fault."""

from aws_stand_in.aws_response import AwsError

CALLER = "User"


def refusal(code: str, message: str, *, status: int = 400, **members: str) -> AwsError:
    """Return an error of Lambda for a request that is wrong.

    Args:
        code: Such as `ResourceNotFoundException`.
        message: What AWS says.
        status: The HTTP status.
        members: What the error carries beside its message and its type.
    """
    return AwsError(code, message, status=status, members={"Type": CALLER, **members})


def not_found(function_arn: str) -> AwsError:
    """Return the error for a function that is not there."""
    return refusal("ResourceNotFoundException", f"Function not found: {function_arn}", status=404)
