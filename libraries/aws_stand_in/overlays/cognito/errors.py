"""Errors of Cognito, in its own words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser


def not_authorized(message: str) -> AwsError:
    """Return a NotAuthorizedException."""
    return AwsError("NotAuthorizedException", message)


def invalid_parameter(message: str) -> AwsError:
    """Return an InvalidParameterException."""
    return AwsError("InvalidParameterException", message)


def wrong_password() -> AwsError:
    """Return the error for a wrong password, which is also that for an unknown user name."""
    return not_authorized("Incorrect username or password.")


def unknown_session() -> AwsError:
    """Return the error for a response to a challenge that was not sent, or was sent to another user."""
    return not_authorized("Invalid session for the user.")


def expired_session() -> AwsError:
    """Return the error for a response that comes too late."""
    return not_authorized("Invalid session for the user, session is expired.")


def user_not_found() -> AwsError:
    """Return the error for an unknown user name, if the app client does not hide who exists."""
    return AwsError("UserNotFoundException", "User does not exist.")


def unknown_combination() -> AwsError:
    """Return the error for an unknown user name where a code is asked for or given."""
    return AwsError("UserNotFoundException", "Username/client id combination not found.")


def check_unconfirmed(user: "CognitoIdpUser") -> None:
    """Refuse to confirm a user who is confirmed already, or need not be.

    Raises:
        AwsError: NotAuthorizedException.
    """
    status: Any = user.status
    if status != "UNCONFIRMED":
        raise not_authorized(f"User cannot be confirmed. Current status is {status.value}")


def required(parameters: Mapping[str, str], name: str) -> str:
    """Return a parameter that a request must have.

    Raises:
        AwsError: InvalidParameterException if it is missing or empty.
    """
    value = parameters.get(name)
    if not value:
        raise invalid_parameter(f"Missing required parameter {name}")
    return value
