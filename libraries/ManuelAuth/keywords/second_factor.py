"""A second factor: one-time passwords of an authenticator app."""

from datetime import timedelta

from robot.api.deco import keyword
from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAuth.authenticator import STEP_SECONDS, Authenticator
from ManuelAuth.cognito import PendingSignIn
from ManuelAuth.devices import UserDevice
from ManuelAuth.identity import Identity
from ManuelAuth.session import SignInSession


class SecondFactorKeywords:
    """Setting up an authenticator, signing in with it, and losing it."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Second factor"])
    def add_authenticator(self) -> Authenticator:
        """Get a secret for an authenticator app for the current user (AssociateSoftwareToken).

        Nothing changes for the user before [Turn On Second Factor]. Works only for users that this run created.

        Returns:
            The authenticator, for [Get One-Time Password].

        Raises:
            AssertionError: The environment keeps this user for all tests.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        Sign In
        ${authenticator} =    Add Authenticator
        ${code: Secret} =    Get One-Time Password    ${authenticator}
        Turn On Second Factor    ${code}
        ```
        """
        cognito, identity = self._session.cognito, self._session.require_identity()
        self._session.require_disposable(identity.email)
        answer = cognito.send(
            f"a secret for an authenticator of {identity.email}",
            lambda: cognito.client.associate_software_token(AccessToken=identity.access_token.value),
        )
        return Authenticator(identity.email, Secret(answer["SecretCode"]))

    @keyword(tags=["Second factor"])
    def turn_on_second_factor(self, code: Secret, *, refusal: str | None = None) -> DotDict:
        """Verify the current user's new authenticator, and ask for its one-time passwords from now on.

        See VerifySoftwareToken and SetUserMFAPreference in the Amazon Cognito API reference.

        Args:
            code: What the authenticator shows.
            refusal: The code of the error that VerifySoftwareToken must refuse with, such as `EnableSoftwareTokenMFAException`;
                by default it must succeed.

        Returns:
            The refusal with its `code` and `message` if one is expected.

        Raises:
            AssertionError: The outcome is not the expected one.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${authenticator} =    Add Authenticator
        ${code: Secret} =    Get One-Time Password    ${authenticator}
        Turn On Second Factor    ${code}
        ```
        """
        cognito, token = self._session.cognito, self._session.require_identity().access_token.value
        answer = cognito.send(
            "the authenticator to be verified",
            lambda: cognito.client.verify_software_token(AccessToken=token, UserCode=code.value),
            refusal=refusal,
        )
        if refusal is None:
            cognito.send(
                "the second factor to be turned on",
                lambda: cognito.client.set_user_mfa_preference(
                    AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True}
                ),
            )
        return answer

    @keyword(tags=["Second factor"])
    def turn_off_second_factor(self, email: str) -> None:
        """Turn off the second factor of a user who has lost it, as an administrator (AdminSetUserMFAPreference).

        Args:
            email: The address of a user that this run created.

        Raises:
            AssertionError: The environment keeps this user for all tests.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        Turn Off Second Factor    ${me.email}
        Sign In    ${me.email}
        ```
        """
        self._session.require_disposable(email)
        cognito = self._session.cognito
        cognito.send(
            f"the second factor of {email} to be turned off",
            lambda: cognito.client.admin_set_user_mfa_preference(
                UserPoolId=cognito.pool.pool_id,
                Username=email,
                SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False},
            ),
        )

    @keyword(name="Get One-Time Password", tags=["Second factor", "Getter"])
    def get_one_time_password(self, authenticator: Authenticator, *, ago: timedelta = timedelta(0)) -> Secret:
        """Return what an authenticator shows: six digits that change every 30 seconds and count once.

        If the current one has been returned before, the keyword sets the user pool's time forward to the next one; where time
        cannot be set, it waits for up to 30 seconds.

        Args:
            authenticator: What [Add Authenticator] returned.
            ago: Return what it showed this long ago, such as `5 minutes`, used or not; by default what it shows now.

        Example:
        ```robotframework
        ${pending} =    Begin Sign-In    ${me.email}
        ${code: Secret} =    Get One-Time Password    ${authenticator}
        Finish Sign-In    ${pending}    ${code}
        ```
        """
        time = self._session.pool_time
        if ago:
            return authenticator.one_time_password(time.now() - ago.total_seconds())
        time.pass_to(authenticator.next_at)
        now = max(time.now(), authenticator.next_at)
        authenticator.next_at = (now // STEP_SECONDS + 1) * STEP_SECONDS
        return authenticator.one_time_password(now)

    @keyword(name="Begin Sign-In", tags=["Second factor", "Sign-in"])
    def begin_sign_in(self, email: str, device: UserDevice | None = None) -> PendingSignIn:
        """Sign in with the password alone, and fail unless Cognito asks for a one-time password instead of giving tokens.

        Args:
            email: The address of a user who has signed in before.
            device: A device from [Confirm Device]; by default one that Cognito has not seen.

        Returns:
            The sign-in that [Finish Sign-In] continues.

        Raises:
            AssertionError: The password was enough.
            CognitoRefusedError: The sign-in was refused.

        Example:
        ```robotframework
        ${pending} =    Begin Sign-In    ${me.email}
        ${code: Secret} =    Get One-Time Password    ${authenticator}
        Finish Sign-In    ${pending}    ${code}
        ```
        """
        return self._session.cognito.begin_sign_in(self._session.account_of(email), device)

    @keyword(name="Finish Sign-In", tags=["Second factor", "Sign-in"])
    def finish_sign_in(
        self, pending: PendingSignIn, code: Secret, *, refusal: str | None = None
    ) -> Identity | DotDict:
        """Answer with a one-time password, and send requests as this user until the test or suite ends.

        Args:
            pending: What [Begin Sign-In] returned.
            code: What the authenticator shows.
            refusal: The code of the error that Cognito must refuse with, such as `CodeMismatchException`; by default it must
                succeed.

        Returns:
            The identity, or the refusal with its `code` and `message` if one is expected.

        Raises:
            AssertionError: The outcome is not the expected one.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${pending} =    Begin Sign-In    ${me.email}
        ${old: Secret} =    Get One-Time Password    ${authenticator}    ago=10 minutes
        Finish Sign-In    ${pending}    ${old}    refusal=CodeMismatchException
        ```
        """
        answer = self._session.cognito.finish_sign_in(pending, code, refusal=refusal)
        if isinstance(answer, Identity):
            self._session.identities.remember(answer)
        return answer
