"""The devices that users sign in with: their keys, and which of them are remembered.

Source: Amazon Cognito Developer Guide, "Working with user devices in your user pool"; API reference, ConfirmDevice, DeviceType,
DeviceConfigurationType.
"""

import secrets
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.pools import PoolLocation

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_Owner = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """What a device is called when it signs in for the first time.

    Attributes:
        key: `<region>_<uuid>`.
        group_key: The group that takes the place of the pool in the Secure Remote Password protocol.
    """

    key: str
    group_key: str

    def metadata(self) -> dict[str, str]:
        """Return it as NewDeviceMetadata."""
        return {"DeviceKey": self.key, "DeviceGroupKey": self.group_key}


@dataclass(frozen=True, slots=True)
class DeviceSecret:
    """What verifies the password that a device has chosen, by the Secure Remote Password protocol.

    Attributes:
        verifier: The password verifier.
        salt: The salt of the verifier.
    """

    verifier: int
    salt: int


@dataclass(slots=True)
class Device:
    """A device that has been confirmed.

    Attributes:
        name: Its key.
        secret: What verifies its password.
        label: What its user calls it.
        address: The IP address that it was used from last.
        created_at: When it was confirmed, in epoch seconds.
        modified_at: When that, or its status, changed last.
        authenticated_at: When a user signed in with it last.
        is_remembered: Whether it may take the place of a second factor.
    """

    name: DeviceKey
    secret: DeviceSecret
    label: str
    address: str
    created_at: float
    modified_at: float
    authenticated_at: float
    is_remembered: bool

    def description(self) -> dict[str, Any]:
        """Return it as DeviceType."""
        attributes = {
            "device_status": "valid",
            "device_name": self.label,
            "dev:device_remembered_status": "remembered" if self.is_remembered else "not_remembered",
            "last_ip_used": self.address,
        }
        return {
            "DeviceKey": self.name.key,
            "DeviceAttributes": [{"Name": name, "Value": value} for name, value in attributes.items()],
            "DeviceCreateDate": self.created_at,
            "DeviceLastModifiedDate": self.modified_at,
            "DeviceLastAuthenticatedDate": self.authenticated_at,
        }


class DeviceStore:
    """Names devices, and keeps those that have been confirmed.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._named: dict[str, dict[_Owner, dict[str, DeviceKey]]] = defaultdict(dict)
        self._confirmed: dict[str, dict[_Owner, dict[str, Device]]] = defaultdict(dict)

    def name_new(self, location: PoolLocation, user: "CognitoIdpUser") -> DeviceKey:
        """Return the key of a device that a user signs in with for the first time."""
        name = DeviceKey(f"{location.region}_{uuid.uuid4()}", f"-{secrets.token_hex(4)}")
        self._named[location.account_id].setdefault(_owner(location, user), {})[name.key] = name
        return name

    def confirm(  # noqa: PLR0913 - whose device, which, and what is known of it
        self,
        location: PoolLocation,
        user: "CognitoIdpUser",
        key: str,
        secret: DeviceSecret,
        *,
        label: str,
        address: str,
    ) -> None:
        """Keep a device, which is remembered at once unless the pool leaves that to its user.

        Raises:
            AwsError: ResourceNotFoundException for a key that no device of the user has, DeviceKeyExistsException for one that is
                confirmed already.
        """
        name = self._named[location.account_id].get(_owner(location, user), {}).get(key)
        if name is None:
            raise no_device()
        confirmed = self._confirmed[location.account_id].setdefault(_owner(location, user), {})
        if key in confirmed:
            raise AwsError("DeviceKeyExistsException", "Device already exists.")
        now = self._clock()
        is_remembered = not asks_users_to_remember(location)
        confirmed[key] = Device(name, secret, label, address, now, now, now, is_remembered)

    def find(self, location: PoolLocation, user: "CognitoIdpUser", key: str) -> Device | None:
        """Return a confirmed device of a user."""
        return self._confirmed[location.account_id].get(_owner(location, user), {}).get(key)

    def get(self, location: PoolLocation, user: "CognitoIdpUser", key: str) -> Device:
        """Return a confirmed device of a user.

        Raises:
            AwsError: ResourceNotFoundException.
        """
        device = self.find(location, user, key)
        if device is None:
            raise no_device()
        return device

    def all_of(self, location: PoolLocation, user: "CognitoIdpUser") -> Sequence[Device]:
        """Return the confirmed devices of a user, the oldest first."""
        return list(self._confirmed[location.account_id].get(_owner(location, user), {}).values())

    def remember(
        self, location: PoolLocation, user: "CognitoIdpUser", key: str, *, is_remembered: bool
    ) -> None:
        """Note whether a device is remembered.

        Raises:
            AwsError: ResourceNotFoundException.
        """
        device = self.get(location, user, key)
        device.is_remembered, device.modified_at = is_remembered, self._clock()

    def signed_in(self, device: Device) -> None:
        """Note that a user has signed in with a device."""
        device.authenticated_at = self._clock()

    def remove(self, location: PoolLocation, user: "CognitoIdpUser", key: str) -> None:
        """Forget a device, and with it its key.

        Raises:
            AwsError: ResourceNotFoundException.
        """
        self.get(location, user, key)
        for devices in (self._named, self._confirmed):
            del devices[location.account_id][_owner(location, user)][key]

    def forget(self, account_id: str) -> None:
        """Drop the devices of an account."""
        self._named.pop(account_id, None)
        self._confirmed.pop(account_id, None)


def no_device() -> AwsError:
    """Return the refusal of a key that no device has."""
    return AwsError("ResourceNotFoundException", "Device does not exist.")


def tracks_devices(location: PoolLocation) -> bool:
    """Tell whether a pool names the devices that its users sign in with."""
    return bool(_configuration(location))


def lets_devices_replace_factors(location: PoolLocation) -> bool:
    """Tell whether a remembered device takes the place of a second factor."""
    return bool((_configuration(location) or {}).get("ChallengeRequiredOnNewDevice"))


def asks_users_to_remember(location: PoolLocation) -> bool:
    """Tell whether users choose which of their devices are remembered."""
    return bool((_configuration(location) or {}).get("DeviceOnlyRememberedOnUserPrompt"))


def _configuration(location: PoolLocation) -> Mapping[str, Any] | None:
    configuration: Mapping[str, Any] | None = location.pool.extended_config.get("DeviceConfiguration")
    return configuration


def _owner(location: PoolLocation, user: "CognitoIdpUser") -> _Owner:
    return (location.pool.id, user.id)
