"""App clients with other settings than the environment's."""

from datetime import timedelta

from robot.api.deco import keyword

from ManuelAuth.session import SignInSession


class AppClientKeywords:
    """App clients that a test creates for itself. The API accepts none of their tokens."""

    def __init__(self, session: SignInSession) -> None:
        self._session = session

    @keyword(tags=["App client"])
    def use_app_client_that_replaces_refresh_tokens(self, *, grace: timedelta = timedelta(0)) -> None:
        """Sign in with a new app client, until the test ends, whose refresh tokens are replaced at each use.

        See "Refresh token rotation" in the Amazon Cognito developer guide. Call it before [Sign In].

        Args:
            grace: How long a refresh token that was replaced may still be used, up to `60 seconds`; by default not at all.

        Raises:
            ClientError: Cognito does not create it.

        Example:
        ```robotframework
        Use App Client That Replaces Refresh Tokens
        ${before} =    Sign In
        Refresh Tokens
        Switch To User    ${before}
        Refresh Should Be Refused    refusal=RefreshTokenReuseException
        ```
        """
        self._session.app_clients.create(
            self._session.cognito,
            rotates_refresh_tokens=True,
            ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"],
            RefreshTokenRotation={
                "Feature": "ENABLED",
                "RetryGracePeriodSeconds": int(grace.total_seconds()),
            },
        )

    @keyword(tags=["App client"])
    def use_app_client_without_token_revocation(self) -> None:
        """Sign in with a new app client, until the test ends, that has `EnableTokenRevocation` switched off.

        Call it before [Sign In].

        Raises:
            ClientError: Cognito does not create it.

        Example:
        ```robotframework
        Use App Client Without Token Revocation
        Sign In
        Revoke Refresh Token    refusal=UnsupportedOperationException
        ```
        """
        self._session.app_clients.create(
            self._session.cognito,
            ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
            EnableTokenRevocation=False,
        )
