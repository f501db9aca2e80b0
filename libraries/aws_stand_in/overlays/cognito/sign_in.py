"""Signing in: from the first credentials to the tokens."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cognito.administration import own_pool
from aws_stand_in.overlays.cognito.app_client import AppClient, find_app_client
from aws_stand_in.overlays.cognito.auth_flows import check_flow, refreshes
from aws_stand_in.overlays.cognito.challenges import Challenges
from aws_stand_in.overlays.cognito.lock_out import LockOut
from aws_stand_in.overlays.cognito.refusals import (
    invalid_parameter,
    not_authorized,
    required,
    wrong_password,
)
from aws_stand_in.overlays.cognito.srp_sign_in import SrpSignIn
from aws_stand_in.overlays.cognito.tokens import TokenStore

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser


class SignInOverlay:
    """Answers InitiateAuth and RespondToAuthChallenge.

    Args:
        tokens: Issues the tokens.
        challenges: What is asked after the password.
        clock: Epoch seconds.
    """

    def __init__(self, tokens: TokenStore, challenges: Challenges, clock: Callable[[], float]) -> None:
        self._tokens = tokens
        self._challenges = challenges
        self._lock_out = LockOut(clock)
        self._srp = SrpSignIn()

    def forget(self, account_id: str) -> None:
        """Drop what is kept of an account: challenges and counts of failures."""
        self._challenges.forget(account_id)
        self._lock_out.forget(account_id)
        self._srp.forget(account_id)

    def initiate(self, request: AwsRequest, flows: Sequence[str]) -> dict[str, Any]:
        """Begin to sign in, or refresh.

        Args:
            request: InitiateAuth or AdminInitiateAuth.
            flows: The flows that the operation serves.
        """
        given = request.parameters
        flow, authentication = given["AuthFlow"], given.get("AuthParameters", {})
        client = _client_of(request)
        check_flow(client, flow, flows)
        if refreshes(flow):
            return {"AuthenticationResult": self._refresh(client, authentication)}
        username = required(authentication, "USERNAME")
        client.check_secret_hash(username, authentication.get("SECRET_HASH"))
        if flow == "USER_SRP_AUTH":
            return self._begin_srp(client, username, required(authentication, "SRP_A"))
        password = required(authentication, "PASSWORD")
        user = client.find_user_to_sign_in(username)
        return self._after_password(client, user, is_right=user is not None and user.password == password)

    def respond(self, request: AwsRequest) -> dict[str, Any]:
        """Take the answer to a challenge."""
        given = request.parameters
        client = _client_of(request)
        responses = given.get("ChallengeResponses", {})
        username = required(responses, "USERNAME")
        client.check_secret_hash(username, responses.get("SECRET_HASH"))
        if given["ChallengeName"] == "PASSWORD_VERIFIER":
            user = client.find_user(username)
            return self._after_password(client, user, is_right=self._srp.is_answered(client, user, responses))
        result = self._challenges.answer_challenge(
            client, given["ChallengeName"], given.get("Session", ""), responses
        )
        return result if isinstance(result, dict) else self._signed_in(client, result)

    def _refresh(self, client: AppClient, authentication: Mapping[str, str]) -> dict[str, Any]:
        if client.rotates_refresh_tokens:
            raise invalid_parameter(
                "REFRESH_TOKEN_AUTH is not supported for clients with refresh token rotation enabled."
            )
        refresh_token = required(authentication, "REFRESH_TOKEN")
        user = client.find_user(self._tokens.valid_grant(refresh_token, client).sign_in.user_id)
        if user is not None:
            client.check_secret_hash(user.username, authentication.get("SECRET_HASH"))
        return self._tokens.refresh(refresh_token, client)

    def _begin_srp(self, client: AppClient, username: str, client_public: str) -> dict[str, Any]:
        user = client.find_user_to_sign_in(username)
        if user is not None:
            _check_may_sign_in(user)
        return self._srp.challenge(client, user, username, client_public)

    def _after_password(
        self, client: AppClient, user: "CognitoIdpUser | None", *, is_right: bool
    ) -> dict[str, Any]:
        if user is None:
            raise wrong_password()
        attempt = (client.location.account_id, client.pool.id, user.id)
        if self._lock_out.is_locked(*attempt):
            raise not_authorized("Password attempts exceeded")
        if not is_right:
            self._lock_out.failed(*attempt)
            raise wrong_password()
        self._lock_out.succeeded(*attempt)
        _check_may_sign_in(user)
        return self._challenges.next_challenge(client, user) or self._signed_in(client, user)

    def _signed_in(self, client: AppClient, user: "CognitoIdpUser") -> dict[str, Any]:
        return {"AuthenticationResult": self._tokens.issue(client, user)}


def _client_of(request: AwsRequest) -> AppClient:
    """Return the app client of a request; an administrator names its pool as well."""
    given = request.parameters
    client = find_app_client(given["ClientId"])
    if "UserPoolId" in given and client.location != own_pool(request):
        raise AwsError("ResourceNotFoundException", f"User pool client {client.id} does not exist.")
    return client


def _check_may_sign_in(user: "CognitoIdpUser") -> None:
    if not user.enabled:
        raise not_authorized("User is disabled.")
    if user.status == "UNCONFIRMED":
        raise AwsError("UserNotConfirmedException", "User is not confirmed.")
    if user.status == "RESET_REQUIRED":
        raise AwsError("PasswordResetRequiredException", "Password reset required for the user")
