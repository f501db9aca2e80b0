"""Passwords: their policy and their change."""

from robot.api.deco import keyword
from robot.api.types import Secret

from ManuelAuth.accounts import new_password
from ManuelAuth.cognito import CognitoRefusedError
from ManuelAuth.session import SignInSession


class PasswordKeywords:
    """What a password must be, and what happens when it changes."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Password", "Getter"])
    def new_password(self) -> Secret:
        """A random password that the policy accepts: 20 characters of all four classes.

        Example:
        ```robotframework
        ${password: Secret} =    New Password
        Change Password    ${password}
        ```
        """
        return new_password()

    @keyword(tags=["Password"])
    def change_password(self, new: Secret | None = None) -> Secret:
        """Change the current user's password, as the user. Only for users that were made by this run.

        Args:
            new: The new password; a random one if not given.

        Returns:
            The new password, which the next `Sign In` with this user's address uses.

        Raises:
            AssertionError: The user is kept by the environment for all tests.
            CognitoRefusedError: The policy refuses the new password.

        Example:
        ```robotframework
        ${user} =    Sign In
        Change Password
        Sign In    ${user.email}
        ```
        """
        identity = self._session.require_identity()
        account = self._session.require_disposable(identity.email)
        password = new or new_password()
        self._session.cognito.change_password(identity, account.password, password)
        self._session.accounts.remember_password(identity.email, password)
        return password

    @keyword(tags=["Password", "Assertion"])
    def password_should_be_refused(self, candidate: str) -> None:
        """Fail unless the policy refuses this new password for the current user.

        A password that it must accept is set first, as the control.

        The candidates are examples that nobody uses, so they are plain text.

        Args:
            candidate: A password that the policy must refuse.

        Raises:
            AssertionError: The candidate was accepted, or refused for another reason than the policy.

        Example:
        ```robotframework
        *** Test Cases ***
        Weak Password Is Refused    [Template]    Password Should Be Refused
            Ab1!xyz
            alllowercase1!
        ```
        """
        self.change_password()
        try:
            self.change_password(Secret(candidate))
        except CognitoRefusedError as refusal:
            if refusal.code == "InvalidPasswordException":
                return
            raise
        raise AssertionError(
            f"Expected the password policy to refuse {candidate!r}.\nGot a success: it is the password now.\n"
            "Hint: the pool's password policy: 8 characters or more, upper and lower case, digit, symbol."
        )
