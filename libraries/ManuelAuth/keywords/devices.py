"""Devices that users are remembered on."""

import dataclasses

from robot.api.deco import keyword
from robot.utils import DotDict

from ManuelAuth.devices import UserDevice, description_of
from ManuelAuth.identity import Identity
from ManuelAuth.session import SignInSession


class DeviceKeywords:
    """Confirming, remembering, listing and forgetting devices, and signing in from them."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Devices"])
    def confirm_device(self, name: str = "phone") -> UserDevice:
        """Register the device that the current user has just signed in on, with a random password of its own (ConfirmDevice).

        In a pool that asks its users, it is not remembered before [Remember Device]. Works only for users that this run created.

        Args:
            name: What the user calls it.

        Returns:
            The device, for [Sign In From Device]. The current user stays signed in on it.

        Raises:
            AssertionError: The environment keeps this user for all tests, or Cognito has named no new device.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${me} =    Sign In
        ${phone} =    Confirm Device    phone
        Remember Device    ${phone}
        Sign In From Device    ${me.email}    ${phone}
        ```
        """
        cognito, identity = self._session.cognito, self._session.require_identity()
        self._session.require_disposable(identity.email)
        device, verifier = _new_device_of(identity).with_password()
        cognito.send(
            f"a device of {identity.email} to be confirmed",
            lambda: cognito.client.confirm_device(
                AccessToken=identity.access_token.value,
                DeviceKey=device.key,
                DeviceSecretVerifierConfig=verifier,
                DeviceName=name,
            ),
        )
        self._session.identities.remember(dataclasses.replace(identity, device=device))
        return device

    @keyword(tags=["Devices"])
    def remember_device(self, device: UserDevice) -> None:
        """Answer "yes" to "Remember this device?": it takes the place of a second factor from now on (UpdateDeviceStatus).

        Args:
            device: What [Confirm Device] returned to the current user.

        Raises:
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${phone} =    Confirm Device    phone
        Remember Device    ${phone}
        ```
        """
        cognito, identity = self._session.cognito, self._session.require_identity()
        cognito.send(
            f"a device of {identity.email} to be remembered",
            lambda: cognito.client.update_device_status(
                AccessToken=identity.access_token.value,
                DeviceKey=device.key,
                DeviceRememberedStatus="remembered",
            ),
        )

    @keyword(tags=["Devices", "Sign-in"])
    def sign_in_from_device(
        self, email: str, device: UserDevice, *, refusal: str | None = None
    ) -> Identity | DotDict:
        """Sign in with the password from a device, and send requests as this user until the test or suite ends.

        A remembered device proves that it has its own password (DEVICE_SRP_AUTH), and the user is asked for no second factor.

        Args:
            email: The address of a user who has signed in before.
            device: What [Confirm Device] returned.
            refusal: The code of the error that Cognito must refuse with, such as `ResourceNotFoundException`; by default it must
                succeed.

        Returns:
            The identity, or the refusal with its `code` and `message` if one is expected.

        Raises:
            AssertionError: The outcome is not the expected one, or Cognito asked for a one-time password.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${phone} =    Confirm Device    phone
        Sign In From Device    ${me.email}    ${phone}
        Forget Device    ${phone}
        Sign In From Device    ${me.email}    ${phone}    refusal=ResourceNotFoundException
        ```
        """
        answer = self._session.cognito.sign_in_from(self._session.account_of(email), device, refusal=refusal)
        if isinstance(answer, Identity):
            self._session.identities.remember(answer)
        return answer

    @keyword(tags=["Devices", "Getter"])
    def get_devices(self) -> list[DotDict]:
        """Return the current user's confirmed devices (ListDevices).

        Returns:
            Of each device: its `key`, its `name`, its `status` (`remembered` or `not_remembered`), and the times `confirmed_at`
            and `last_sign_in`.

        Raises:
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        Confirm Device    phone
        ${devices} =    Get Devices
        Should Be Equal    ${devices}[0][name]    phone
        ```
        """
        cognito, identity = self._session.cognito, self._session.require_identity()
        answer = cognito.send(
            f"the devices of {identity.email}",
            lambda: cognito.client.list_devices(AccessToken=identity.access_token.value),
        )
        return [description_of(device) for device in answer["Devices"]]

    @keyword(tags=["Devices"])
    def forget_device(self, device: UserDevice, *, refusal: str | None = None) -> DotDict:
        """Forget a device of the current user (ForgetDevice), so that it can no longer sign in.

        Args:
            device: What [Confirm Device] returned.
            refusal: The code of the error that Cognito must refuse with; by default it must succeed.

        Returns:
            The refusal with its `code` and `message` if one is expected.

        Raises:
            AssertionError: The outcome is not the expected one.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${phone} =    Confirm Device    phone
        Forget Device    ${phone}
        Forget Device    ${phone}    refusal=ResourceNotFoundException
        ```
        """
        cognito, identity = self._session.cognito, self._session.require_identity()
        return cognito.send(
            f"{device} to be forgotten by {identity.email}",
            lambda: cognito.client.forget_device(
                AccessToken=identity.access_token.value, DeviceKey=device.key
            ),
            refusal=refusal,
        )

    @keyword(tags=["Devices", "Getter"])
    def get_copy_of_device_keys(self, device: UserDevice) -> UserDevice:
        """Return a copy of a device that has its keys but not its password, as an attacker may get from a token.

        Args:
            device: What [Confirm Device] returned.

        Example:
        ```robotframework
        ${phone} =    Confirm Device    phone
        Remember Device    ${phone}
        ${copy} =    Get Copy Of Device Keys    ${phone}
        Sign In From Device    ${me.email}    ${copy}    refusal=NotAuthorizedException
        ```
        """
        return device.with_wrong_password()


def _new_device_of(identity: Identity) -> UserDevice:
    if identity.device is None or identity.device.password is not None:
        raise AssertionError(
            f"Expected a new device of {identity.email}, which Cognito names at a sign-in.\nGot none.\n"
            "Hint: does the pool remember devices (DeviceConfiguration), and has this one not been confirmed yet?"
        )
    return identity.device
