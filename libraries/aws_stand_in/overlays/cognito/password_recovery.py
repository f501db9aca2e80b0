"""A forgotten password: the code that is sent, and the new password."""

from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.cognito import pools
from aws_stand_in.overlays.cognito.app_client import client_of_known_user, find_app_client
from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose, delivery_details
from aws_stand_in.overlays.cognito.refusals import invalid_parameter, not_authorized, unknown_combination

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_OK = 200
_MECHANISMS_BY_DEFAULT = ("verified_phone_number", "verified_email")


class PasswordRecoveryOverlay:
    """Answers ForgotPassword, ConfirmForgotPassword and AdminResetUserPassword.

    Args:
        codes: Sends and checks the codes.
    """

    def __init__(self, codes: ConfirmationCodes) -> None:
        self._codes = codes

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
        user = client.find_user(given["Username"])
        if user is not None:
            return {"CodeDeliveryDetails": self._send_code(client.location, user)}
        if not client.hides_users:
            raise unknown_combination()
        return {"CodeDeliveryDetails": delivery_details("email", given["Username"])}

    def confirm_forgot_password(self, request: AwsRequest) -> dict[str, Any]:
        """Set a new password that meets the policy, for a user who has the code."""
        given = request.parameters
        client, user = client_of_known_user(request)
        client.check_secret_hash(given["Username"], given.get("SecretHash"))
        client.location.backend._validate_password(client.pool.id, given["Password"])
        self._codes.redeem(client.location, user, Purpose.NEW_PASSWORD, given["ConfirmationCode"])
        client.location.backend.admin_set_user_password(
            client.pool.id, user.username, given["Password"], True
        )
        return {}

    def reset_password(self, request: AwsRequest) -> AwsResponse:
        """Let moto note that a user needs a new password, and send a code."""
        given = request.parameters
        response = request.pass_on()
        location = pools.location_of_pool(given["UserPoolId"])
        user = pools.find_user(location.pool, given["Username"]) if location else None
        if response.status == _OK and location and user:
            self._send_code(location, user)
        return response

    def _send_code(self, location: pools.PoolLocation, user: "CognitoIdpUser") -> dict[str, str]:
        if not user.enabled:
            raise not_authorized("User is disabled.")
        if user.status == "FORCE_CHANGE_PASSWORD":
            raise not_authorized("User password cannot be reset in the current state.")
        attribute = _verified_attribute(location, user)
        address = user.attribute_lookup[attribute]
        return self._codes.send(location, user, Purpose.NEW_PASSWORD, attribute, address)


def _verified_attribute(location: pools.PoolLocation, user: "CognitoIdpUser") -> str:
    """Return the attribute whose verified address the pool prefers for a code.

    Raises:
        AwsError: NotAuthorizedException if only administrators reset passwords, InvalidParameterException if no
            address is verified.
    """
    setting = location.pool.extended_config.get("AccountRecoverySetting") or {}
    mechanisms = sorted(setting.get("RecoveryMechanisms", ()), key=lambda mechanism: mechanism["Priority"])
    names = [mechanism["Name"] for mechanism in mechanisms] or _MECHANISMS_BY_DEFAULT
    if names[0] == "admin_only":
        raise not_authorized("Contact administrator to reset password.")
    for name in (name.removeprefix("verified_") for name in names):
        if user.attribute_lookup.get(name) and user.attribute_lookup.get(f"{name}_verified") == "true":
            return name
    raise invalid_parameter(
        "Cannot reset password for the user as there is no registered/verified email or phone_number"
    )
