"""Signing up: the new user, the code that is sent, and its confirmation."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsError, AwsResponse
from aws_stand_in.overlays.cognito import schema
from aws_stand_in.overlays.cognito.aliases import claim_aliases
from aws_stand_in.overlays.cognito.app_client import AppClient, client_of_known_user, find_app_client
from aws_stand_in.overlays.cognito.attributes import check_writable
from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose, delivery_details
from aws_stand_in.overlays.cognito.errors import (
    check_unconfirmed,
    invalid_parameter,
    required,
    unknown_combination,
)
from aws_stand_in.overlays.cognito.sign_up_triggers import SignUpTriggers

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_OK = 200


class SignUpOverlay:
    """Answers SignUp, ConfirmSignUp and ResendConfirmationCode.

    Args:
        codes: Sends and checks the codes.
        triggers: The functions that are called before and after.
    """

    def __init__(self, codes: ConfirmationCodes, triggers: SignUpTriggers) -> None:
        self._codes = codes
        self._triggers = triggers

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by operation."""
        return {
            "SignUp": self.sign_up,
            "ConfirmSignUp": self.confirm,
            "ResendConfirmationCode": self.resend_code,
        }

    def sign_up(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Let moto register a user whose name is not taken, in whatever case, and send a code."""
        given = request.parameters
        client = find_app_client(given["ClientId"])
        client.check_secret_hash(given["Username"], given.get("SecretHash"))
        values = schema.values_of(given.get("UserAttributes", ()))
        check_writable(values)
        schema.check_client_writes(client, values)
        schema.check_required(client.pool, given["Username"], values)
        schema.check_values(client.pool, values)
        if client.find_user(given["Username"]):
            raise AwsError("UsernameExistsException", "User already exists")
        client.location.backend._validate_password(client.pool.id, required(given, "Password"))
        verdict = self._triggers.before(
            client.location, "SignUp", given["Username"], values, given, client_id=client.id
        )
        response = request.pass_on()
        user = client.find_user(given["Username"])
        if response.status != _OK or user is None:
            return response
        claim_aliases(client.pool, user, {**user.attribute_lookup, **verdict.verified}, force=True)
        schema.set_values(user, verdict.verified)
        if verdict.confirms:
            self._confirmed(client, user, given)
            return {"UserConfirmed": True, "UserSub": user.id}
        signed_up = {"UserConfirmed": False, "UserSub": user.id}
        details = self._send_code(client, user, given)
        return {**signed_up, "CodeDeliveryDetails": details} if details else signed_up

    def confirm(self, request: AwsRequest) -> dict[str, Any]:
        """Confirm a user who has the code; the address that it was sent to is verified thereby."""
        given = request.parameters
        client, user = client_of_known_user(request)
        check_unconfirmed(user)
        self._codes.redeem(client.location, user, Purpose.SIGN_UP, given["ConfirmationCode"])
        attribute = _attribute_to_confirm(client, user)
        verified = {f"{attribute}_verified": "true"} if attribute else {}
        will_have = {**user.attribute_lookup, **verified}
        claim_aliases(client.pool, user, will_have, force=given.get("ForceAliasCreation", False))
        schema.set_values(user, verified)
        self._confirmed(client, user, given)
        return {}

    def _confirmed(self, client: AppClient, user: "CognitoIdpUser", given: Mapping[str, Any]) -> None:
        client.location.backend.admin_confirm_sign_up(client.pool.id, user.username)
        self._triggers.confirmed(client.location, "ConfirmSignUp", user, given, client.id)

    def resend_code(self, request: AwsRequest) -> dict[str, Any]:
        """Send another code; pretend to for an unknown user if the client hides who exists."""
        given = request.parameters
        client = find_app_client(given["ClientId"])
        client.check_secret_hash(given["Username"], given.get("SecretHash"))
        user = client.find_user(given["Username"])
        if user is None and not client.hides_users:
            raise unknown_combination()
        if user is None or (client.hides_users and not user.enabled):
            return {"CodeDeliveryDetails": delivery_details("email", given["Username"])}
        if user.status != "UNCONFIRMED":
            raise invalid_parameter("User is already confirmed.")
        details = self._send_code(client, user, given, reason="ResendCode")
        if details is None:
            raise invalid_parameter("Cannot resend codes. Auto verification not turned on.")
        return {"CodeDeliveryDetails": details}

    def _send_code(
        self, client: AppClient, user: "CognitoIdpUser", given: Mapping[str, Any], reason: str = "SignUp"
    ) -> dict[str, str] | None:
        attribute = _attribute_to_confirm(client, user)
        if attribute is None:
            return None
        address = user.attribute_lookup[attribute]
        metadata = given.get("ClientMetadata") or {}
        return self._codes.send(
            client.location, user, Purpose.SIGN_UP, attribute, address, reason=reason, metadata=metadata
        )


def _attribute_to_confirm(client: AppClient, user: "CognitoIdpUser") -> str | None:
    """Return the attribute that holds the address to confirm; a phone number is preferred, as by Cognito."""
    verified_by_the_pool = client.pool.extended_config.get("AutoVerifiedAttributes") or ()
    candidates = [name for name in ("phone_number", "email") if name in verified_by_the_pool]
    return next((name for name in candidates if user.attribute_lookup.get(name)), None)
