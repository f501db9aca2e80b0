"""The Cognito user pools of an environment."""

from dataclasses import dataclass

from ManuelEnvironment import Environment
from ManuelEnvironment.errors import ConfigurationError


@dataclass(frozen=True)
class UserPool:
    """A user pool and one of its app clients, and where the pool's public keys are.

    Issuer and key set follow the AWS documentation, "Verifying a JSON Web Token": the key set of a pool is at
    `<issuer>/.well-known/jwks.json`. A local stack serves the key set at its own address, while the issuer in the tokens
    remains that of AWS.
    """

    region: str
    pool_id: str
    client_id: str
    endpoint_url: str

    @property
    def issuer(self) -> str:
        """The `iss` claim of each token of this pool."""
        return f"https://cognito-idp.{self.region}.amazonaws.com/{self.pool_id}"

    @property
    def key_set_url(self) -> str:
        """Where the pool publishes the keys for verifying its tokens (RFC 7517)."""
        return f"{self.endpoint_url}/{self.pool_id}/.well-known/jwks.json"


def user_pool_of(environment: Environment) -> UserPool:
    """Return the pool that the API under test trusts."""
    settings, stack = environment.settings, environment.stack
    if stack is not None:
        return UserPool(stack.region, stack.user_pool_id, stack.user_pool_client_id, stack.aws_endpoint_url)
    endpoint_url = environment.aws_client("cognito-idp").meta.endpoint_url
    return UserPool(settings.region, environment.user_pool_id, environment.user_pool_client_id, endpoint_url)


def second_pool_of(environment: Environment) -> UserPool:
    """Return a pool that the API under test does not trust.

    Raises:
        ConfigurationError: The environment has no second pool.
    """
    stack = environment.stack
    if stack is None:
        raise ConfigurationError(
            f"{environment.settings.environment} has no second user pool: tag the test needs:second-pool, "
            "so that it is skipped there"
        )
    return UserPool(stack.region, stack.second_pool_id, stack.second_pool_client_id, stack.aws_endpoint_url)
