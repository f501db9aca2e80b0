"""Signing up, and the code that confirms it."""

from robot.api.deco import keyword
from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAuth.accounts import Credentials, chosen_password, new_address
from ManuelAuth.session import SignInSession


class SigningUpKeywords:
    """How to become a user."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Sign-up"])
    def sign_up(
        self, email: str | None = None, *, password: Secret | str | None = None, refusal: str | None = None
    ) -> str:
        """Register a new user, who is deleted when the test ends. Cognito sends a code to the address.

        Args:
            email: The address; by default a random one under `example.com`, which RFC 2606 reserves.
            password: The password; a random one by default. Plain text is for examples that the policy must refuse.
            refusal: The code of the error that Cognito must refuse with, such as `UsernameExistsException`; by default it must
                succeed.

        Returns:
            The address. Once the user is confirmed, `Sign In` with it uses the password.

        Raises:
            CognitoRefusedError: The sign-up was refused.
            AssertionError: It succeeded although `refusal` was given, or was refused with another code.

        Example:
        ```robotframework
        ${email} =    Sign Up
        ${code: Secret} =    Get Emailed Code    ${email}
        Confirm Sign-Up    ${email}    ${code}
        Sign In    ${email}
        ```
        """
        address = email or new_address()
        secret = chosen_password(password)
        cognito = self._session.cognito
        cognito.send(
            f"{address} to be signed up",
            lambda: cognito.client.sign_up(
                ClientId=cognito.pool.client_id, Username=address, Password=secret.value
            ),
            refusal=refusal,
        )
        if refusal is None:
            self._session.accounts.own(cognito.client, cognito.pool, Credentials(address, secret))
        return address

    @keyword(name="Confirm Sign-Up", tags=["Sign-up"])
    def confirm_sign_up(self, email: str, code: Secret, *, refusal: str | None = None) -> DotDict:
        """Confirm a user with the code that was sent, as ConfirmSignUp does.

        Args:
            email: The user's address.
            code: What `Get Emailed Code` returned.
            refusal: The code of the error that Cognito must refuse with, such as `CodeMismatchException`; by default it must
                succeed.

        Returns:
            The refusal with its `code` and `message` if one is expected.

        Raises:
            CognitoRefusedError: The code was refused.
            AssertionError: It was accepted although `refusal` was given, or was refused with another code.

        Example:
        ```robotframework
        ${email} =    Sign Up
        ${code: Secret} =    Get Emailed Code    ${email}
        ${wrong: Secret} =    Get Wrong Code    ${code}
        Confirm Sign-Up    ${email}    ${wrong}    refusal=CodeMismatchException
        Confirm Sign-Up    ${email}    ${code}
        ```
        """
        cognito = self._session.cognito
        return cognito.send(
            f"{email} to be confirmed",
            lambda: cognito.client.confirm_sign_up(
                ClientId=cognito.pool.client_id, Username=email, ConfirmationCode=code.value
            ),
            refusal=refusal,
        )

    @keyword(tags=["Sign-up"])
    def send_confirmation_code_again(self, email: str, *, refusal: str | None = None) -> DotDict:
        """Ask Cognito for another code for a user who has not confirmed, as ResendConfirmationCode does.

        Args:
            email: The user's address, whether the pool knows it or not.
            refusal: The code of the error that Cognito must refuse with; by default it must succeed.

        Returns:
            How the code is delivered: `CodeDeliveryDetails`, with most of the address hidden.

        Raises:
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${email} =    Sign Up
        Send Confirmation Code Again    ${email}
        ```
        """
        cognito = self._session.cognito
        return cognito.send(
            f"another code for {email}",
            lambda: cognito.client.resend_confirmation_code(ClientId=cognito.pool.client_id, Username=email),
            refusal=refusal,
        )

    @keyword(tags=["Sign-up", "Getter"])
    def get_wrong_code(self, code: Secret) -> Secret:
        """Return a wrong code of the same form: as many digits, but others.

        Args:
            code: The right code, made of digits.

        Example:
        ```robotframework
        ${code: Secret} =    Get Emailed Code    ${email}
        ${wrong: Secret} =    Get Wrong Code    ${code}
        ```
        """
        digits = code.value
        return Secret(f"{(int(digits) + 1) % 10 ** len(digits):0{len(digits)}}")
