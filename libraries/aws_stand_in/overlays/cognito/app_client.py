"""An app client of a user pool: its settings, and what Cognito checks of those who use it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito import pools, token_validity
from aws_stand_in.overlays.cognito.confirmation_codes import code_mismatch
from aws_stand_in.overlays.cognito.errors import not_authorized, unknown_combination, user_not_found

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool, CognitoIdpUserPoolClient

_SESSION_MINUTES_BY_DEFAULT = 3


@dataclass(frozen=True, slots=True)
class AppClient:
    """An app client and the location of its pool.

    Attributes:
        location: Where its pool is.
        registered: The app client as moto keeps it.
    """

    location: pools.PoolLocation
    registered: "CognitoIdpUserPoolClient"

    @property
    def id(self) -> str:
        """The client id."""
        return str(self.registered.id)

    @property
    def pool(self) -> "CognitoIdpUserPool":
        """The pool it belongs to."""
        return self.location.pool

    @property
    def configuration(self) -> Mapping[str, Any]:
        """Its settings as CreateUserPoolClient takes them."""
        configuration: Mapping[str, Any] = self.registered.extended_config
        return configuration

    @property
    def hides_users(self) -> bool:
        """Whether it conceals which users exist."""
        return bool(self.configuration.get("PreventUserExistenceErrors") == "ENABLED")

    @property
    def rotates_refresh_tokens(self) -> bool:
        """Whether its refresh tokens are replaced at each use."""
        return bool(self._rotation.get("Feature") == "ENABLED")

    @property
    def rotation_grace_seconds(self) -> int:
        """How long a replaced refresh token may still be used."""
        return int(self._rotation.get("RetryGracePeriodSeconds", 0))

    @property
    def session_seconds(self) -> int:
        """How long a challenge may be answered."""
        return 60 * int(self.configuration.get("AuthSessionValidity") or _SESSION_MINUTES_BY_DEFAULT)

    @property
    def _rotation(self) -> Mapping[str, Any]:
        rotation: Mapping[str, Any] = self.configuration.get("RefreshTokenRotation", {})
        return rotation

    def validity_seconds(self, kind: str) -> int:
        """Return how long its `Access`, `Id` or `Refresh` tokens are valid."""
        return token_validity.validity_seconds(self.configuration, kind)

    def find_user(self, name: str) -> "CognitoIdpUser | None":
        """Find a user of its pool."""
        return pools.find_user(self.pool, name)

    def find_user_to_sign_in(self, name: str) -> "CognitoIdpUser | None":
        """Find a user who wants to sign in; None for an unknown name.

        Raises:
            AwsError: UserNotFoundException for an unknown name if the client does not hide who exists.
        """
        user = self.find_user(name)
        if user is None and not self.hides_users:
            raise user_not_found()
        return user

    def check_secret_hash(self, username: str, secret_hash: str | None) -> None:
        """Check the SECRET_HASH that a client with a secret sends along.

        Raises:
            AwsError: NotAuthorizedException if it is missing or wrong.
        """
        from moto.cognitoidp.utils import check_secret_hash

        if not self.registered.generate_secret:
            return
        if not secret_hash:
            raise not_authorized(
                f"Client {self.id} is configured with secret but SECRET_HASH was not received"
            )
        if not check_secret_hash(self.registered.secret, self.id, username, secret_hash):
            raise not_authorized(f"Unable to verify secret hash for client {self.id}")

    def knows_secret(self, secret: str | None) -> bool:
        """Tell whether this is its secret; a client without one takes anything."""
        return not self.registered.generate_secret or secret == self.registered.secret


def find_app_client(client_id: str) -> AppClient:
    """Return an app client by its id, whatever pool it belongs to.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    location = pools.location_of_client(client_id)
    if location is None:
        raise AwsError("ResourceNotFoundException", f"User pool client {client_id} does not exist.")
    return AppClient(location, location.pool.clients[client_id])


def client_of_known_user(request: AwsRequest) -> "tuple[AppClient, CognitoIdpUser]":
    """Return the app client and the user of a request that confirms something with a code.

    Raises:
        AwsError: NotAuthorizedException without the client's secret. CodeMismatchException for an unknown user if the client
            hides who exists, else UserNotFoundException.
    """
    given = request.parameters
    client = find_app_client(given["ClientId"])
    client.check_secret_hash(given["Username"], given.get("SecretHash"))
    user = client.find_user(given["Username"])
    if user is not None:
        return client, user
    raise code_mismatch() if client.hides_users else unknown_combination()
