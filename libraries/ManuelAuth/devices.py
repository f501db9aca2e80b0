"""Devices that Cognito can remember: what a device keeps of itself, and what Cognito says of it."""

import dataclasses
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from robot.api.types import Secret
from robot.utils import DotDict

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import (
        DeviceSecretVerifierConfigTypeTypeDef,
        DeviceTypeTypeDef,
        NewDeviceMetadataTypeTypeDef,
    )

REMEMBERED_ATTRIBUTE = "dev:device_remembered_status"
NAME_ATTRIBUTE = "device_name"
_PASSWORD_BYTES = 40


@dataclass(frozen=True)
class UserDevice:
    """What a device keeps to sign in with. The password is a secret: never print it.

    Attributes:
        key: Its key, `<region>_<uuid>`.
        group_key: The group that takes the place of the pool in the Secure Remote Password protocol.
        password: The password that it has chosen; None before it is confirmed.
    """

    key: str
    group_key: str
    password: Secret | None = None

    @classmethod
    def offered(cls, metadata: "NewDeviceMetadataTypeTypeDef") -> "UserDevice":
        """Return the device that a sign-in has named (NewDeviceMetadata)."""
        return cls(metadata["DeviceKey"], metadata["DeviceGroupKey"])

    def with_password(self) -> "tuple[UserDevice, DeviceSecretVerifierConfigTypeTypeDef]":
        """Return the device with a random password, and what verifies it."""
        from pycognito.aws_srp import generate_hash_device

        password, verifier = generate_hash_device(self.group_key, self.key)
        return dataclasses.replace(self, password=Secret(password)), verifier

    def with_wrong_password(self) -> "UserDevice":
        """Return the device as an attacker has it who knows only its keys."""
        return dataclasses.replace(self, password=Secret(secrets.token_urlsafe(_PASSWORD_BYTES)))

    def __str__(self) -> str:
        return f"device {self.key}"


def description_of(device: "DeviceTypeTypeDef") -> DotDict:
    """Return what Cognito says of a device, by shorter names."""
    attributes = {one["Name"]: one.get("Value", "") for one in device["DeviceAttributes"]}
    return DotDict(
        key=device["DeviceKey"],
        name=attributes.get(NAME_ATTRIBUTE, ""),
        status=attributes.get(REMEMBERED_ATTRIBUTE, ""),
        confirmed_at=device["DeviceCreateDate"],
        last_sign_in=device["DeviceLastAuthenticatedDate"],
    )
