"""Signing in: from the first credentials to the tokens."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.cognito.administration import own_pool
from aws_stand_in.overlays.cognito.app_client import AppClient, find_app_client
from aws_stand_in.overlays.cognito.auth_flows import check_flow, refreshes
from aws_stand_in.overlays.cognito.challenges import Challenges
from aws_stand_in.overlays.cognito.custom_sign_in import CustomSignIn
from aws_stand_in.overlays.cognito.lock_out import LockOut
from aws_stand_in.overlays.cognito.refusals import (
    invalid_parameter,
    not_authorized,
    required,
    wrong_password,
)
from aws_stand_in.overlays.cognito.sign_in_triggers import SignInTriggers
from aws_stand_in.overlays.cognito.srp_sign_in import SrpSignIn
from aws_stand_in.overlays.cognito.tokens import Occasion, TokenStore

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser


class SignInOverlay:
    """Answers InitiateAuth and RespondToAuthChallenge.

    Args:
        tokens: Issues the tokens.
        challenges: What is asked after the password.
        triggers: The functions that are called before and after.
        clock: Epoch seconds.
    """

    def __init__(
        self, tokens: TokenStore, challenges: Challenges, triggers: SignInTriggers, clock: Callable[[], float]
    ) -> None:
        self._tokens = tokens
        self._challenges = challenges
        self._triggers = triggers
        self._custom = CustomSignIn(triggers, clock)
        self._lock_out = LockOut(clock)
        self._srp = SrpSignIn()

    def forget(self, account_id: str) -> None:
        """Drop what is kept of an account: challenges and counts of failures."""
        self._challenges.forget(account_id)
        self._lock_out.forget(account_id)
        self._srp.forget(account_id)
        self._custom.forget(account_id)

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
            return {"AuthenticationResult": self._refresh(client, authentication, _metadata(given))}
        username = required(authentication, "USERNAME")
        client.check_secret_hash(username, authentication.get("SECRET_HASH"))
        if flow == "USER_SRP_AUTH":
            user = self._before(client, username, given)
            return self._begin_srp(client, user, username, required(authentication, "SRP_A"))
        if flow == "CUSTOM_AUTH":
            if "SRP_A" in authentication:
                raise NotImitatedError("CUSTOM_AUTH that begins with SRP_A")
            user = self._before(client, username, given)
            return self._custom_step(
                client, self._custom.begin(client, user, username, _metadata(given)), given
            )
        password = required(authentication, "PASSWORD")
        if client.find_user(username) is None:
            self._triggers.migrate(client, username, password, _metadata(given))
        user = self._before(client, username, given)
        is_right = user is not None and user.password == password
        return self._after_password(client, user, given, is_right=is_right)

    def check_password(self, client: AppClient, username: str, password: str) -> "CognitoIdpUser":
        """Return the user who signs in on a page.

        Raises:
            AwsError: The user is unknown, locked out or may not sign in, or the password is wrong.
            NotImitatedError: The user has to meet another challenge.
        """
        if client.find_user(username) is None:
            self._triggers.migrate(client, username, password, {})
        user = self._before(client, username, {})
        user = self._with_right_password(
            client, user, is_right=user is not None and user.password == password
        )
        challenge = self._challenges.next_challenge(client, user)
        if challenge is not None:
            raise NotImitatedError(f"the challenge {challenge['ChallengeName']} on a page")
        self._triggers.after(client, user, {})
        return user

    def respond(self, request: AwsRequest) -> dict[str, Any]:
        """Take the answer to a challenge."""
        given = request.parameters
        client = _client_of(request)
        responses = given.get("ChallengeResponses", {})
        username = required(responses, "USERNAME")
        client.check_secret_hash(username, responses.get("SECRET_HASH"))
        if given["ChallengeName"] == "PASSWORD_VERIFIER":
            user = client.find_user(username)
            is_right = self._srp.is_answered(client, user, responses)
            return self._after_password(client, user, given, is_right=is_right)
        if given["ChallengeName"] == "CUSTOM_CHALLENGE":
            session, answer = given.get("Session", ""), required(responses, "ANSWER")
            return self._custom_step(
                client, self._custom.answer(client, session, answer, _metadata(given)), given
            )
        result = self._challenges.answer_challenge(
            client, given["ChallengeName"], given.get("Session", ""), responses
        )
        if isinstance(result, dict):
            return result
        return self._signed_in(client, result, _occasion(given))

    def _custom_step(
        self, client: AppClient, step: "dict[str, Any] | CognitoIdpUser", given: Mapping[str, Any]
    ) -> dict[str, Any]:
        return step if isinstance(step, dict) else self._signed_in(client, step, _occasion(given))

    def _refresh(
        self, client: AppClient, authentication: Mapping[str, str], metadata: Mapping[str, str]
    ) -> dict[str, Any]:
        if client.rotates_refresh_tokens:
            raise invalid_parameter(
                "REFRESH_TOKEN_AUTH is not supported for clients with refresh token rotation enabled."
            )
        refresh_token = required(authentication, "REFRESH_TOKEN")
        user = client.find_user(self._tokens.valid_grant(refresh_token, client).sign_in.user_id)
        if user is not None:
            client.check_secret_hash(user.username, authentication.get("SECRET_HASH"))
        return self._tokens.refresh(refresh_token, client, metadata)

    def _before(self, client: AppClient, username: str, given: Mapping[str, Any]) -> "CognitoIdpUser | None":
        """Find the user who signs in, and let a function refuse it."""
        user = client.find_user_to_sign_in(username)
        self._triggers.before(client, user, username, _metadata(given))
        return user

    def _begin_srp(
        self, client: AppClient, user: "CognitoIdpUser | None", username: str, client_public: str
    ) -> dict[str, Any]:
        if user is not None:
            _check_may_sign_in(user)
        return self._srp.challenge(client, user, username, client_public)

    def _after_password(
        self, client: AppClient, user: "CognitoIdpUser | None", given: Mapping[str, Any], *, is_right: bool
    ) -> dict[str, Any]:
        signing_in = self._with_right_password(client, user, is_right=is_right)
        challenge = self._challenges.next_challenge(client, signing_in)
        return challenge or self._signed_in(client, signing_in, _occasion(given))

    def _with_right_password(
        self, client: AppClient, user: "CognitoIdpUser | None", *, is_right: bool
    ) -> "CognitoIdpUser":
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
        return user

    def _signed_in(self, client: AppClient, user: "CognitoIdpUser", occasion: Occasion) -> dict[str, Any]:
        _check_may_sign_in(user)
        self._triggers.after(client, user, occasion.metadata)
        return {"AuthenticationResult": self._tokens.issue(client, user, occasion)}


def _client_of(request: AwsRequest) -> AppClient:
    """Return the app client of a request; an administrator names its pool as well."""
    given = request.parameters
    client = find_app_client(given["ClientId"])
    if "UserPoolId" in given and client.location != own_pool(request):
        raise AwsError("ResourceNotFoundException", f"User pool client {client.id} does not exist.")
    return client


def _metadata(given: Mapping[str, Any]) -> Mapping[str, str]:
    metadata: Mapping[str, str] = given.get("ClientMetadata") or {}
    return metadata


def _occasion(given: Mapping[str, Any]) -> Occasion:
    new_password = given.get("ChallengeName") == "NEW_PASSWORD_REQUIRED"
    return Occasion("NewPasswordChallenge" if new_password else "Authentication", _metadata(given))


def _check_may_sign_in(user: "CognitoIdpUser") -> None:
    if not user.enabled:
        raise not_authorized("User is disabled.")
    if user.status == "UNCONFIRMED":
        raise AwsError("UserNotConfirmedException", "User is not confirmed.")
    if user.status == "RESET_REQUIRED":
        raise AwsError("PasswordResetRequiredException", "Password reset required for the user")
