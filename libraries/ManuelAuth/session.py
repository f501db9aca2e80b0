"""What the keywords share: the environment's user pools, the created accounts, and the signed-in user."""

import functools
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from robot.api import logger
from robot.api.types import Secret

from loopback_server.recording_site import RecordingSite
from ManuelAuth.accounts import EMAIL_SETTINGS, Credentials, DisposableAccounts, Role, configured_account
from ManuelAuth.app_clients import OwnAppClients
from ManuelAuth.cognito import Cognito
from ManuelAuth.forge import Material, find_forgery
from ManuelAuth.forge.keys import stand_in_signing_key
from ManuelAuth.identity import Identity, IdentityStore, identity_store
from ManuelAuth.pool_time import PoolTime
from ManuelAuth.pools import second_pool_of, user_pool_of
from ManuelAuth.tokens import read_key_set
from ManuelEnvironment import BlockedError, Capability, ConfigurationError, current_environment

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey


class SignInSession:
    """Signs users in, and keeps their identities."""

    def __init__(self) -> None:
        self.identities: IdentityStore = identity_store()
        self.accounts = DisposableAccounts()
        self.pool_time = PoolTime()
        self.app_clients = OwnAppClients()
        self.key_server: RecordingSite | None = None

    @property
    def cognito(self) -> Cognito:
        """The pool that the API under test trusts, with its app client or the latest one that the test has created."""
        return self.app_clients.latest or self._trusted

    @functools.cached_property
    def _trusted(self) -> Cognito:
        environment = current_environment()
        return Cognito(environment.aws_client("cognito-idp"), user_pool_of(environment))

    @functools.cached_property
    def second_pool(self) -> Cognito:
        """A pool that the API does not trust."""
        environment = current_environment()
        return Cognito(environment.aws_client("cognito-idp"), second_pool_of(environment))

    def account_for(self, role: Role) -> Credentials:
        """Return a new user if the environment has disposable users, else the one it keeps for its tests."""
        environment = current_environment()
        if environment.settings.users == "disposable":
            return self.accounts.create(self.cognito.client, self.cognito.pool, role=role)
        return configured_account(environment, role)

    def account_of(self, email: str) -> Credentials:
        """Return the account with this address, created here or kept by the environment.

        Raises:
            LookupError: The password is unknown.
        """
        if account := self.accounts.find(email):
            return account
        environment = current_environment()
        for role, setting in EMAIL_SETTINGS.items():
            if getattr(environment.settings, setting) == email:
                return configured_account(environment, role)
        raise LookupError(
            f"The password of {email!r} is unknown: this run did not create the user, and the settings do not name it."
        )

    def sign_in(self, account: Credentials) -> Identity:
        """Sign this account in, and make it the current identity."""
        identity = self.cognito.sign_in(account)
        self.identities.remember(identity)
        return identity

    def require_identity(self) -> Identity:
        """Return the current identity.

        Raises:
            AssertionError: No user is signed in.
        """
        identity = self.identities.current
        if identity is None:
            raise AssertionError("Expected a signed-in user.\nGot none.\nHint: call Sign In first.")
        return identity

    def read_public_keys(self) -> list[dict[str, Any]]:
        """Return the keys that the pool publishes.

        Raises:
            AssertionError: The keys cannot be read.
        """
        keys: list[dict[str, Any]] = json.loads(read_key_set(self.cognito.pool))["keys"]
        return keys

    def forge(self, name: str, options: Mapping[str, str]) -> Secret:
        """Return a forged token of the current user.

        Raises:
            AssertionError: No user is signed in.
            ConfigurationError: The forgery needs the pool's own key, which the environment does not offer.
            BlockedError: The environment says that it offers this key, and does not.
            ValueError: The forgery or the option does not exist.
        """
        forgery = find_forgery(name)
        material = self.forge_material(with_signing_key=forgery.needs_signing_key)
        logger.info(
            f"{forgery.name}: {forgery.summary} A verifier that accepts it has the weakness {forgery.weakness}."
        )
        return Secret(forgery.make(material, options))

    def forge_material(self, *, with_signing_key: bool) -> Material:
        """Return what a token of the current user can be forged from.

        Args:
            with_signing_key: Whether to include the pool's own key.

        Raises:
            AssertionError: No user is signed in.
            ConfigurationError: The environment does not offer the pool's own key.
            BlockedError: The environment says that it offers this key, and does not.
        """
        identity, pool = self.require_identity(), self.cognito.pool
        takes_access_tokens = current_environment().settings.token_kind == "access"
        token, other = identity.id_token, identity.access_token
        if takes_access_tokens:
            token, other = other, token
        material = Material(token.value, other.value, read_key_set(pool), pool.key_set_url)
        if self.key_server is not None:
            material = replace(material, attacker_url=self.key_server.url)
        return replace(material, signing_key=_signing_key(material)) if with_signing_key else material

    def require_disposable(self, email: str) -> Credentials:
        """Return an account that a test may change.

        Raises:
            AssertionError: The environment keeps this account for all tests.
        """
        account = self.accounts.find(email)
        if account is None:
            raise AssertionError(
                f"Expected a user that this run created.\nGot {email}, which the environment keeps for all tests.\n"
                "Hint: run this test in an environment with `users: disposable`, and tag it needs:destructive."
            )
        return account


@functools.cache
def sign_in_session() -> SignInSession:
    """Return the one session of this process."""
    return SignInSession()


def _signing_key(material: Material) -> "RSAPrivateKey":
    environment = current_environment()
    if not environment.offers(Capability.SIGNING_KEY):
        raise ConfigurationError(
            f"environment {environment.settings.environment} does not offer the user pool's signing key: tag the test "
            "needs:signing-key, so that it is skipped there"
        )
    key = stand_in_signing_key()
    if key.public_key() != material.public_key:
        raise BlockedError(
            Capability.SIGNING_KEY,
            f"environment {environment.settings.environment} offers it, but its user pool signs with another key than the AWS "
            "stand-in's",
        )
    return key
