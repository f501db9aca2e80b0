"""The users that tests sign in as: new ones, or those that an environment keeps for its tests."""

import secrets
import string
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from robot.api.types import Secret

from ManuelAuth.deletion import problem_with_deletion
from ManuelAuth.pools import UserPool
from ManuelEnvironment import Environment
from ManuelEnvironment.errors import ConfigurationError

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

Role = Literal["user", "second-user", "admin"]

ADMIN_GROUP = "admin"
PASSWORD_LENGTH = 20
EMAIL_SETTINGS: dict[Role, str] = {
    "user": "test_user_email",
    "second-user": "second_user_email",
    "admin": "admin_user_email",
}


@dataclass(frozen=True)
class Credentials:
    """An e-mail address and its password."""

    email: str
    password: Secret


def new_address() -> str:
    """Return a random e-mail address under `example.com`, which RFC 2606 reserves."""
    return f"manuel-test-{uuid.uuid4().hex[:16]}@example.com"


def new_password(length: int = PASSWORD_LENGTH) -> Secret:
    """Return a random password of this length with characters of all four classes, which Manuel's policy asks for."""
    classes = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!#%+-_.")
    one_of_each = [secrets.choice(characters) for characters in classes]
    others = [secrets.choice("".join(classes)) for _ in range(length - len(classes))]
    return Secret("".join(secrets.SystemRandom().sample(one_of_each + others, length)))


def chosen_password(wanted: Secret | str | None) -> Secret:
    """Return the password that a test wants, as a secret; a random one if it wants none."""
    if isinstance(wanted, Secret):
        return wanted
    return Secret(wanted) if wanted else new_password()


def configured_account(environment: Environment, role: Role) -> Credentials:
    """Return the user that the environment keeps for its tests.

    Raises:
        ConfigurationError: The user's address or password is missing.
    """
    setting = EMAIL_SETTINGS[role]
    email: str | None = getattr(environment.settings, setting)
    if email is None:
        raise ConfigurationError(
            f"environment {environment.settings.environment}: {setting} is missing: set it to the user "
            "that tests sign in as, or set `users: disposable`"
        )
    return Credentials(email, environment.password)


@dataclass(frozen=True)
class _Owned:
    client: "CognitoIdentityProviderClient"
    pool: UserPool
    account: Credentials


class DisposableAccounts:
    """Users that are created for one test or suite, and deleted after it.

    Each scope, a suite or a test, owns the users that were created in it.
    """

    def __init__(self) -> None:
        self._scopes: list[list[_Owned]] = [[]]

    def create(
        self,
        client: "CognitoIdentityProviderClient",
        pool: UserPool,
        *,
        role: Role = "user",
        account: Credentials | None = None,
    ) -> Credentials:
        """Create a confirmed user, by default with a random address and password; an `admin` joins the pool's group `admin`.

        See AdminCreateUser, AdminSetUserPassword and AdminAddUserToGroup in the Amazon Cognito API reference.
        The address is under `example.com`, which RFC 2606 reserves, and no message is sent to it.
        """
        account = account or Credentials(new_address(), new_password())
        client.admin_create_user(
            UserPoolId=pool.pool_id,
            Username=account.email,
            UserAttributes=[
                {"Name": "email", "Value": account.email},
                {"Name": "email_verified", "Value": "true"},
                {"Name": "name", "Value": "Manuel Test"},
            ],
            MessageAction="SUPPRESS",
        )
        self.own(client, pool, account)
        client.admin_set_user_password(
            UserPoolId=pool.pool_id, Username=account.email, Password=account.password.value, Permanent=True
        )
        if role == "admin":
            client.admin_add_user_to_group(
                UserPoolId=pool.pool_id, Username=account.email, GroupName=ADMIN_GROUP
            )
        return account

    def own(self, client: "CognitoIdentityProviderClient", pool: UserPool, account: Credentials) -> None:
        """Delete this user when the scope ends."""
        self._scopes[-1].append(_Owned(client, pool, account))

    def find(self, email: str) -> Credentials | None:
        """Return the account with this address, if it was created here."""
        accounts = (owned.account for scope in self._scopes for owned in scope)
        return next((account for account in accounts if account.email == email), None)

    def remember_password(self, email: str, password: Secret) -> None:
        """Remember that this user has a new password."""
        for scope in self._scopes:
            scope[:] = [
                replace(owned, account=Credentials(email, password))
                if owned.account.email == email
                else owned
                for owned in scope
            ]

    def enter(self) -> None:
        """Begin the scope of a suite or a test."""
        self._scopes.append([])

    def leave(self) -> list[str]:
        """End the scope, and delete its users.

        Returns:
            A sentence for each user that could not be deleted.
        """
        owned_here = self._scopes.pop() if len(self._scopes) > 1 else []
        return [problem for owned in owned_here if (problem := _delete(owned)) is not None]


def _delete(owned: _Owned) -> str | None:
    client, pool, email = owned.client, owned.pool, owned.account.email
    return problem_with_deletion(
        f"User {email} of pool {pool.pool_id}",
        lambda: client.admin_delete_user(UserPoolId=pool.pool_id, Username=email),
    )
