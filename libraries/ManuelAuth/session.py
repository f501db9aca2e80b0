"""What the keywords share: the environment's user pool, the accounts made, and who is signed in."""

import functools
from typing import Any

from ManuelAuth.accounts import Account, DisposableAccounts, Role, configured_account
from ManuelAuth.cognito import Cognito
from ManuelAuth.identity import Identity, IdentityStore, identity_store
from ManuelAuth.pools import second_pool_of, user_pool_of
from ManuelAuth.tokens import read_key_set
from ManuelEnvironment import current_environment


class SignInSession:
    """Signs users in and keeps who they are."""

    def __init__(self) -> None:
        self.identities: IdentityStore = identity_store()
        self.accounts = DisposableAccounts()

    @functools.cached_property
    def cognito(self) -> Cognito:
        """The pool that the API under test trusts."""
        environment = current_environment()
        return Cognito(environment.aws_client("cognito-idp"), user_pool_of(environment))

    @functools.cached_property
    def second_pool(self) -> Cognito:
        """A pool that it does not trust."""
        environment = current_environment()
        return Cognito(environment.aws_client("cognito-idp"), second_pool_of(environment))

    def account_for(self, role: Role) -> Account:
        """A fresh user where the environment has disposable users, else the one it keeps for its tests."""
        environment = current_environment()
        if environment.settings.users == "disposable":
            return self.accounts.create(self.cognito.client, self.cognito.pool, role=role)
        return configured_account(environment, role)

    def account_of(self, email: str) -> Account:
        """The account with this address, made here or kept by the environment.

        Raises:
            LookupError: Its password is not known.
        """
        if account := self.accounts.find(email):
            return account
        environment = current_environment()
        for role in ("user", "second-user", "admin"):
            if getattr(environment.settings, f"{role.replace('-', '_')}_email", None) == email:
                return configured_account(environment, role)
        raise LookupError(
            f"The password of {email!r} is not known: it is no user made by this run, nor one of the settings."
        )

    def sign_in(self, account: Account) -> Identity:
        """Sign this account in and send requests as it from here on."""
        identity = self.cognito.sign_in(account)
        self.identities.remember(identity)
        return identity

    def require_identity(self) -> Identity:
        """Who is signed in.

        Raises:
            AssertionError: Nobody is.
        """
        identity = self.identities.current
        if identity is None:
            raise AssertionError("Expected a signed-in user, but nobody is signed in. Call Sign In first.")
        return identity

    def read_public_keys(self) -> list[dict[str, Any]]:
        """The keys that the pool publishes.

        Raises:
            AssertionError: They can't be read.
        """
        return read_key_set(self.cognito.pool)

    def require_disposable(self, email: str) -> Account:
        """An account that a test may change.

        Raises:
            AssertionError: It is one that the environment keeps for all tests.
        """
        account = self.accounts.find(email)
        if account is None:
            raise AssertionError(
                f"{email} is kept by the environment for all tests, so that this test must not change it. "
                "Run it where the environment has `users: disposable`, and tag it needs:destructive."
            )
        return account
