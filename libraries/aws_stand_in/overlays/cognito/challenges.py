"""What Cognito asks of a user after the password: a new one, or a second factor."""

import json
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.cognito import schema
from aws_stand_in.overlays.cognito.app_client import AppClient
from aws_stand_in.overlays.cognito.authenticators import AuthenticatorsOverlay
from aws_stand_in.overlays.cognito.errors import (
    expired_session,
    invalid_parameter,
    required,
    unknown_session,
    wrong_password,
)
from aws_stand_in.overlays.cognito.new_password import attributes_in_answer, challenge_parameters

if TYPE_CHECKING:
    from moto.cognitoidp.models import CognitoIdpUser

SOFTWARE_TOKEN = "SOFTWARE_TOKEN_MFA"
NEW_PASSWORD = "NEW_PASSWORD_REQUIRED"
_IMITATED = (NEW_PASSWORD, SOFTWARE_TOKEN, "SMS_MFA", "MFA_SETUP")


@dataclass(slots=True)
class _Sent:
    client_id: str
    challenge: str
    expires_at: float


class Challenges:
    """Keeps the challenges that have been sent until they are answered; moto keeps their sessions.

    Args:
        authenticators: Checks one-time passwords.
        clock: Epoch seconds.
    """

    def __init__(self, authenticators: AuthenticatorsOverlay, clock: Callable[[], float]) -> None:
        self._authenticators = authenticators
        self._clock = clock
        self._sent: dict[str, dict[str, _Sent]] = defaultdict(dict)

    def next_challenge(self, client: AppClient, user: "CognitoIdpUser") -> dict[str, Any] | None:
        """Return the challenge that a user has to meet before there are tokens; None if there is none."""
        return self.new_password(client, user) or self._second_factor(client, user)

    def new_password(self, client: AppClient, user: "CognitoIdpUser") -> dict[str, Any] | None:
        """Return the challenge NEW_PASSWORD_REQUIRED for a user with a temporary password; None for any other."""
        if user.status != "FORCE_CHANGE_PASSWORD":
            return None
        return self._ask(client, user, NEW_PASSWORD, challenge_parameters(client, user))

    def has_second_factor(self, client: AppClient, user: "CognitoIdpUser") -> bool:
        """Tell whether a user has to meet a second factor."""
        wants_one = user.software_token_mfa_enabled or user.sms_mfa_enabled
        return bool(wants_one) or client.pool.mfa_config == "ON"

    def _second_factor(self, client: AppClient, user: "CognitoIdpUser") -> dict[str, Any] | None:
        requires_mfa = client.pool.mfa_config == "ON"
        if user.software_token_mfa_enabled or (requires_mfa and user.token_verified):
            return self._ask(client, user, SOFTWARE_TOKEN, {})
        if user.sms_mfa_enabled:
            return self._ask(client, user, "SMS_MFA", {})
        if requires_mfa:
            can_set_up = json.dumps([SOFTWARE_TOKEN])
            return self._ask(client, user, "MFA_SETUP", {"MFAS_CAN_SETUP": can_set_up})
        return None

    def answer_challenge(
        self, client: AppClient, challenge: str, session: str, responses: Mapping[str, str]
    ) -> "dict[str, Any] | CognitoIdpUser":
        """Check the answer to a challenge.

        Returns:
            The next challenge, or the user who has met the last one.

        Raises:
            NotImitatedError: The challenge belongs to a flow that is not imitated.
            AwsError: The session is unknown or has expired, or the answer is wrong.
        """
        if challenge not in _IMITATED:
            raise NotImitatedError(f"the challenge {challenge}")
        if challenge == SOFTWARE_TOKEN:
            code = required(responses, "SOFTWARE_TOKEN_MFA_CODE")
            return self.accept_one_time_password(client, session, code)
        user = self._user_of(client, session, challenge)
        if challenge == "MFA_SETUP" and not user.token_verified:
            raise invalid_parameter("User has not verified software token mfa")
        if challenge == "SMS_MFA":
            required(responses, "SMS_MFA_CODE")
        if challenge == NEW_PASSWORD:
            result = _set_password(client, user, session, responses)
            if "AuthenticationResult" not in result:
                self._sent[client.location.account_id][session].challenge = result["ChallengeName"]
                return result
        client.location.backend.sessions.pop(session, None)
        return user

    def accept_one_time_password(self, client: AppClient, session: str, code: str) -> "CognitoIdpUser":
        """Return the user who answers SOFTWARE_TOKEN_MFA, whose session has ended then.

        Raises:
            AwsError: The session is unknown or has expired, or the one-time password is wrong or was used.
        """
        user = self._user_of(client, session, SOFTWARE_TOKEN)
        self._authenticators.accept(client.location, user, code)
        client.location.backend.sessions.pop(session, None)
        return user

    def forget(self, account_id: str) -> None:
        """Drop what is known of the sessions of an account."""
        self._sent.pop(account_id, None)

    def _ask(
        self, client: AppClient, user: "CognitoIdpUser", challenge: str, about: Mapping[str, str]
    ) -> dict[str, Any]:
        return {
            "ChallengeName": challenge,
            "ChallengeParameters": {"USER_ID_FOR_SRP": user.username, **about},
            "Session": self._begin(client, user, challenge),
        }

    def _begin(self, client: AppClient, user: "CognitoIdpUser", challenge: str) -> str:
        session = f"{client.pool.id}:{uuid.uuid4()}"
        client.location.backend.sessions[session] = (user.username, client.pool)
        self._sent[client.location.account_id][session] = _Sent(
            client.id, challenge, self._clock() + client.session_seconds
        )
        return session

    def _user_of(self, client: AppClient, session: str, challenge: str) -> "CognitoIdpUser":
        sessions = client.location.backend.sessions
        sent = self._sent[client.location.account_id].get(session)
        asked = (sent.client_id, sent.challenge) if sent else None
        if sent is None or session not in sessions or asked != (client.id, challenge):
            raise unknown_session()
        if self._clock() >= sent.expires_at:
            raise expired_session()
        user = client.find_user(sessions[session][0])
        if user is None:
            raise wrong_password()
        return user


def _set_password(
    client: AppClient, user: "CognitoIdpUser", session: str, responses: Mapping[str, str]
) -> dict[str, Any]:
    """Let moto set the new password; return its next challenge, or tokens that do not count."""
    attributes = attributes_in_answer(client, user, responses)
    result: dict[str, Any] = client.location.backend.respond_to_auth_challenge(
        session, client.id, NEW_PASSWORD, {**responses, "USERNAME": user.username}
    )
    schema.set_values(user, attributes)
    if "AuthenticationResult" in result:
        client.pool.access_tokens.pop(result["AuthenticationResult"]["AccessToken"], None)
    return result
