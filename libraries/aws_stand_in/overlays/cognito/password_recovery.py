"""A forgotten password: the code that is sent, and the new password."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.cognito import pools
from aws_stand_in.overlays.cognito.administration import own_user
from aws_stand_in.overlays.cognito.app_client import client_of_known_user, find_app_client
from aws_stand_in.overlays.cognito.booleans import is_true
from aws_stand_in.overlays.cognito.confirmation_codes import (
    ConfirmationCodes,
    Purpose,
    code_mismatch,
    delivery_details,
)
from aws_stand_in.overlays.cognito.errors import invalid_parameter, not_authorized, unknown_combination
from aws_stand_in.overlays.cognito.sign_in_triggers import SignInTriggers
from aws_stand_in.overlays.cognito.sign_up_triggers import SignUpTriggers

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_OK = 200
_MECHANISMS_BY_DEFAULT = ("verified_phone_number", "verified_email")


class PasswordRecoveryOverlay:
    """Answers ForgotPassword, ConfirmForgotPassword and AdminResetUserPassword.

    Args:
        codes: Sends and checks the codes.
        sign_in_triggers: Migrate users.
        sign_up_triggers: Are told of new passwords.
    """

    def __init__(
        self, codes: ConfirmationCodes, sign_in_triggers: SignInTriggers, sign_up_triggers: SignUpTriggers
    ) -> None:
        self._codes = codes
        self._sign_in_triggers = sign_in_triggers
        self._sign_up_triggers = sign_up_triggers

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by operation."""
        return {
            "ForgotPassword": self.forgot_password,
            "ConfirmForgotPassword": self.confirm_forgot_password,
            "AdminResetUserPassword": self.reset_password,
        }

    def forgot_password(self, request: AwsRequest) -> dict[str, Any]:
        """Send a code; pretend to for an unknown user if the client hides who exists."""
        given = request.parameters
        client = find_app_client(given["ClientId"])
        client.check_secret_hash(given["Username"], given.get("SecretHash"))
        metadata = given.get("ClientMetadata") or {}
        if client.find_user(given["Username"]) is None:
            self._sign_in_triggers.migrate_for_new_password(client, given["Username"], metadata)
        user = client.find_user(given["Username"])
        if client.hides_users and not _receives_codes(client.location, user):
            return {"CodeDeliveryDetails": delivery_details("email", given["Username"])}
        if user is None:
            raise unknown_combination()
        return {"CodeDeliveryDetails": self._send_code(client.location, user, metadata)}

    def confirm_forgot_password(self, request: AwsRequest) -> dict[str, Any]:
        """Set a new password that meets the policy, for a user who has the code."""
        given = request.parameters
        client, user = client_of_known_user(request)
        if client.hides_users and not user.enabled:
            raise code_mismatch()
        client.location.backend._validate_password(client.pool.id, given["Password"])
        self._codes.redeem(client.location, user, Purpose.NEW_PASSWORD, given["ConfirmationCode"])
        client.location.backend.admin_set_user_password(
            client.pool.id, user.username, given["Password"], True
        )
        self._sign_up_triggers.confirmed(client.location, "ConfirmForgotPassword", user, given, client.id)
        return {}

    def reset_password(self, request: AwsRequest) -> AwsResponse:
        """Let moto note that a user needs a new password, and send a code."""
        location, user = own_user(request)
        if not user.enabled:
            raise not_authorized("User is disabled.")
        response = request.pass_on()
        if response.status == _OK:
            self._send_code(location, user, request.parameters.get("ClientMetadata") or {})
        return response

    def _send_code(
        self, location: pools.PoolLocation, user: "CognitoIdpUser", metadata: Mapping[str, str]
    ) -> dict[str, str]:
        if not user.enabled:
            raise not_authorized("User is disabled.")
        if user.status == "FORCE_CHANGE_PASSWORD":
            raise not_authorized("User password cannot be reset in the current state.")
        attribute = _verified_attribute(location, user)
        address = user.attribute_lookup[attribute]
        return self._codes.send(location, user, Purpose.NEW_PASSWORD, attribute, address, metadata=metadata)


def _verified_attribute(location: pools.PoolLocation, user: "CognitoIdpUser") -> str:
    """Return the attribute whose verified address the pool prefers for a code.

    Raises:
        AwsError: NotAuthorizedException if only administrators reset passwords, InvalidParameterException if no
            address is verified.
    """
    names = _recovery_attributes(location)
    if names[0] == "admin_only":
        raise not_authorized("Contact administrator to reset password.")
    name = next(filter(lambda name: _is_verified(user, name), names), None)
    if name is None:
        raise invalid_parameter(
            "Cannot reset password for the user as there is no registered/verified email or phone_number"
        )
    return name


def _receives_codes(location: pools.PoolLocation, user: "CognitoIdpUser | None") -> bool:
    """Tell whether a user exists, is enabled and has a verified address for a code."""
    names = _recovery_attributes(location)
    if user is None or not user.enabled:
        return False
    return names[0] == "admin_only" or any(_is_verified(user, name) for name in names)


def _is_verified(user: "CognitoIdpUser", name: str) -> bool:
    return bool(user.attribute_lookup.get(name)) and is_true(user.attribute_lookup.get(f"{name}_verified"))


def _recovery_attributes(location: pools.PoolLocation) -> list[str]:
    """Return the attributes whose addresses get codes, the preferred one first; `admin_only` if none does."""
    setting = location.pool.extended_config.get("AccountRecoverySetting") or {}
    mechanisms = sorted(setting.get("RecoveryMechanisms", ()), key=lambda mechanism: mechanism["Priority"])
    names = [mechanism["Name"] for mechanism in mechanisms] or _MECHANISMS_BY_DEFAULT
    return [name.removeprefix("verified_") for name in names]
