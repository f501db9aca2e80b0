"""The triggers around a sign-in: before and after it, and the migration of users who are not in the pool yet.

Source: Amazon Cognito Developer Guide, "Pre authentication", "Post authentication" and "Migrate user Lambda trigger".
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.triggers import Triggers, attributes_of

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

_STATUSES = ("CONFIRMED", "RESET_REQUIRED")


class SignInTriggers:
    """Calls functions when users sign in.

    Args:
        triggers: Calls a function.
    """

    def __init__(self, triggers: Triggers) -> None:
        self._triggers = triggers

    def has(self, client: AppClient, trigger: str) -> bool:
        """Tell whether an app client's pool has a trigger, which is named as in `LambdaConfig`."""
        return self._triggers.has(client.location, trigger)

    def before(
        self, client: AppClient, user: "CognitoIdpUser | None", username: str, metadata: Mapping[str, str]
    ) -> None:
        """Let a function refuse a sign-in."""
        self.call(
            client,
            "PreAuthentication_Authentication",
            user,
            username,
            {"validationData": dict(metadata), "userNotFound": user is None},
        )

    def after(
        self, client: AppClient, user: "CognitoIdpUser", metadata: Mapping[str, str], *, new_device: bool
    ) -> None:
        """Tell a function of a sign-in, and whether it was with a new device of a pool that keeps track of devices."""
        request = {"newDeviceUsed": new_device, "clientMetadata": dict(metadata)}
        self.call(client, "PostAuthentication_Authentication", user, user.username, request)

    def call(  # noqa: PLR0913 - the parts of an event
        self,
        client: AppClient,
        source: str,
        user: "CognitoIdpUser | None",
        username: str,
        request: Mapping[str, Any],
        *,
        response: Mapping[str, Any] = MappingProxyType({}),
    ) -> dict[str, Any]:
        """Call the function of a trigger about a user who signs in, and return its response."""
        return self._triggers.call(
            client.location,
            source,
            client_id=client.id,
            username=user.username if user else username,
            request={"userAttributes": attributes_of(user) if user else {}, **request},
            response=response,
        )

    def migrate(self, client: AppClient, username: str, password: str, metadata: Mapping[str, str]) -> None:
        """Create a user who signs in for the first time, if a function knows the user."""
        request = {"password": password, "validationData": dict(metadata), "clientMetadata": dict(metadata)}
        self._create(client, "UserMigration_Authentication", username, request, password)

    def migrate_for_new_password(self, client: AppClient, username: str, metadata: Mapping[str, str]) -> None:
        """Create a user who has forgotten the password, if a function knows the user."""
        request = {"validationData": dict(metadata), "clientMetadata": dict(metadata)}
        self._create(client, "UserMigration_ForgotPassword", username, request, None)

    def _create(
        self, client: AppClient, source: str, username: str, request: Mapping[str, Any], password: str | None
    ) -> None:
        if not self._triggers.has(client.location, "UserMigration"):
            return
        empty = {
            "userAttributes": None,
            "forceAliasCreation": None,
            "enableSMSMFA": None,
            "finalUserStatus": None,
            "messageAction": None,
            "desiredDeliveryMediums": None,
        }
        response = self._response(client, source, username, request, empty)
        values = response.get("userAttributes")
        if not values:
            return
        attributes = [{"Name": name, "Value": value} for name, value in values.items() if name != "username"]
        backend, pool_id = client.location.backend, client.pool.id
        user = backend.admin_create_user(pool_id, username, "SUPPRESS", password or "", attributes)
        user.password = password
        user.status = _status(response, password)

    def _response(
        self,
        client: AppClient,
        source: str,
        username: str,
        request: Mapping[str, Any],
        empty: Mapping[str, Any],
    ) -> dict[str, Any]:
        """Return what a function says about a user; a function that fails knows no user."""
        try:
            return self._triggers.call(
                client.location,
                source,
                client_id=client.id,
                username=username,
                request=request,
                response=empty,
            )
        except AwsError as error:
            if error.code != "UserLambdaValidationException":
                raise
            return {}


def _status(response: Mapping[str, Any], password: str | None) -> Any:
    """Return the status of a user who has been migrated: without a password, or unless a function says so, it has to be reset."""
    from moto.cognitoidp.models import UserStatus

    wanted = response.get("finalUserStatus")
    if password is None:
        return UserStatus.CONFIRMED
    return UserStatus[wanted] if wanted in _STATUSES else UserStatus.RESET_REQUIRED
