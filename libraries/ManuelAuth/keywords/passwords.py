"""The password policy, and changing passwords."""

from robot.api.deco import keyword
from robot.api.types import Secret

from ManuelAuth.accounts import new_password
from ManuelAuth.cognito import CognitoRefusedError
from ManuelAuth.session import SignInSession


class PasswordKeywords:
    """What the password policy requires, and what happens when a password changes."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Password", "Getter"])
    def new_password(self) -> Secret:
        """Return a random password that the policy accepts: 20 characters of all four classes.

        Example:
        ```robotframework
        ${password: Secret} =    New Password
        Change Password    ${password}
        ```
        """
        return new_password()

    @keyword(tags=["Password"])
    def change_password(self, new: Secret | None = None) -> Secret:
        """Change the current user's password, as the user. Works only for users that this run created.

        Args:
            new: The new password; a random one by default.

        Returns:
            The new password, which the next `Sign In` with this user's e-mail address uses.

        Raises:
            AssertionError: The environment keeps this user for all tests.
            CognitoRefusedError: The policy refuses the new password.

        Example:
        ```robotframework
        ${user} =    Sign In
        Change Password
        Sign In    ${user.email}
        ```
        """
        password = new or new_password()
        self._change_to(password.value)
        self._session.accounts.remember_password(self._session.require_identity().email, password)
        return password

    @keyword(tags=["Password", "Assertion"])
    def password_should_be_refused(self, candidate: str) -> None:
        """Fail unless the policy refuses this new password for the current user.

        A password that the policy must accept is set first, as the control. The candidates are examples that are never in use,
        so they are plain text.

        Args:
            candidate: A password that the policy must refuse.

        Raises:
            AssertionError: Cognito accepted the candidate.
            CognitoRefusedError: Cognito refused it for a reason other than the policy.

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
            self._change_to(candidate)
        except CognitoRefusedError as refusal:
            if refusal.code == "InvalidPasswordException":
                return
            raise
        raise AssertionError(
            f"Expected the password policy to refuse {candidate!r}.\nGot a success: it is now the password.\n"
            "Hint: does the pool's policy require 8 characters, upper and lower case letters, digits and symbols?"
        )

    def _change_to(self, password: str) -> None:
        identity = self._session.require_identity()
        account = self._session.require_disposable(identity.email)
        self._session.cognito.change_password(identity, account.password, password)
