"""Reading tokens, and verifying them."""

from datetime import timedelta
from typing import Literal

from robot.api.deco import keyword
from robot.api.types import Secret
from robot.utils import DotDict

from ManuelAuth.session import SignInSession
from ManuelAuth.tokens import read_claims, read_header, verify


class ReadingTokensKeywords:
    """What a token claims, and whether it is true."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["Token", "Getter"])
    def get_token(self, kind: Literal["id", "access", "refresh"] = "id") -> Secret:
        """Return one of the current user's tokens, as a secret that no log shows.

        Args:
            kind: `id` (default), `access` or `refresh`.

        Raises:
            AssertionError: No user is signed in.

        Example:
        ```robotframework
        ${token: Secret} =    Get Token    access
        ```
        """
        return self._session.require_identity().token(kind)

    @keyword(tags=["Token", "Getter"])
    def get_token_of_second_pool(self, kind: Literal["id", "access"] = "id") -> Secret:
        """Return a genuine token of a new user of another user pool, which the API must not accept.

        Needs the capability `second-pool`. The current user stays signed in.

        Args:
            kind: `id` (default) or `access`.

        Example:
        ```robotframework
        Sign In
        ${token} =    Get Token Of Second Pool
        Token Should Be Refused    ${token}
        ```
        """
        pool = self._session.second_pool
        return pool.sign_in(self._session.accounts.create(pool.client, pool.pool)).token(kind)

    @keyword(tags=["Token", "Getter"])
    def get_token_claims(
        self, token: Secret | None = None, *, kind: Literal["id", "access"] = "id"
    ) -> DotDict:
        """Return the claims of a token without verifying them: what the token says, not whether it is true.

        Args:
            token: The token; the current user's by default.
            kind: Which of the current user's tokens, `id` (default) or `access`.

        Returns:
            The claims by name: `sub`, `iss`, `exp`, `token_use`, … See "Understanding user pool JSON web
            tokens" in the Amazon Cognito developer guide.

        Raises:
            ValueError: It is not a JSON Web Token.

        Example:
        ```robotframework
        ${claims} =    Get Token Claims    kind=access
        Should Be Equal    ${claims.token_use}    access
        ```
        """
        return DotDict(read_claims(token or self._session.require_identity().token(kind)))

    @keyword(tags=["Token", "Getter"])
    def get_token_header(
        self, token: Secret | None = None, *, kind: Literal["id", "access"] = "id"
    ) -> DotDict:
        """Return the header of a token without verifying it: its algorithm `alg` and its key id `kid`.

        Args:
            token: The token; the current user's by default.
            kind: Which of the current user's tokens, `id` (default) or `access`.

        Raises:
            ValueError: It is not a JSON Web Token.

        Example:
        ```robotframework
        ${header} =    Get Token Header
        Should Be Equal    ${header.alg}    RS256
        ```
        """
        return DotDict(read_header(token or self._session.require_identity().token(kind)))

    @keyword(tags=["Token", "Assertion"])
    def token_should_be_valid(
        self, token: Secret | None = None, *, kind: Literal["id", "access"] = "id"
    ) -> DotDict:
        """Fail unless the user pool issued this token for its app client and the token has not expired.

        The token is verified with the pool's published keys, as the AWS documentation requires ("Verifying a JSON Web Token"):
        RS256 signature, `exp`, `iss`, `aud` or `client_id`, `token_use`.

        Args:
            token: The token; the current user's by default.
            kind: The kind that the token must have, `id` (default) or `access`.

        Returns:
            The verified claims.

        Raises:
            AssertionError: The token is not valid; the message says why.

        Example:
        ```robotframework
        Sign In
        Token Should Be Valid
        Token Should Be Valid    kind=access
        ```
        """
        pool = self._session.cognito.pool
        return DotDict(verify(token or self._session.require_identity().token(kind), pool, kind=kind))

    @keyword(tags=["Token", "Assertion"])
    def token_lifetime_should_be(self, expected: timedelta, *, kind: Literal["id", "access"] = "id") -> None:
        """Fail unless the current user's token is valid for exactly this long, from `iat` to `exp`.

        Args:
            expected: The lifetime that the app client is configured with, such as `1 hour`.
            kind: Which token, `id` (default) or `access`.

        Raises:
            AssertionError: The lifetime is longer or shorter.

        Example:
        ```robotframework
        Token Lifetime Should Be    1 hour
        ```
        """
        claims = read_claims(self._session.require_identity().token(kind))
        lifetime = timedelta(seconds=claims["exp"] - claims["iat"])
        if lifetime != expected:
            raise AssertionError(
                f"Expected an {kind} token with a lifetime of {expected}.\nGot one of {lifetime}.\n"
                "Hint: what is the token validity of the app client in the user pool?"
            )

    @keyword(tags=["Token", "Getter"])
    def get_public_keys(self) -> list[DotDict]:
        """Return the keys that the user pool publishes, with their members (RFC 7517).

        Raises:
            AssertionError: The key set can't be read.

        Example:
        ```robotframework
        ${keys} =    Get Public Keys
        Should Be Equal    ${keys}[0][kty]    RSA
        ```
        """
        return [DotDict(key) for key in self._session.read_public_keys()]
