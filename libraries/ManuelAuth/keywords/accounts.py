"""What administrators do with the accounts of users, by the API of Cognito."""

from collections.abc import Callable

from robot.api.deco import keyword

from ManuelAuth.session import SignInSession


class AccountKeywords:
    """Accounts that are disabled, enabled, deleted and created again. They work only for users that this run created."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Account"])
    def disable_user(self, email: str) -> None:
        """Disable a user, whose access tokens Cognito then refuses (AdminDisableUser).

        Args:
            email: The user's address.

        Raises:
            AssertionError: The environment keeps this user for all tests.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${me} =    Sign In
        Disable User    ${me.email}
        Sign In Should Be Refused    ${me.email}
        ```
        """
        self._administer(email, "disabled", self._session.cognito.client.admin_disable_user)

    @keyword(tags=["Account"])
    def enable_user(self, email: str) -> None:
        """Enable a user who was disabled (AdminEnableUser).

        Args:
            email: The user's address.

        Raises:
            AssertionError: The environment keeps this user for all tests.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        Disable User    ${me.email}
        Enable User    ${me.email}
        Sign In    ${me.email}
        ```
        """
        self._administer(email, "enabled", self._session.cognito.client.admin_enable_user)

    @keyword(tags=["Account"])
    def delete_user(self, email: str) -> None:
        """Delete a user (AdminDeleteUser).

        Args:
            email: The user's address.

        Raises:
            AssertionError: The environment keeps this user for all tests.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${me} =    Sign In
        Delete User    ${me.email}
        Sign In Should Be Refused    ${me.email}
        ```
        """
        self._administer(email, "deleted", self._session.cognito.client.admin_delete_user)

    @keyword(tags=["Account"])
    def create_user_again(self, email: str) -> None:
        """Create a user with the address and password of one who was deleted.

        Args:
            email: The address of a user that this run created and deleted.

        Raises:
            AssertionError: This run has not created the user.

        Example:
        ```robotframework
        ${before} =    Sign In
        Delete User    ${before.email}
        Create User Again    ${before.email}
        ${after} =    Sign In    ${before.email}
        Should Not Be Equal    ${after.user_id}    ${before.user_id}
        ```
        """
        account = self._session.require_disposable(email)
        cognito = self._session.cognito
        self._session.accounts.create(cognito.client, cognito.pool, account=account)

    def _administer(self, email: str, outcome: str, operation: Callable[..., object]) -> None:
        self._session.require_disposable(email)
        cognito = self._session.cognito
        cognito.send(
            f"{email} to be {outcome}", lambda: operation(UserPoolId=cognito.pool.pool_id, Username=email)
        )
