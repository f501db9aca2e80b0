"""What users and administrators do with devices: confirm, remember, list and forget them."""

import base64
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest, Handler
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.administration import own_user
from aws_stand_in.overlays.cognito.devices import (
    DeviceSecret,
    DeviceStore,
    asks_users_to_remember,
    tracks_devices,
)
from aws_stand_in.overlays.cognito.errors import invalid_parameter, required
from aws_stand_in.overlays.cognito.pools import PoolLocation
from aws_stand_in.overlays.cognito.tokens import TokenStore
from aws_stand_in.overlays.paging import page

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_MOST_IN_A_PAGE = 60


class DevicesOverlay:
    """Answers the operations on devices, those of users and those of administrators.

    Args:
        devices: Keeps the devices.
        tokens: Knows whose access token it is.
    """

    def __init__(self, devices: DeviceStore, tokens: TokenStore) -> None:
        self._devices = devices
        self._tokens = tokens

    def handlers(self) -> dict[str, Handler]:
        """Return the handlers by operation."""
        return {
            "ConfirmDevice": self.confirm,
            **dict.fromkeys(("GetDevice", "AdminGetDevice"), self.describe),
            **dict.fromkeys(("ListDevices", "AdminListDevices"), self.list_devices),
            **dict.fromkeys(("UpdateDeviceStatus", "AdminUpdateDeviceStatus"), self.update_status),
            **dict.fromkeys(("ForgetDevice", "AdminForgetDevice"), self.forget_device),
        }

    def confirm(self, request: AwsRequest) -> dict[str, Any]:
        """Keep a device with the verifier of the password that it has chosen."""
        location, user = self._owner(request)
        given = request.parameters
        config = given.get("DeviceSecretVerifierConfig") or {}
        self._devices.confirm(
            location,
            user,
            given["DeviceKey"],
            DeviceSecret(_number(config, "PasswordVerifier"), _number(config, "Salt")),
            label=given.get("DeviceName", ""),
            address=str(request.http.remote_addr or ""),
        )
        return {"UserConfirmationNecessary": asks_users_to_remember(location)}

    def describe(self, request: AwsRequest) -> dict[str, Any]:
        """Describe a device."""
        device = self._devices.get(*self._owner(request), request.parameters["DeviceKey"])
        return {"Device": device.description()}

    def list_devices(self, request: AwsRequest) -> dict[str, Any]:
        """List the devices of a user."""
        described = (device.description() for device in self._devices.all_of(*self._owner(request)))
        parameters = {"Limit": _MOST_IN_A_PAGE, **request.parameters}
        try:
            return page(described, parameters, "Devices", size="Limit", token="PaginationToken")
        except AwsError as error:
            raise invalid_parameter(error.message) from error

    def update_status(self, request: AwsRequest) -> dict[str, Any]:
        """Note whether a device is remembered."""
        wanted = request.parameters.get("DeviceRememberedStatus") == "remembered"
        self._devices.remember(*self._owner(request), request.parameters["DeviceKey"], is_remembered=wanted)
        return {}

    def forget_device(self, request: AwsRequest) -> dict[str, Any]:
        """Forget a device."""
        self._devices.remove(*self._owner(request), request.parameters["DeviceKey"])
        return {}

    def _owner(self, request: AwsRequest) -> "tuple[PoolLocation, CognitoIdpUser]":
        """Return the user whose devices a request is about, and the pool, which must keep track of devices.

        Raises:
            AwsError: InvalidUserPoolConfigurationException if it does not; NotAuthorizedException, UserNotFoundException.
        """
        if "UserPoolId" in request.parameters:
            location, user = own_user(request)
        else:
            location, user = self._tokens.user_of(required(request.parameters, "AccessToken"))
        if not tracks_devices(location):
            message = "Device tracking is not enabled for the user pool."
            raise AwsError("InvalidUserPoolConfigurationException", message)
        return location, user


def _number(config: dict[str, str], name: str) -> int:
    """Return a number of the Secure Remote Password protocol, which is sent in Base64."""
    try:
        return int.from_bytes(base64.b64decode(required(config, name), validate=True))
    except ValueError:
        raise invalid_parameter(f"Invalid {name}: it is not in Base64.") from None
