"""Signing in, switching, refreshing and signing out."""

from robot.api import logger
from robot.api.deco import keyword
from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAuth.accounts import Account, new_password
from ManuelAuth.cognito import FLOW_NOT_ENABLED_CODE, CognitoRefusedError, refusal_of
from ManuelAuth.identity import Identity
from ManuelAuth.session import SignInSession


class SigningInKeywords:
    """Who the test is."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Sign-in"])
    def sign_in(self, email: str | None = None, password: Secret | None = None) -> Identity:
        """Sign in; requests are sent as this user from here on, until the test or suite ends.

        Without arguments the test gets its own fresh user where the environment has `users: disposable`, else
        the environment's test user. The password never leaves this process: Secure Remote Password protocol,
        RFC 5054.

        Args:
            email: A user who has been signed in or is in the settings; to sign it in once more, as from a
                second device.
            password: Its password, if it is neither.

        Returns:
            The identity, with `email`, `user_id` and three secret tokens.

        Raises:
            CognitoRefusedError: The sign-in was refused.

        Example:
        ```robotframework
        ${reader} =    Sign In
        ${usage} =    Get Usage
        Should Be Equal    ${usage.user_id}    ${reader.user_id}
        ```
        """
        return self._signed_in(self._account(email, password))

    @keyword(tags=["Sign-in"])
    def sign_in_as_second_user(self) -> Identity:
        """Sign in as somebody else than `Sign In` does. Needs the capability `second-user`.

        Returns:
            The identity of the second user, who is the current one now; [Switch To User] goes back.

        Example:
        ```robotframework
        ${owner} =    Sign In
        ${stranger} =    Sign In As Second User
        Switch To User    ${owner}
        ```
        """
        return self._signed_in(self._session.account_for("second-user"))

    @keyword(tags=["Sign-in"])
    def sign_in_as_admin(self) -> Identity:
        """Sign in as a member of the group `admin`. Needs the capability `admin-user`.

        Returns:
            The identity of the administrator, who is the current one now.

        Example:
        ```robotframework
        Sign In As Admin
        Reset Circuit Breaker    bedrock
        ```
        """
        return self._signed_in(self._session.account_for("admin"))

    @keyword(tags=["Sign-in"])
    def switch_to_user(self, user: Identity | str) -> Identity:
        """Send requests as a user who has signed in before.

        Args:
            user: What a sign-in returned, or the user's e-mail address.

        Raises:
            LookupError: That user has not signed in; the message names who has.

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
        """Send requests without a token from here on. Cognito is not told; [Switch To User] goes back.

        Example:
        ```robotframework
        Act Without Signing In
        Send Request    GET    /api/user/usage    status=401
        ```
        """
        self._session.identities.forget()

    @keyword(tags=["Sign-in", "Getter"])
    def get_current_user(self) -> Identity:
        """Who requests are sent as.

        Raises:
            AssertionError: Nobody is signed in.

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
        """Get new ID and access tokens for the current user with its refresh token.

        Returns:
            The identity with the new tokens, which is the current one now.

        Raises:
            CognitoRefusedError: The refresh token is revoked or expired.

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

        Its tokens stay attached, so that a test sees what they still open.

        Refreshing fails afterwards, and Cognito's own user calls refuse the access token. The API's gateway
        goes on accepting the ID token until it expires, as AWS documents: see "Understanding user pool JSON
        web tokens" in the Amazon Cognito developer guide.

        Example:
        ```robotframework
        Sign In
        Sign Out
        Refresh Should Be Refused
        ```
        """
        self._session.cognito.sign_out_everywhere(self._session.require_identity())

    @keyword(tags=["Session"])
    def revoke_refresh_token(self) -> None:
        """End the current user's refresh token (RevokeToken, RFC 7009); other devices stay signed in.

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
        self._session.cognito.revoke(self._session.require_identity())

    @keyword(tags=["Session", "Assertion"])
    def refresh_should_be_refused(self) -> DotDict:
        """Fail if the current user's refresh token still gives new tokens.

        Returns:
            The refusal, with `code` (`NotAuthorizedException` is the one expected) and `message`.

        Raises:
            AssertionError: The refresh token still works, or Cognito refused for another reason than
                authorization.

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
        )

    @keyword(tags=["Session", "Assertion"])
    def cognito_should_refuse_the_access_token(self) -> DotDict:
        """Fail if Cognito's own user calls (GetUser) still accept the current user's access token.

        Returns:
            The refusal, with `code` and `message`.

        Raises:
            AssertionError: Cognito still accepts it, or refused for another reason than authorization.

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
        """What Cognito tells the current user about itself (GetUser): `sub`, `email`, `name` and so on.

        Raises:
            CognitoRefusedError: The access token is revoked or expired.

        Example:
        ```robotframework
        ${me} =    Sign In
        ${attributes} =    Get Own User Attributes
        Should Be Equal    ${attributes.sub}    ${me.user_id}
        ```
        """
        return DotDict(self._session.cognito.read_own_attributes(self._session.require_identity()))

    @keyword(tags=["Sign-in", "Assertion"])
    def sign_in_should_be_refused(self, email: str, password: Secret | None = None) -> DotDict:
        """Fail if this sign-in works. Who was signed in before stays signed in.

        A test of a refusal signs the same user in with the right password first: else it would pass against a
        pool that refuses everybody.

        Args:
            email: The user's address, known to the pool or not.
            password: The password to try; a random one if not given.

        Returns:
            The refusal, with `code` and `message`: compare those of a wrong password and of an unknown user,
            which must not differ.

        Raises:
            AssertionError: The sign-in worked, or Cognito refused for another reason than authorization.

        Example:
        ```robotframework
        ${user} =    Sign In
        ${wrong} =    Sign In Should Be Refused    ${user.email}
        ${unknown} =    Sign In Should Be Refused    nobody@example.com
        Should Be Equal    ${wrong}    ${unknown}
        ```
        """
        account = Account(email, password or new_password())
        return refusal_of(
            f"the sign-in of {email} to be refused", lambda: self._session.cognito.sign_in(account)
        )

    @keyword(tags=["Sign-in", "Assertion"])
    def sending_the_password_should_not_be_allowed(self) -> None:
        """Fail if the app client lets the current user send the password itself in place of a proof of it.

        Whoever reads USER_PASSWORD_AUTH on its way has the password; SRP (RFC 5054) never sends it.

        Raises:
            AssertionError: The sign-in worked.
            CognitoRefusedError: It was refused, but not because the flow is not enabled.

        Example:
        ```robotframework
        Sign In
        Sending The Password Should Not Be Allowed
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
                f"Expected USER_PASSWORD_AUTH to be off for the app client.\nGot tokens for {account.email}.\n"
                "Hint: ExplicitAuthFlows of the app client."
            )

    def _signed_in(self, account: Account) -> Identity:
        identity = self._session.sign_in(account)
        logger.info(f"Signed in as {identity.email}, user id {identity.user_id}.")
        return identity

    def _account(self, email: str | None, password: Secret | None) -> Account:
        if email is None:
            return self._session.account_for("user")
        return Account(email, password) if password else self._session.account_of(email)
