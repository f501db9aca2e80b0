"""Signing in, switching, refreshing and signing out."""

from robot.api import logger
from robot.api.deco import keyword
from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAuth.accounts import Credentials, Role, chosen_password
from ManuelAuth.cognito import FLOW_NOT_ENABLED_CODE, CognitoRefusedError, refusal_of
from ManuelAuth.identity import Identity
from ManuelAuth.needed_sign_in import needed_sign_in
from ManuelAuth.session import SignInSession


class SigningInKeywords:
    """The user that a test acts as."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Sign-in"])
    def sign_in(self, email: str | None = None, password: Secret | None = None) -> Identity:
        """Sign in, and send requests as this user until the test or suite ends.

        Without arguments, the test gets its own new user in an environment with `users: disposable`, and the environment's test
        user in any other. The password never leaves this process (Secure Remote Password protocol, RFC 5054).

        Args:
            email: The address of a user who has signed in before or is in the settings, to sign in once more, as on a second
                device.
            password: The password of that user, if this run has not created it and the settings do not name it.

        Returns:
            The identity, with `email`, `user_id` and three secret tokens.

        Raises:
            BlockedByCauseError: Without arguments: no sign-in has succeeded so far in this run.
            CognitoRefusedError: The sign-in was refused.
            ChallengedError: Cognito asks for more than the password, such as a one-time password or a new password.
            ConfigurationError: The settings have no test user, or its password is missing.
            LookupError: The password of this address is unknown.

        Example:
        ```robotframework
        ${reader} =    Sign In
        ${usage} =    Get Usage
        Should Be Equal    ${usage.user_id}    ${reader.user_id}
        ```
        """
        if email is not None:
            return self._signed_in(self._account(email, password))
        return self._signed_in_as("user")

    @keyword(tags=["Sign-in"])
    def sign_in_as_second_user(self) -> Identity:
        """Sign in as a different user from the one of [Sign In]. Needs the capability `second-user`.

        Returns:
            The identity of the second user, who becomes the current one; [Switch To User] switches back.

        Raises:
            BlockedByCauseError: No second user could sign in so far in this run.
            CognitoRefusedError: The sign-in was refused.
            ConfigurationError: The settings have no `second_user_email`, and users are not disposable.

        Example:
        ```robotframework
        ${owner} =    Sign In
        ${stranger} =    Sign In As Second User
        Switch To User    ${owner}
        ```
        """
        return self._signed_in_as("second-user")

    @keyword(tags=["Sign-in"])
    def sign_in_as_admin(self) -> Identity:
        """Sign in as a member of the group `admin`. Needs the capability `admin-user`.

        Returns:
            The identity of the administrator, who becomes the current user.

        Raises:
            BlockedByCauseError: No administrator could sign in so far in this run.
            CognitoRefusedError: The sign-in was refused.
            ConfigurationError: The settings have no `admin_user_email`, and users are not disposable.

        Example:
        ```robotframework
        Sign In As Admin
        Reset Circuit Breaker    bedrock
        ```
        """
        return self._signed_in_as("admin")

    @keyword(tags=["Sign-in"])
    def switch_to_user(self, user: Identity | str) -> Identity:
        """Send requests as a user who has signed in before.

        Args:
            user: What a sign-in returned, or the user's e-mail address.

        Raises:
            LookupError: The user has not signed in; the message lists those who have.

        Example:
        ```robotframework
        ${owner} =    Sign In
        Sign In As Second User
        Switch To User    ${owner}
        ```
        """
        identity = user if isinstance(user, Identity) else self._session.identities.find(user)
        self._session.identities.remember(identity)
        return identity

    @keyword(tags=["Sign-in"])
    def act_without_signing_in(self) -> None:
        """Send further requests without a token. The user stays signed in at Cognito; [Switch To User] switches back.

        Example:
        ```robotframework
        Act Without Signing In
        Send Request    GET    /api/user/usage    status=401
        ```
        """
        self._session.identities.forget()

    @keyword(tags=["Sign-in", "Getter"])
    def get_current_user(self) -> Identity:
        """Return the user that requests are sent as.

        Raises:
            AssertionError: No user is signed in.

        Example:
        ```robotframework
        Sign In
        ${me} =    Get Current User
        Log    ${me.user_id}
        ```
        """
        return self._session.require_identity()

    @keyword(tags=["Session"])
    def refresh_tokens(self) -> Identity:
        """Get new ID and access tokens for the current user with the refresh token.

        Returns:
            The identity with the new tokens, which becomes the current one.

        Raises:
            CognitoRefusedError: The refresh token is revoked or has expired.

        Example:
        ```robotframework
        ${before} =    Sign In
        ${after} =    Refresh Tokens
        Should Be Equal    ${after.user_id}    ${before.user_id}
        ```
        """
        identity = self._session.cognito.refresh(self._session.require_identity())
        self._session.identities.remember(identity)
        return identity

    @keyword(tags=["Session"])
    def sign_out(self) -> None:
        """Sign the current user out on all devices (GlobalSignOut).

        Requests still carry the user's tokens, so a test can see what these still allow.

        Refreshing fails afterwards, and Cognito's own user calls refuse the access token. The API's gateway keeps accepting the
        ID token until it expires: see "Understanding user pool JSON web tokens" in the Amazon Cognito developer guide.

        Example:
        ```robotframework
        Sign In
        Sign Out
        Refresh Should Be Refused
        ```
        """
        self._session.cognito.sign_out_everywhere(self._session.require_identity())

    @keyword(tags=["Session"])
    def revoke_refresh_token(self, *, refusal: str | None = None) -> None:
        """Revoke the current user's refresh token (RevokeToken, RFC 7009); other devices stay signed in.

        Args:
            refusal: The code of the error that Cognito must refuse with; by default it must succeed.

        Raises:
            AssertionError: The outcome is not the expected one.
            CognitoRefusedError: Cognito refused it.

        Example:
        ```robotframework
        ${phone} =    Sign In
        ${tablet} =    Sign In    ${phone.email}
        Revoke Refresh Token
        Refresh Should Be Refused
        Switch To User    ${phone}
        Refresh Tokens
        ```
        """
        self._session.cognito.revoke(self._session.require_identity(), refusal=refusal)

    @keyword(tags=["Session", "Assertion"])
    def refresh_should_be_refused(self, *, refusal: str = "NotAuthorizedException") -> DotDict:
        """Fail if the current user's refresh token still yields new tokens.

        Args:
            refusal: The code of the error that Cognito must refuse with.

        Returns:
            The refusal, with `code` and `message`.

        Raises:
            AssertionError: The refresh token still works, or Cognito refused it for another reason.

        Example:
        ```robotframework
        Sign In
        Refresh Tokens
        Sign Out
        Refresh Should Be Refused
        ```
        """
        identity = self._session.require_identity()
        return refusal_of(
            f"the refresh token of {identity.email} to be refused",
            lambda: self._session.cognito.refresh(identity),
            refusal,
        )

    @keyword(tags=["Session", "Assertion"])
    def cognito_should_refuse_the_access_token(self) -> DotDict:
        """Fail if Cognito's own user call GetUser still accepts the current user's access token.

        Returns:
            The refusal, with `code` and `message`.

        Raises:
            AssertionError: Cognito still accepts the token, or refused it for a reason other than authorization.

        Example:
        ```robotframework
        Sign In
        Sign Out
        Cognito Should Refuse The Access Token
        ```
        """
        identity = self._session.require_identity()
        return refusal_of(
            f"the access token of {identity.email} to be refused",
            lambda: self._session.cognito.read_own_attributes(identity),
        )

    @keyword(tags=["Session", "Getter"])
    def get_own_user_attributes(self) -> DotDict:
        """Return the current user's own attributes from Cognito (GetUser): `sub`, `email`, `name` and others.

        Raises:
            CognitoRefusedError: The access token is revoked or has expired.

        Example:
        ```robotframework
        ${me} =    Sign In
        ${attributes} =    Get Own User Attributes
        Should Be Equal    ${attributes.sub}    ${me.user_id}
        ```
        """
        return DotDict(self._session.cognito.read_own_attributes(self._session.require_identity()))

    @keyword(tags=["Sign-in", "Assertion"])
    def sign_in_should_be_refused(
        self, email: str, password: Secret | None = None, *, refusal: str | None = None
    ) -> DotDict:
        """Fail if this sign-in succeeds. The current user stays signed in.

        A test of a refusal should first sign in the same user with the right password: otherwise it would also pass with a pool
        that refuses all users.

        Args:
            email: The user's e-mail address, whether the pool knows it or not.
            password: The password to try; a random one by default.
            refusal: The code of the error that Cognito must refuse with, such as `UserNotConfirmedException`; by default any of a
                sign-in that is not authorized.

        Returns:
            The refusal, with `code` and `message`. Those for a wrong password and for an unknown user must not differ.

        Raises:
            AssertionError: The sign-in succeeded, or Cognito refused it for a reason other than authorization.

        Example:
        ```robotframework
        ${user} =    Sign In
        ${wrong} =    Sign In Should Be Refused    ${user.email}
        ${unknown} =    Sign In Should Be Refused    nobody@example.com
        Should Be Equal    ${wrong}    ${unknown}
        ```
        """
        account = Credentials(email, chosen_password(password))
        return refusal_of(
            f"the sign-in of {email} to be refused",
            lambda: self._session.cognito.sign_in(account),
            *([refusal] if refusal else []),
        )

    @keyword(tags=["Sign-in", "Assertion"])
    def password_flow_should_be_disabled(self) -> None:
        """Fail if the app client lets the current user send the password itself instead of a proof of it.

        A request with USER_PASSWORD_AUTH contains the password, which SRP (RFC 5054) never sends.

        Raises:
            AssertionError: The sign-in succeeded.
            CognitoRefusedError: The sign-in was refused, but not because the flow is disabled.

        Example:
        ```robotframework
        Sign In
        Password Flow Should Be Disabled
        ```
        """
        account = self._session.account_of(self._session.require_identity().email)
        try:
            self._session.cognito.send_password(account)
        except CognitoRefusedError as refusal:
            if refusal.code != FLOW_NOT_ENABLED_CODE:
                raise
        else:
            raise AssertionError(
                f"Expected USER_PASSWORD_AUTH to be disabled for the app client.\nGot tokens for {account.email}.\n"
                "Hint: what do the app client's ExplicitAuthFlows contain?"
            )

    def _signed_in_as(self, role: Role) -> Identity:
        with needed_sign_in(role):
            return self._signed_in(self._session.account_for(role))

    def _signed_in(self, account: Credentials) -> Identity:
        identity = self._session.sign_in(account)
        logger.info(f"Signed in as {identity.email}, user id {identity.user_id}.")
        return identity

    def _account(self, email: str, password: Secret | None) -> Credentials:
        return Credentials(email, password) if password else self._session.account_of(email)
