"""A user's own attributes: which can be changed, and how a new address is verified."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.overlays.cognito import schema
from aws_stand_in.overlays.cognito.aliases import check_address_is_free, claim_aliases
from aws_stand_in.overlays.cognito.confirmation_codes import ConfirmationCodes, Purpose
from aws_stand_in.overlays.cognito.errors import invalid_parameter, not_authorized
from aws_stand_in.overlays.cognito.pools import PoolLocation
from aws_stand_in.overlays.cognito.tokens import TokenStore

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_VERIFIED = ("email_verified", "phone_number_verified")
_PURPOSES = {"email": Purpose.EMAIL, "phone_number": Purpose.PHONE_NUMBER}


class AttributesOverlay:
    """Answers what users do with their own attributes.

    Args:
        codes: Sends and checks the codes.
        tokens: Knows whose access token it is.
    """

    def __init__(self, codes: ConfirmationCodes, tokens: TokenStore) -> None:
        self._codes = codes
        self._tokens = tokens
        self._pending: dict[tuple[str, str, str], str] = {}
        """Addresses that take effect when they are verified, by account, user and attribute."""

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by operation."""
        return {
            "UpdateUserAttributes": self.update,
            "GetUserAttributeVerificationCode": self.send_code,
            "VerifyUserAttribute": self.verify,
            "DeleteUserAttributes": self.delete,
            "GetUser": self.get_user,
        }

    def update(self, request: AwsRequest) -> dict[str, Any]:
        """Change attributes. A new address is unverified, or waits until it is, and gets a code if the pool verifies it."""
        given = request.parameters
        new = schema.values_of(given["UserAttributes"])
        check_writable(new)
        location, user = self._tokens.user_of(given["AccessToken"])
        schema.check_client_writes(self._tokens.client_of(given["AccessToken"]), new)
        schema.check_change(location.pool, new)
        check_address_is_free(location, user, new.get("email"))
        addresses = {name: new[name] for name in _PURPOSES if name in new}
        waiting = {name: address for name, address in addresses.items() if _waits(location, name)}
        changed = {name: value for name, value in new.items() if name not in waiting}
        changed |= {f"{name}_verified": "false" for name in addresses if name not in waiting}
        schema.set_values(user, changed)
        for name, address in waiting.items():
            self._pending[location.account_id, user.id, name] = address
        automatic = location.pool.extended_config.get("AutoVerifiedAttributes") or ()
        sent = [
            self._send(location, user, name) for name in addresses if name in automatic or name in waiting
        ]
        return {"CodeDeliveryDetailsList": sent}

    def send_code(self, request: AwsRequest) -> dict[str, Any]:
        """Send a code to an address, the one that waits for it if there is one."""
        given = request.parameters
        location, user = self._tokens.user_of(given["AccessToken"])
        details = self._send(location, user, given["AttributeName"], reason="VerifyUserAttribute")
        return {"CodeDeliveryDetails": details}

    def verify(self, request: AwsRequest) -> dict[str, Any]:
        """Note that an address is verified, for a user who has the code."""
        given = request.parameters
        location, user = self._tokens.user_of(given["AccessToken"])
        name = given["AttributeName"]
        self._codes.redeem(location, user, _purpose_of(name), given["Code"])
        verified = {name: self._address(location, user, name), f"{name}_verified": "true"}
        check_address_is_free(location, user, verified.get("email"))
        claim_aliases(location.pool, user, {**user.attribute_lookup, **verified}, force=False)
        schema.set_values(user, verified)
        self._pending.pop((location.account_id, user.id, name), None)
        return {}

    def delete(self, request: AwsRequest) -> dict[str, Any]:
        """Delete attributes that the client may write."""
        given = request.parameters
        location, user = self._tokens.user_of(given["AccessToken"])
        schema.check_client_writes(self._tokens.client_of(given["AccessToken"]), given["UserAttributeNames"])
        schema.delete(location.pool, user, given["UserAttributeNames"])
        return {}

    def get_user(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a user, with the attributes that the client may read."""
        _, user = self._tokens.user_of(request.parameters["AccessToken"])
        readable = self._tokens.client_of(request.parameters["AccessToken"]).registered.get_readable_fields()
        shown = ["sub", *readable] if readable else None
        return user.to_json(extended=True, attributes_key="UserAttributes", attributes_to_get=shown)

    def forget(self, account_id: str) -> None:
        """Drop the addresses of an account that wait to be verified."""
        self._pending = {key: address for key, address in self._pending.items() if key[0] != account_id}

    def _send(
        self, location: PoolLocation, user: "CognitoIdpUser", name: str, *, reason: str = ""
    ) -> dict[str, str]:
        purpose, address = _purpose_of(name), self._address(location, user, name)
        return self._codes.send(location, user, purpose, name, address, reason=reason)

    def _address(self, location: PoolLocation, user: "CognitoIdpUser", name: str) -> str:
        """Return the address that waits to be verified, or else the user's."""
        address = self._pending.get((location.account_id, user.id, name)) or user.attribute_lookup.get(name)
        if not address:
            raise invalid_parameter(f"User does not have an attribute {name}.")
        return address


def check_writable(names: Iterable[str]) -> None:
    """Check that no user declares an address verified or chooses a `sub`.

    Raises:
        AwsError: NotAuthorizedException.
    """
    if not {*_VERIFIED, "sub"}.isdisjoint(names):
        raise not_authorized("A client attempted to write unauthorized attribute")


def _waits(location: PoolLocation, name: str) -> bool:
    """Tell whether an address takes effect only when it is verified."""
    settings = location.pool.extended_config.get("UserAttributeUpdateSettings") or {}
    return name in settings.get("AttributesRequireVerificationBeforeUpdate", ())


def _purpose_of(name: str) -> Purpose:
    if name not in _PURPOSES:
        raise invalid_parameter(f"{name} cannot be verified by a code.")
    return _PURPOSES[name]
