"""The Cognito user pools of an environment."""

from dataclasses import dataclass

from robot.api.types import Secret

from ManuelAuth.client_secrets import (
    CLIENT_SECRET_VARIABLE,
    SECOND_POOL_CLIENT_SECRET_VARIABLE,
    read_client_secret,
)
from ManuelEnvironment import BlockedError, Capability, Environment


@dataclass(frozen=True)
class UserPool:
    """A user pool and one of its app clients, and where the pool's public keys are.

    The issuer in the tokens is that of AWS, also where the pool and its key set are at another address.
    """

    region: str
    pool_id: str
    client_id: str
    endpoint_url: str
    key_set_url: str
    client_secret: Secret | None = None
    rotates_refresh_tokens: bool = False

    @property
    def issuer(self) -> str:
        """The `iss` claim of each token of this pool (AWS documentation, "Verifying a JSON Web Token")."""
        return f"https://cognito-idp.{self.region}.amazonaws.com/{self.pool_id}"


def user_pool_of(environment: Environment) -> UserPool:
    """Return the pool that the API under test trusts."""
    return _pool(
        environment,
        environment.user_pool_id,
        environment.user_pool_client_id,
        environment.settings.key_set_url,
        CLIENT_SECRET_VARIABLE,
    )


def second_pool_of(environment: Environment) -> UserPool:
    """Return a pool that the API under test does not trust.

    Raises:
        BlockedError: The environment has no second pool.
    """
    names = environment.stack or environment.settings
    pool_id, client_id = names.second_pool_id, names.second_pool_client_id
    if pool_id is None or client_id is None:
        raise BlockedError(
            Capability.SECOND_POOL,
            f"set second_pool_id and second_pool_client_id in the settings of {environment.settings.environment}",
        )
    return _pool(environment, pool_id, client_id, None, SECOND_POOL_CLIENT_SECRET_VARIABLE)


def _pool(
    environment: Environment, pool_id: str, client_id: str, key_set_url: str | None, secret_variable: str
) -> UserPool:
    """Return a pool; its key set is by default where Cognito has it, at `<endpoint>/<pool>/.well-known/jwks.json`."""
    endpoint_url: str = environment.aws_client("cognito-idp").meta.endpoint_url
    default = f"{endpoint_url.rstrip('/')}/{pool_id}/.well-known/jwks.json"
    return UserPool(
        environment.region,
        pool_id,
        client_id,
        endpoint_url,
        key_set_url or default,
        read_client_secret(environment, pool_id, client_id, secret_variable),
    )
