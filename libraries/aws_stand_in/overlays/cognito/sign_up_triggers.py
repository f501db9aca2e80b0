"""The triggers around a sign-up: before it, and when it, or a new password, has been confirmed.

Source: Amazon Cognito Developer Guide, "Pre sign-up Lambda trigger" and "Post confirmation Lambda trigger".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_stand_in.overlays.cognito.pools import PoolLocation
from aws_stand_in.overlays.cognito.triggers import NO_CLIENT, Triggers, attributes_of

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_NOTHING = {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}


@dataclass(frozen=True, slots=True)
class SignUpDecision:
    """What a function says of a user who signs up.

    Attributes:
        confirms: Whether the user needs no code.
        verified: The attributes that say that an address is verified.
    """

    confirms: bool
    verified: Mapping[str, str]


class SignUpTriggers:
    """Calls functions when users sign up.

    Args:
        triggers: Calls a function.
    """

    def __init__(self, triggers: Triggers) -> None:
        self._triggers = triggers

    def before(  # noqa: PLR0913 - the parts of an event
        self,
        location: PoolLocation,
        source: str,
        username: str,
        values: Mapping[str, str],
        given: Mapping[str, Any],
        *,
        client_id: str = NO_CLIENT,
    ) -> SignUpDecision:
        """Let a function refuse a user, or do without a code.

        Args:
            location: The pool.
            source: `SignUp` or `AdminCreateUser`.
            username: The new user.
            values: The user's attributes.
            given: The parameters of the request.
            client_id: The app client.
        """
        validation = {one["Name"]: one.get("Value", "") for one in given.get("ValidationData") or ()}
        response = self._triggers.call(
            location,
            f"PreSignUp_{source}",
            client_id=client_id,
            username=username,
            request={
                "userAttributes": dict(values),
                "validationData": validation or None,
                "clientMetadata": given.get("ClientMetadata") or {},
            },
            response=_NOTHING,
        )
        addresses = {"email": "autoVerifyEmail", "phone_number": "autoVerifyPhone"}
        verified = {
            f"{name}_verified": "true"
            for name, member in addresses.items()
            if response.get(member) and values.get(name)
        }
        return SignUpDecision(bool(response.get("autoConfirmUser")), verified)

    def confirmed(
        self,
        location: PoolLocation,
        source: str,
        user: "CognitoIdpUser",
        given: Mapping[str, Any],
        client_id: str = NO_CLIENT,
    ) -> None:
        """Tell a function that a user has confirmed something.

        Args:
            location: The pool.
            source: `ConfirmSignUp` or `ConfirmForgotPassword`.
            user: The user.
            given: The parameters of the request.
            client_id: The app client.
        """
        self._triggers.call(
            location,
            f"PostConfirmation_{source}",
            client_id=client_id,
            username=user.username,
            request={
                "userAttributes": attributes_of(user),
                "clientMetadata": given.get("ClientMetadata") or {},
            },
            response={},
        )
