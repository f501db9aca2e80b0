"""The password policy, and changing passwords."""

from robot.api.deco import keyword
from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAuth.accounts import PASSWORD_LENGTH, chosen_password, new_password
from ManuelAuth.cognito import CognitoRefusedError
from ManuelAuth.session import SignInSession

SHORTEST_PASSWORD = 4


class PasswordKeywords:
    """What the password policy requires, and what happens when a password changes."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Password", "Getter"])
    def new_password(self, *, length: int = PASSWORD_LENGTH) -> Secret:
        """Return a random password with characters of all four classes, which the policy asks for.

        Args:
            length: The number of its characters, 20 by default; the policy accepts 8 or more.

        Raises:
            ValueError: The length is less than 4, too short for one of each class.

        Example:
        ```robotframework
        ${password: Secret} =    New Password
        Change Password    ${password}
        ```
        """
        if length < SHORTEST_PASSWORD:
            raise ValueError(f"length is {length}. Expected {SHORTEST_PASSWORD} or more, one of each class.")
        return new_password(length)

    @keyword(tags=["Password", "Getter"])
    def get_password(self, email: str) -> Secret:
        """Return the password of a user that this run created, or that the settings name.

        Args:
            email: The user's address.

        Raises:
            LookupError: The password is unknown.

        Example:
        ```robotframework
        ${me} =    Sign In
        ${password: Secret} =    Get Password    ${me.email}
        Sign In    ${me.email}    ${password}
        ```
        """
        return self._session.account_of(email).password

    @keyword(tags=["Password"])
    def change_password(
        self, new: Secret | None = None, *, old: Secret | None = None, refusal: str | None = None
    ) -> Secret:
        """Change the current user's password, as the user. Works only for users that this run created.

        Args:
            new: The new password; a random one by default.
            old: What the user enters as the present password; by default the right one.
            refusal: The code of the error that Cognito must refuse with, such as `NotAuthorizedException`; by default it must
                succeed.

        Returns:
            The new password, which the next `Sign In` with this user's e-mail address uses unless it was refused.

        Raises:
            AssertionError: The environment keeps this user for all tests, or the outcome is not the expected one.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${user} =    Sign In
        Change Password
        Sign In    ${user.email}
        ```
        """
        password, email = chosen_password(new), self._session.require_identity().email
        self._session.cognito.send(
            f"{email} to change the password", lambda: self._change_to(password.value, old), refusal=refusal
        )
        if refusal is None:
            self._session.accounts.remember_password(email, password)
        return password

    @keyword(tags=["Password"])
    def forget_password(self, email: str, *, refusal: str | None = None) -> DotDict:
        """Ask for a code that sets a new password, which Cognito sends to the user's address (ForgotPassword).

        Args:
            email: The address, whether the pool knows it or not.
            refusal: The code of the error that Cognito must refuse with; by default it must succeed.

        Returns:
            How the code is delivered: `CodeDeliveryDetails`, with most of the address hidden.

        Raises:
            AssertionError: The outcome is not the expected one.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${me} =    Sign In
        Forget Password    ${me.email}
        ${code: Secret} =    Get Emailed Code    ${me.email}
        Set Forgotten Password    ${me.email}    ${code}
        ```
        """
        cognito = self._session.cognito
        return cognito.send(
            f"a code for the password of {email}",
            lambda: cognito.client.forgot_password(ClientId=cognito.pool.client_id, Username=email),
            refusal=refusal,
        )

    @keyword(tags=["Password"])
    def set_forgotten_password(
        self,
        email: str,
        code: Secret,
        *,
        password: Secret | str | None = None,
        refusal: str | None = None,
    ) -> DotDict:
        """Set a new password with the code that was sent (ConfirmForgotPassword). Works only for users that this run created.

        Args:
            email: The user's address; the next `Sign In` with it uses the new password.
            code: What `Get Emailed Code` returned.
            password: The new password; a random one by default. Plain text is for examples that the policy must refuse.
            refusal: The code of the error that Cognito must refuse with, such as `CodeMismatchException`; by default it must
                succeed.

        Raises:
            AssertionError: The environment keeps this user for all tests, or the outcome is not the expected one.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        Forget Password    ${me.email}
        ${code: Secret} =    Get Emailed Code    ${me.email}
        Set Forgotten Password    ${me.email}    ${code}
        Sign In    ${me.email}
        ```
        """
        if refusal is None:
            self._session.require_disposable(email)
        secret = chosen_password(password)
        cognito = self._session.cognito
        answer = cognito.send(
            f"{email} to set a new password",
            lambda: cognito.client.confirm_forgot_password(
                ClientId=cognito.pool.client_id,
                Username=email,
                ConfirmationCode=code.value,
                Password=secret.value,
            ),
            refusal=refusal,
        )
        if refusal is None:
            self._session.accounts.remember_password(email, secret)
        return answer

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

    def _change_to(self, password: str, old: Secret | None = None) -> None:
        identity = self._session.require_identity()
        account = self._session.require_disposable(identity.email)
        self._session.cognito.change_password(identity, old or account.password, password)
